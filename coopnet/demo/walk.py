"""A clock that walks through the last year: acts are planned by day and carried out in order of time."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from coopnet.clock import BusinessCalendar

Act = Callable[[datetime], object]


class Walk:
    """Acts of all stories on one clock.

    ``ago(days)`` counts calendar days back from ``today``; a day that is no business day moves on to the next one, so
    that nobody in the examples works on a Sunday. The same plan and the same ``today`` give the same portfolio.
    """

    def __init__(self, today: date):
        self.today = today
        self.calendar = BusinessCalendar("DE", "SN")
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self._acts: list[tuple[datetime, int, Act]] = []

    def day(self, days: int) -> date:
        """The calendar day ``days`` before today (negative: ahead)."""
        return self.today - timedelta(days=days)

    def ago(self, days: int) -> date:
        """The business day at or after :meth:`day`."""
        return self.calendar.on_or_after(self.day(days))

    def moment(self, days: int, hour: int = 10, later: int = 0) -> datetime:
        """``hour`` o'clock, ``later`` business days after the business day of :meth:`ago`."""
        return datetime.combine(self.calendar.add(self.ago(days), later), time(hour), self.zone)

    def at(self, days: int, act: Act, *, hour: int = 10, later: int = 0) -> None:
        """Plan ``act(now)`` for ``later`` business days after ``days`` days ago; equal moments keep their order."""
        self._acts.append((self.moment(days, hour, later), len(self._acts), act))

    def run(self) -> int:
        """Carry all acts out, oldest first; returns how many."""
        for now, _number, act in sorted(self._acts, key=lambda planned: planned[:2]):
            act(now)
        return len(self._acts)
