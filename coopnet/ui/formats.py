"""How days, amounts and numbers are written in the active language. ``None`` is written as nothing."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
NBSP = "\u00a0"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FAR = 14
"""From so many days on, a coming day is written as a date (days)."""


def language() -> str:
    """``de`` or ``en``."""
    return "de" if (get_language() or "").startswith("de") else "en"


def as_day(value: date | datetime | None) -> date | None:
    """The calendar day of a date or of a moment, in the person's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day(value: date | datetime | None) -> str:
    """``3 Nov 2026`` or ``03.11.2026``."""
    found = as_day(value)
    if not found:
        return ""
    if language() == "de":
        return f"{found:%d.%m.%Y}"
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def due_in_words(value: date | datetime | None, today: date) -> str:
    """How far a due day is: ``today``, ``in 3 days``, ``5 days late``; a date where it is far ahead."""
    found = as_day(value)
    if not found:
        return ""
    days = (found - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days >= FAR:
        return day(found)
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


def past_in_words(value: date | datetime | None, today: date) -> str:
    """How long something is ago: ``today``, ``yesterday``, ``5 days ago``; a coming day is written as a date."""
    found = as_day(value)
    if not found:
        return ""
    days = (today - found).days
    if days < 0:
        return day(found)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def amount(value: Decimal | int | None, currency: str = "EUR") -> str:
    """``1,234.56 €`` or ``1.234,56 €``, the sign kept on the same line by a no-break space."""
    if value is None or value == "":
        return ""
    number = formats.number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{number}{NBSP}{SYMBOLS.get(currency, currency)}".strip()


def plain_number(value: Decimal | int | float | None) -> str:
    """The number in the habit of the language, without trailing zeros."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    places = len(text.partition(".")[2])
    return formats.number_format(Decimal(text or "0"), decimal_pos=places, use_l10n=True, force_grouping=True)
