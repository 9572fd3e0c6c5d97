"""How long private notes are kept after the end of an engagement. Pure."""

from calendar import monthrange
from datetime import date


def kept_until(closed_on: date, months: int) -> date:
    """The last day on which notes are kept: ``months`` calendar months (0-36) later, clamped to the month's end."""
    year, month = divmod(closed_on.year * 12 + closed_on.month - 1 + months, 12)
    return date(year, month + 1, min(closed_on.day, monthrange(year, month + 1)[1]))
