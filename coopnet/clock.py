"""Time: one place that reads it, and business days of a region.

Business code takes ``now`` or ``today`` as a parameter; only views, jobs and commands call :func:`now`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC; shifted by ``settings.CLOCK_OFFSET`` (a timedelta) in demos and journeys."""
    return timezone.now() + getattr(settings, "CLOCK_OFFSET", timedelta(0))


def local_day(moment: datetime, zone: str = "") -> date:
    """The calendar day of an aware ``moment`` in the IANA time zone ``zone`` (default: the installation's)."""
    return moment.astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()


@dataclass(frozen=True)
class BusinessCalendar:
    """Business days (Monday to Friday without public holidays) of a country and its subdivision.

    ``country`` is ISO 3166-1 alpha-2, ``subdivision`` ISO 3166-2 without the country ("SN" for Saxony); an unknown
    country counts weekdays only.
    """

    country: str = "DE"
    subdivision: str = ""

    def is_business_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in _holidays(self.country, self.subdivision, day.year)

    def on_or_after(self, day: date) -> date:
        """The first business day that is not before ``day``."""
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return day

    def add(self, day: date, count: int) -> date:
        """The business day ``count`` business days after ``day`` (``count`` >= 0; 0 moves only off a free day)."""
        day = self.on_or_after(day) if count == 0 else day
        while count > 0:
            day = self.on_or_after(day + timedelta(days=1))
            count -= 1
        return day

    def between(self, start: date, end: date) -> int:
        """Business days after ``start`` up to and including ``end``; 0 where ``end`` is not later."""
        days = (end - start).days
        return sum(self.is_business_day(start + timedelta(days=step)) for step in range(1, days + 1))


@lru_cache(maxsize=512)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except NotImplementedError:
        return frozenset()
    return frozenset(found)
