"""When does silence become a finding? Computed once, when something happens; see docs/adr/0202.

Days are counted in business days from Monday to Friday; public holidays are left to whoever is asked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from cooperations.enums import Kind

SHORTEST, LONGEST = 5, 60
WINDOW, BEFORE = 30, 60
DROP = 0.25
THIN = 3
FEW = 6
DEFAULT = {Kind.NETWORK: 40, Kind.COOPERATION: 20, Kind.ALLIANCE: 15}
SLACK = 1.5
_MONDAY = date(1970, 1, 5).toordinal()


def business_number(day: date) -> int:
    """A running number of business days; Saturday and Sunday have the number of their Friday."""
    weeks, weekday = divmod(day.toordinal() - _MONDAY, 7)
    return 5 * weeks + min(weekday, 4)


def business_day(number: int) -> date:
    """The day with this running number."""
    weeks, weekday = divmod(number, 5)
    return date.fromordinal(_MONDAY + 7 * weeks + weekday)


def stall_day(last: date, signs: Sequence[date], kind: str, rhythm_days: int | None) -> date:
    """The first day on which silence since ``last`` is too long, if nothing happens until then.

    ``signs`` are the days with life signs (ascending, ``last`` among them or a later start). An agreed rhythm wins:
    half as much again as agreed, never less than five business days. Without one a drop of the rate decides, and the
    default of the ``kind`` as long as there are few life signs.
    """
    start = business_number(last)
    if rhythm_days:
        agreed = last + timedelta(days=ceil(SLACK * rhythm_days))
        return max(agreed, business_day(start + SHORTEST))
    numbers = sorted({business_number(day) for day in signs})
    if len(numbers) < FEW:
        return business_day(start + DEFAULT[Kind(kind)])
    return business_day(start + silence_allowed(start, numbers))


def silence_allowed(start: int, numbers: Sequence[int]) -> int:
    """Business days of silence after ``start`` until the rate of active days (``numbers``, ascending) has dropped.

    Dropped: fewer than a quarter of the active days in the last 30 business days that the 60 before them let expect.
    Fewer than three active days in those 60 let expect nothing.
    """
    for silence in range(SHORTEST, LONGEST):
        day = start + silence
        recent = len(numbers) - bisect_right(numbers, day - WINDOW)
        before = bisect_right(numbers, day - WINDOW) - bisect_left(numbers, day - WINDOW - BEFORE + 1)
        if before >= THIN and recent < DROP * before * WINDOW / BEFORE:
            return silence
    return LONGEST


def quiet_day(last: date, stall: date) -> date:
    """The day on which it turns quiet: half of the silence that makes a finding, at least five days."""
    return min(stall, last + timedelta(days=max(5, ceil((stall - last).days / 2))))
