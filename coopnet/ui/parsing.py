"""Reads what people type: dates, numbers and durations, in German and English habits. Pure.

Every function takes the language ("de" or "en") only where the same characters mean different things:
``1.234`` is 1234 in German and 1.234 in English.
"""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation


class NotUnderstood(ValueError):
    """The text is no date, number or duration."""


LONGEST = 40
"""No date or number that somebody means is longer (characters)."""
SLIP = timedelta(days=30)
"""How far a date without a year may lie on the unexpected side of today."""

_DAY_WORDS = {
    "heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2, "uebermorgen": 2,
    "gestern": -1, "yesterday": -1, "vorgestern": -2,
}  # fmt: skip
_WEEKDAYS = (
    ("mo", "mon", "montag", "monday"),
    ("di", "tue", "dienstag", "tuesday"),
    ("mi", "wed", "mittwoch", "wednesday"),
    ("do", "thu", "donnerstag", "thursday"),
    ("fr", "fri", "freitag", "friday"),
    ("sa", "sat", "samstag", "sonnabend", "saturday"),
    ("so", "sun", "sonntag", "sunday"),
)
_MONTHS = (
    "januar january jänner jan", "februar february feb", "märz maerz march mär mar mrz", "april apr", "mai may",
    "juni june jun", "juli july jul", "august aug", "september sept sep", "oktober october okt oct",
    "november nov", "dezember december dez dec",
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_WEEKDAY_OF = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*(?:[./-]\s*(\d{4}|\d{2})?)?", re.ASCII)
_DAY_NAMED = re.compile(r"([0-9]{1,2})\.?\s*([^\W\d_]+)\.?,?\s*([0-9]{4}|[0-9]{2})?")
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.?\s*([0-9]{1,2})(?:,?\s+([0-9]{4}))?")

_SPACES = re.compile("[\\s\u00a0\u2009\u202f'’]")
_CURRENCY = re.compile(r"^(?:€|\$|£|EUR|CHF|USD|GBP)|(?:€|\$|£|EUR|CHF|USD|GBP)$", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?)([0-9.,]*[0-9][0-9.,]*)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})+")

_CLOCK = re.compile(r"(\d{1,4})\s*:\s*([0-5]\d)(?:\s*h)?", re.ASCII | re.IGNORECASE)
_HOURS = r"(?:h|hrs?|hours?|std|stunden?)\.?"
_MINUTES = r"(?:m|mins?|minutes?|minuten?)\.?"
_MIXED = re.compile(rf"(\d{{1,4}})\s*{_HOURS}\s*(\d{{1,3}})\s*(?:{_MINUTES})?", re.ASCII | re.IGNORECASE)
_ONLY_MINUTES = re.compile(rf"(\d{{1,5}})\s*{_MINUTES}", re.ASCII | re.IGNORECASE)
_ONLY_HOURS = re.compile(rf"(.+?)\s*{_HOURS}", re.IGNORECASE)


def parse_date(text: str, *, today: date, prefer: str = "future") -> date:
    """The day meant by ``text``: ``3.11.``, ``3.11.26``, ``2026-11-03``, ``3 Nov``, ``tomorrow``, ``Freitag``.

    Without a year, ``prefer="future"`` means the next such day and ``"past"`` the last one, where a slip of up to
    thirty days to the other side is taken as meant. A weekday is the next one, or with ``"past"`` the last one;
    today counts. Raises NotUnderstood for anything else, and for years outside 1900 to 2199.
    """
    text = text.strip().lower()
    if not text or len(text) > LONGEST:
        raise NotUnderstood("no date")
    if text in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[text])
    if text.rstrip(".") in _WEEKDAY_OF:
        return _weekday(_WEEKDAY_OF[text.rstrip(".")], today, prefer)
    day, month, year = _date_parts(text)
    if year is None:
        return _nearest(day, month, today, prefer)
    if not 1900 <= year <= 2199:
        raise NotUnderstood("a year out of range")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotUnderstood("no such day") from error


def _date_parts(text: str) -> tuple[int, int, int | None]:
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return day, month, year
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), _full_year(found[3])
    if (found := _DAY_NAMED.fullmatch(text)) and found[2] in _MONTH_OF:
        return int(found[1]), _MONTH_OF[found[2]], _full_year(found[3])
    if (found := _NAMED_DAY.fullmatch(text)) and found[1] in _MONTH_OF:
        return int(found[2]), _MONTH_OF[found[1]], _full_year(found[3])
    raise NotUnderstood("no date")


def _full_year(digits: str | None) -> int | None:
    if digits is None:
        return None
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _weekday(weekday: int, today: date, prefer: str) -> date:
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _nearest(day: int, month: int, today: date, prefer: str) -> date:
    """The one such day in the year that begins ``SLIP`` before today, or ends ``SLIP`` after it."""
    candidates = []
    for year in range(today.year - 5, today.year + 6):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue  # 29 February
    if prefer == "past":
        found = [known for known in candidates if known <= today + SLIP]
        if found:
            return found[-1]
    found = [known for known in candidates if known >= today - SLIP]
    if not found:
        raise NotUnderstood("no such day")
    return found[0]


def parse_decimal(text: str, *, language: str) -> Decimal:
    """The number meant by ``text``: ``1.234,56``, ``1,234.56``, ``1'234``, ``1,5``, ``1.5``, ``12 €``.

    A single separator before exactly three digits is decided by ``language``; everything else is understood
    alike in both. Raises NotUnderstood; never reads exponents, infinities or digits of other scripts.
    """
    if len(text) > LONGEST:
        raise NotUnderstood("no number")
    bare = _CURRENCY.sub("", _SPACES.sub("", text)).replace("−", "-")
    found = _NUMBER.fullmatch(bare)
    if not found:
        raise NotUnderstood("no number")
    sign, digits = found.groups()
    try:
        return Decimal(sign + _with_point(digits, "," if language == "de" else "."))
    except InvalidOperation as error:
        raise NotUnderstood("no number") from error


def _with_point(digits: str, point: str) -> str:
    """``digits`` with at most one ``.``; ``point`` is the decimal separator of the language."""
    separators = [char for char in digits if char in ".,"]
    if not separators:
        return digits
    last = separators[-1]
    whole, _, fraction = digits.rpartition(last)
    grouped = _GROUPED.fullmatch(digits)
    if len(set(separators)) == 1:
        if len(separators) > 1:
            return _ungrouped(digits)
        if grouped and last != point and not whole.startswith("0"):
            return whole + fraction
        return f"{whole or '0'}.{fraction or '0'}"
    if separators.count(last) > 1:
        raise NotUnderstood("two decimal separators")
    return f"{_ungrouped(whole)}.{fraction or '0'}"


def _ungrouped(digits: str) -> str:
    if not _GROUPED.fullmatch(digits) or len(set(digits) & set(".,")) > 1:
        raise NotUnderstood("groups of three expected")
    return digits.replace(".", "").replace(",", "")


def parse_hours(text: str, *, language: str) -> Decimal:
    """Hours, rounded to hundredths: ``1,5``, ``1:30``, ``90m``, ``2 h``, ``1h30``, ``1 Std. 30 Min.``.

    Raises NotUnderstood for anything else.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise NotUnderstood("no duration")
    if found := _CLOCK.fullmatch(text) or _MIXED.fullmatch(text):
        minutes = Decimal(int(found[1]) * 60 + int(found[2]))
    elif found := _ONLY_MINUTES.fullmatch(text):
        minutes = Decimal(int(found[1]))
    else:
        found = _ONLY_HOURS.fullmatch(text)
        return parse_decimal(found[1] if found else text, language=language).quantize(Decimal("0.01"))
    return (minutes / 60).quantize(Decimal("0.01"))
