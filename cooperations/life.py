"""The life signs of a year in one short text: one base-36 digit a day, the last one a Sunday.

So a list of fifty cooperations draws its pulse lines, and the stall detector sees a year of rhythm, without reading a
single event. More than 35 life signs on one day count as 35.
"""

from datetime import date, timedelta

WEEKS = 52
KEPT_DAYS = 53 * 7
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_VALUES = bytes.maketrans(_DIGITS.encode(), bytes(range(36)))


def sunday_of(day: date) -> date:
    """The Sunday of the week of ``day``; weeks begin on Monday."""
    return day + timedelta(days=6 - day.weekday())


def noted(days: str, until: date | None, day: date) -> tuple[str, date]:
    """``days`` (up to the Sunday ``until``) with one more life sign on ``day``, and the Sunday it now goes to."""
    sunday = sunday_of(day) if until is None else max(until, sunday_of(day))
    grown = days + "0" * ((sunday - until).days if until else 0)
    grown = grown[-KEPT_DAYS:].rjust(KEPT_DAYS, "0")
    place = KEPT_DAYS - 1 - (sunday - day).days
    if place < 0:
        return grown, sunday
    count = min(int(grown[place], 36) + 1, 35)
    return grown[:place] + _DIGITS[count] + grown[place + 1 :], sunday


def weeks(days: str, until: date | None, today: date) -> list[int]:
    """Life signs per week, oldest first: 52 entries, the last one the week of ``today``."""
    if not days or until is None:
        return [0] * WEEKS
    missing = (sunday_of(today) - until).days
    shifted = days + "0" * missing if missing >= 0 else days[:missing]
    counts = shifted[-7 * WEEKS :].rjust(7 * WEEKS, "0").encode().translate(_VALUES)
    return [sum(counts[start : start + 7]) for start in range(0, 7 * WEEKS, 7)]


def active_days(days: str, until: date | None) -> list[date]:
    """The days with at least one life sign, oldest first."""
    if until is None:
        return []
    first = until - timedelta(days=len(days) - 1)
    return [first + timedelta(days=place) for place, digit in enumerate(days) if digit != "0"]
