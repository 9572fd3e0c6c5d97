"""Which column means what: titles as German and English programs write them, and as people type them."""

import re
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.enums import ImportKind
from partners.importers.model import Format

CONTACT_FIELDS: dict[str, Promise | str] = {
    "form_of_address": _("form of address"),
    "first_name": _("first name"),
    "middle_name": _("middle name"),
    "last_name": _("last name"),
    "full_name": _("full name"),
    "company": _("company"),
    "position": _("position"),
    "email": _("mail address"),
    "phone": _("phone"),
    "mobile": _("mobile phone"),
    "street": _("street"),
    "postal_code": _("postal code"),
    "city": _("city"),
    "country": _("country"),
    "website": _("website"),
    "note": _("note"),
    "connected_on": _("known since"),
    "source_key": _("address of the profile"),
}
FIRM_FIELDS: dict[str, Promise | str] = {
    "name": _("name"),
    "legal_form": _("legal form"),
    "trade": _("trade"),
    "street": _("street"),
    "postal_code": _("postal code"),
    "city": _("city"),
    "country": _("country"),
    "phone": _("phone"),
    "email": _("mail address"),
    "website": _("website"),
    "keeper_note": _("private note of the keeper"),
}
FIELDS = {ImportKind.CONTACTS: CONTACT_FIELDS, ImportKind.FIRMS: FIRM_FIELDS}

_SHARED = {
    "street": "street; address; straße; strasse; straße und hausnummer; straße hausnummer; anschrift; adresse",
    "postal_code": "postal code; postcode; zip; zip code; zip postal code; plz; postleitzahl",
    "city": "city; town; place; location; ort; stadt; wohnort",
    "country": "country; country region; country code; land; land region; staat; länderkürzel",
    "phone": "phone; telephone; phone number; telephone number; tel; telefon; telefonnummer; rufnummer; festnetz",
    "email": "e mail address; email address; mail address; email; e mail; mail; e mail adresse; email adresse; "
    "mailadresse",
    "website": "website; web site; web page; web; homepage; internet; url; webseite; internetseite; www; webadresse",
}
_CONTACT_TITLES = {
    **_SHARED,
    "form_of_address": "anrede; titel; title; salutation; form of address; name prefix",
    "first_name": "first name; given name; firstname; vorname; rufname",
    "middle_name": "middle name; additional name; weitere vornamen; weiterer vorname; zweiter vorname",
    "last_name": "last name; family name; lastname; surname; nachname; name familie; familienname; zuname",
    "full_name": "name; full name; contact; contact name; vollständiger name; kontakt; ansprechpartner; "
    "ansprechpartnerin; person",
    "company": "company; company name; organization; organisation; organization name; organization 1 name; "
    "organisation 1 name; employer; firm; firma; firmenname; unternehmen; betrieb",
    "position": "position; job title; organization title; organization 1 title; role; function; funktion; "
    "stellenbezeichnung; beruf; rolle",
    "street": _SHARED["street"] + "; straße geschäftlich; business street; address 1 street",
    "postal_code": _SHARED["postal_code"]
    + "; postleitzahl geschäftlich; plz geschäftlich; business postal code; address 1 postal code",
    "city": _SHARED["city"] + "; ort geschäftlich; business city; address 1 city",
    "country": _SHARED["country"] + "; land region geschäftlich; land geschäftlich; business country region; "
    "business country; address 1 country",
    "phone": _SHARED["phone"] + "; telefon geschäftlich; telefon geschäftlich 2; telefon firma; telefon privat; "
    "telefon privat 2; weiteres telefon; haupttelefon; business phone; business phone 2; company main phone; "
    "home phone; home phone 2; other phone; primary phone; phone 1 value; phone 2 value; phone 3 value; phone 4 value",
    "mobile": "mobile; mobile phone; cell; cell phone; mobile number; mobil; mobiltelefon; mobiltelefon 2; "
    "mobilnummer; handy; handynummer",
    "email": _SHARED["email"] + "; e mail 1 value; e mail 2 value; e mail 3 value; e mail 4 value; "
    "e mail 2 address; e mail 3 address; e mail 2 adresse; e mail 3 adresse",
    "website": _SHARED["website"] + "; website 1 value; website 2 value; personal web page",
    "note": "note; notes; comment; comments; remark; remarks; notiz; notizen; bemerkung; bemerkungen; kommentar; "
    "anmerkung; anmerkungen",
    "connected_on": "connected on; known since; bekannt seit; kontakt seit",
}
_FIRM_TITLES = {
    **_SHARED,
    "name": "name; company; company name; firm; firm name; organization; organisation; organization name; business; "
    "business name; firma; firmenname; unternehmen; unternehmensname; betrieb; kunde; kundenname; partner",
    "legal_form": "legal form; legal status; type of company; rechtsform; gesellschaftsform",
    "trade": "trade; industry; sector; branch; line of business; business area; branche; gewerbe; gewerk; tätigkeit; "
    "wirtschaftszweig; geschäftsfeld",
    "keeper_note": "note; notes; comment; comments; remark; remarks; notiz; notizen; bemerkung; bemerkungen; "
    "kommentar; anmerkung; anmerkungen",
}

_NO_LETTER = re.compile(r"[\W_]+")


def plain(title: str) -> str:
    """A title as it is compared: "E-Mail 2: Adresse" and "e_mail 2 adresse" are the same."""
    return _NO_LETTER.sub(" ", title.replace("\ufeff", "").casefold()).strip()


def _table(titles: Mapping[str, str]) -> dict[str, str]:
    return {plain(title): field for field, listed in titles.items() for title in listed.split(";")}


_KNOWN = {ImportKind.CONTACTS: _table(_CONTACT_TITLES), ImportKind.FIRMS: _table(_FIRM_TITLES)}
# "URL" is the person's profile at LinkedIn and a website elsewhere; "Name" of Google is the full name, and so on
_OWN_TITLES = {Format.LINKEDIN: {"url": "source_key"}}


def field_of(title: str, kind: ImportKind, form: Format = Format.TABLE) -> str:
    """The field that a column with this title fills, "" where the title says nothing to us."""
    wanted = plain(title)
    return _OWN_TITLES.get(form, {}).get(wanted) or _KNOWN[kind].get(wanted, "")


def mapping_of(header: Sequence[str], kind: ImportKind, form: Format) -> dict[int, str]:
    """Which field each column fills, as far as the titles tell."""
    return {column: field_of(title, kind, form) for column, title in enumerate(header)}


def format_of(header: Sequence[str]) -> Format:
    """Whose export a table of contacts is, by titles that only that program writes."""
    titles = {plain(title) for title in header}
    if {"first name", "last name", "connected on"} <= titles:
        return Format.LINKEDIN
    google = {"e mail 1 value", "phone 1 value", "organization 1 name", "group membership", "organization name"}
    if titles & google and titles & {"first name", "given name", "name"}:
        return Format.GOOGLE
    outlook_de = {"telefon geschäftlich", "ort geschäftlich", "straße geschäftlich", "e mail 2 adresse"}
    outlook_en = {"business phone", "business street", "business city", "e mail 2 address"}
    if (titles & outlook_de and "nachname" in titles) or (titles & outlook_en and "last name" in titles):
        return Format.OUTLOOK
    return Format.TABLE
