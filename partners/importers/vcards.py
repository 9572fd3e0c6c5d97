"""vCards 2.1, 3.0 and 4.0, several in a file. Nothing that a card refers to (photos) is ever fetched.

An own reader, because cards from phones and networks mix the three versions and every one of them has to give
either a contact or a sentence.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from partners.importers.contacts import contact_row
from partners.importers.model import MAX_ROWS, ImportProblem, Row
from partners.importers.tables import too_many_rows

_START, _END = "BEGIN:VCARD", "END:VCARD"
# what is used elsewhere or says nothing about the person: not reported as "not imported"
_SILENT = {
    "VERSION",
    "PRODID",
    "REV",
    "FN",
    "N",
    "KIND",
    "X-ADDRESSBOOKSERVER-KIND",
    "PROFILE",
    "MAILER",
    "CLASS",
    "SORT-STRING",
    "AGENT",
}
_PLAIN_FIELDS = {"EMAIL": "email", "URL": "website", "NOTE": "note", "TITLE": "position", "UID": "source_key"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NAME = re.compile(r"^(?:[A-Za-z0-9\-]+\.)?([A-Za-z0-9\-]+)((?:;(?:\"[^\"]*\"|[^\":;])*)*):(.*)$", re.DOTALL)


@dataclass
class Property:
    name: str
    params: dict[str, list[str]]
    value: str

    def kinds(self) -> set[str]:
        """TYPE values; version 2.1 writes them without "TYPE="."""
        return {kind.lower() for kind in self.params.get("TYPE", [])}

    @property
    def is_binary(self) -> bool:
        return self.params.get("ENCODING", [""])[0].upper() in ("B", "BASE64")

    @property
    def rank(self) -> int:
        """Preferred ones first: PREF=1 of 4.0, TYPE=pref of the older versions."""
        given = self.params.get("PREF", [""])[0]
        if given.isascii() and given.isdigit() and len(given) < 4:
            return int(given)
        return 1 if "pref" in self.kinds() else 50


@dataclass
class Card:
    properties: list[Property] = field(default_factory=list)
    problem: str = ""

    def named(self, name: str) -> list[Property]:
        return sorted((one for one in self.properties if one.name == name), key=lambda one: one.rank)


def is_vcard(text: str) -> bool:
    return text.lstrip()[:11].upper() == _START


def read_vcards(text: str) -> tuple[list[Row], list[str]]:
    """The contacts of a file, and the names of properties that are not imported.

    Raises ImportProblem where there is no card in it, or too many.
    """
    rows: list[Row] = []
    unused: set[str] = set()
    for card in _cards(text):
        if len(rows) >= MAX_ROWS:
            raise too_many_rows()
        found, rest = _found(card)
        unused |= rest
        rows.append(contact_row(len(rows) + 1, found, card.problem))
    if not rows:
        raise ImportProblem(_("There is no vCard in this file."))
    return rows, sorted(unused)


def _cards(text: str) -> Iterator[Card]:
    card: Card | None = None
    nested = 0
    for line in _unfolded(text):
        mark = line.strip().upper()
        if mark == _START and card is not None and card.properties and card.properties[-1].name == "AGENT":
            nested += 1
        elif mark == _END and nested:
            nested -= 1
        elif nested:
            continue
        elif mark == _START:
            if card is not None:
                card.problem = _("The end of the card is missing.")
                yield card
            card = Card()
        elif mark == _END and card is not None:
            yield card
            card = None
        elif card is not None and line.strip():
            _add(card, line)
    if card is not None:
        card.problem = _("The end of the card is missing.")
        yield card


def _unfolded(text: str) -> Iterator[str]:
    """Logical lines: continued by a leading blank, or by "=" at the end where the value is quoted-printable."""
    parts: list[str] = []
    soft = keep_blank = False
    for line in text.split("\n"):
        if soft:
            parts.append(line)
        elif parts and line[:1] in (" ", "\t"):
            # version 2.1 folds before a blank that belongs to the text, the later ones insert the blank
            parts.append(line if keep_blank else line[1:])
        else:
            if parts:
                yield "".join(parts)
            parts = [line]
            if line[:8].upper() == "VERSION:":
                keep_blank = line[8:].strip() == "2.1"
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in parts[0].upper()
        if soft:
            parts[-1] = parts[-1][:-1]
    yield "".join(parts)


def _add(card: Card, line: str) -> None:
    matched = _NAME.match(line)
    if matched is None:
        # some phones do not indent the lines of a photo
        if not (card.properties and card.properties[-1].is_binary):
            card.problem = card.problem or _("The card has a line that is no property.")
        return
    name, given, value = matched.groups()
    params: dict[str, list[str]] = {}
    for param in given.split(";")[1:]:
        key, equals, said = param.partition("=")
        if not equals:
            key, said = ("ENCODING" if key.upper() in ("QUOTED-PRINTABLE", "BASE64", "B") else "TYPE"), key
        params.setdefault(key.strip().upper(), []).extend(said.strip('"').split(","))
    card.properties.append(Property(name.upper(), params, _decoded(value, params)))


def _decoded(value: str, params: dict[str, list[str]]) -> str:
    if params.get("ENCODING", [""])[0].upper() != "QUOTED-PRINTABLE":
        return value
    try:
        content = quopri.decodestring(value.encode("utf-8", "replace"))
    except binascii.Error:
        return value
    for charset in (*params.get("CHARSET", []), "utf-8", "cp1252"):
        try:
            return content.decode(charset).replace("\r\n", "\n")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return content.decode("iso-8859-15").replace("\r\n", "\n")


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value).strip()


def _pieces(value: str) -> list[str]:
    """The parts of a structured value, split at semicolons that are not escaped."""
    pieces, current, escaped = [], "", False
    for letter in value:
        if letter == ";" and not escaped:
            pieces.append(current)
            current = ""
            continue
        current += letter
        escaped = letter == "\\" and not escaped
    return [_plain(piece) for piece in [*pieces, current]]


def _found(card: Card) -> tuple[dict[str, list[str]], set[str]]:
    """What the card says, by field of a contact, and the names of its other properties."""
    found: dict[str, list[str]] = {}
    unused: set[str] = set()
    for one in sorted(card.properties, key=lambda one: one.rank):
        if one.name in _PLAIN_FIELDS:
            found.setdefault(_PLAIN_FIELDS[one.name], []).append(_plain(one.value))
        elif one.name == "TEL":
            kinds = one.kinds()
            if "fax" not in kinds or "voice" in kinds:
                target = "mobile" if kinds & {"cell", "mobile", "iphone"} else "phone"
                found.setdefault(target, []).append(_plain(one.value).partition(";ext=")[0])
            else:
                unused.add("FAX")
        elif one.name not in _SILENT and one.name not in ("ADR", "ORG"):
            unused.add(one.name)
    _add_structured(card, found)
    if any(
        one.value.strip().lower() == "group" for one in (*card.named("KIND"), *card.named("X-ADDRESSBOOKSERVER-KIND"))
    ):
        card.problem = card.problem or _("This card is a group, not a person.")
    return found, unused


def _add_structured(card: Card, found: dict[str, list[str]]) -> None:
    for one in card.named("N")[:1]:
        last, first, middle, prefix = [*_pieces(one.value), "", "", "", ""][:4]
        found |= {"last_name": [last], "first_name": [first], "middle_name": [middle], "form_of_address": [prefix]}
    for one in card.named("FN")[:1]:
        found["full_name"] = [_plain(one.value)]
    for one in card.named("ORG")[:1]:
        found["company"] = _pieces(one.value)[:1]
    business_first = sorted(card.named("ADR"), key=lambda one: (one.rank, "work" not in one.kinds()))
    for one in business_first[:1]:
        box, extra, street, city, _region, code, country = [*_pieces(one.value), *[""] * 7][:7]
        found |= {"street": ["\n".join(filter(None, (street, extra, box)))], "city": [city]}
        found |= {"postal_code": [code], "country": [country]}
