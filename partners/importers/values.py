"""What a cell says: one function per kind of value; what cannot be kept raises ``Unfit`` with a sentence."""

import re
from datetime import date
from functools import lru_cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from accounts.enums import Address

SEVERAL = " ::: "
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_SPACE = re.compile(r"[^\S\n]+")
_DAMAGED_NUMBER = re.compile(r"\d[.,]?\d*E\+?\d+$", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN_MONTHS = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_WORDED_DAY = re.compile(r"(\d{1,2})[ .\-]+([^\W\d_]{3,})\.?[ .\-]+(\d{4}|\d{2})$")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$")
_is_url = URLValidator(schemes=["http", "https"])
_CAR_SIGNS = {"D": "DE", "A": "AT", "CH": "CH", "F": "FR", "I": "IT", "B": "BE", "NL": "NL", "L": "LU", "UK": "GB"}


class Unfit(Exception):
    """A value that cannot be kept as it is; ``str()`` is a translated sentence."""


def shown(value: str) -> str:
    """A value inside a sentence: short, on one line."""
    value = " ".join(value.split())
    return value if len(value) <= 40 else value[:39] + "…"


def cleaned(cell: str) -> str:
    """The cell without odd blanks; paragraphs stay. Raises Unfit for characters that no text has."""
    cell = cell.replace("\x0b", "\n").replace("\x0c", "\n").replace("\u2028", "\n")
    if _UNWRITABLE.search(cell):
        raise Unfit(_("A cell holds characters that are no text."))
    return _SPACE.sub(" ", cell).strip()


def one_line(text: str) -> str:
    return ", ".join(part.strip() for part in text.split("\n") if part.strip())


def mail_address(text: str) -> str:
    text = text.strip(" '\"<>").removeprefix("mailto:").removeprefix("MAILTO:")
    try:
        validate_email(text)
    except ValidationError:
        raise Unfit(_("“%(value)s” is not a mail address.") % {"value": shown(text)}) from None
    return text


def phone_number(text: str) -> str:
    """A phone number as it was written; +49… stays +49…."""
    text = re.sub(r"^tel:", "", one_line(text), flags=re.IGNORECASE)
    if _DAMAGED_NUMBER.match(text):
        raise Unfit(_("The phone number was damaged by a spreadsheet: %(value)s.") % {"value": shown(text)})
    if not any(letter.isdigit() for letter in text):
        raise Unfit(_("“%(value)s” is not a phone number.") % {"value": shown(text)})
    return text


def web_address(text: str) -> str:
    """A web address, https:// where nothing else is said; anything but http and https is refused."""
    full = text if re.match(r"[a-z][a-z0-9+.\-]*:", text, re.IGNORECASE) else f"https://{text}"
    try:
        _is_url(full)
    except ValidationError:
        raise Unfit(_("“%(value)s” is not a web address.") % {"value": shown(text)}) from None
    return full


def day(text: str) -> date:
    """A day as LinkedIn ("12 Mar 2024", "7-Feb-22"), ISO and German tables write it."""
    try:
        if worded := _WORDED_DAY.match(text):
            return date(_year(worded.group(3)), _month(worded.group(2)), int(worded.group(1)))
        if german := _GERMAN_DAY.match(text):
            return date(_year(german.group(3)), int(german.group(2)), int(german.group(1)))
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Unfit(_("“%(value)s” is not a date.") % {"value": shown(text)}) from None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits) - (100 if int(digits) >= 70 else 0)


def _month(name: str) -> int:
    short = name[:3].lower()
    return _GERMAN_MONTHS.get(short) or _MONTHS.index(short) + 1


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a country by its code, its car sign, or its German or English name."""
    code = _CAR_SIGNS.get(text.upper()) or _countries().get(text.casefold())
    if not code:
        raise Unfit(_("We do not know the country “%(value)s”.") % {"value": shown(text)})
    return code


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                codes[name.casefold()] = codes[code.casefold()] = code
    return codes


def form_of_address(text: str) -> str:
    """``accounts.enums.Address`` of "Herr Dr.", "Mrs", …; neutral where it names neither."""
    words = set(re.findall(r"\w+", text.casefold()))
    if words & {"herr", "herrn", "mr", "hr"}:
        return Address.MR
    if words & {"frau", "ms", "mrs", "miss", "fr"}:
        return Address.MS
    raise Unfit(_("“%(value)s” is not a form of address.") % {"value": shown(text)})


def name_parts(text: str) -> tuple[str, str]:
    """First and last name of "Anna Maria Becker" or "Becker, Anna Maria"."""
    last, comma, first = text.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _blank, last = text.rpartition(" ")
    return first, last
