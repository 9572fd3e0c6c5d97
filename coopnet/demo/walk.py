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

    def ago(self, days: int) -> date:
        """The business day at or after ``days`` calendar days before today (negative: ahead)."""
        return self.calendar.on_or_after(self.today - timedelta(days=days))

    def moment(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(self.ago(days), time(hour, minute), self.zone)

    def at(self, days: int, act: Act, *, hour: int = 10) -> None:
        """Plan ``act(now)`` for ``days`` days ago; acts of the same hour keep the order in which they were planned."""
        number = len(self._acts)
        self._acts.append((self.moment(days, hour, number % 50), number, act))

    def run(self) -> int:
        """Carry all acts out, oldest first; returns how many."""
        for now, _number, act in sorted(self._acts, key=lambda planned: planned[:2]):
            act(now)
        return len(self._acts)
