"""Countries, their parts and time zones that a person can choose, in the active language."""

from functools import lru_cache
from zoneinfo import available_timezones

import holidays
from babel import Locale
from django.utils.translation import get_language

# Most people here come from these; they stand first.
NEAREST = ("DE", "AT", "CH")
_AREAS = ("Europe", "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Indian", "Pacific")


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    return holidays.list_supported_countries(include_aliases=False)


def countries() -> list[tuple[str, str]]:
    """(ISO 3166-1 code, name) of all countries whose public holidays are known."""
    return _countries((get_language() or "en")[:2])


@lru_cache(maxsize=8)
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale(language).territories
    found = [(code, names.get(code, code)) for code in _known() if len(code) == 2]
    nearest = [(code, names.get(code, code)) for code in NEAREST]
    return nearest + sorted((row for row in found if row not in nearest), key=lambda row: row[1])


@lru_cache(maxsize=64)
def subdivisions(country: str) -> list[tuple[str, str]]:
    """(ISO 3166-2 code without the country, name) of the states or regions of ``country``; empty where unknown."""
    if country not in _known():
        return []
    # Several names may lead to one code, abbreviations among them; the longest is the full one.
    aliases = sorted(holidays.country_holidays(country).subdivisions_aliases.items(), key=lambda row: len(row[0]))
    names = {code: name for name, code in aliases}
    return sorted(((code, names.get(code, code)) for code in _known()[country]), key=lambda row: row[1])


@lru_cache(maxsize=1)
def timezones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones grouped by area, the area Europe first: (area, [(IANA name, city)])."""
    groups: dict[str, list[tuple[str, str]]] = {area: [] for area in _AREAS}
    for name in sorted(available_timezones()):
        area, _slash, city = name.partition("/")
        if city and area in groups:
            groups[area].append((name, city.replace("_", " ").replace("/", ", ")))
    return [*groups.items(), ("UTC", [("UTC", "UTC")])]
