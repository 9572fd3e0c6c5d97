"""A contact out of what a row or a card says."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from partners.importers import columns
from partners.importers.model import Row, Value
from partners.importers.values import (
    Unfit,
    cleaned,
    day,
    form_of_address,
    mail_address,
    name_parts,
    one_line,
    phone_number,
    shown,
    web_address,
)
from partners.models import Contact

Found = Mapping[str, Sequence[str]]
T = TypeVar("T")

LONGEST_NOTE = 10_000
_TEXTS = ("company", "position", "street", "postal_code", "city", "country")
_NEVER_SHORTENED = ("first_name", "last_name", "email", "source_key")


class Reader:
    """Gathers values, problems and notes of one row; shared by contacts and firms."""

    def __init__(self, found: Found, model, labels: Mapping) -> None:
        self.model, self.labels = model, labels
        self.values: dict[str, Value] = {}
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.found: dict[str, list[str]] = {}
        for name, cells in found.items():
            self.found[name] = self._cleaned(cells)

    def _cleaned(self, cells: Sequence[str]) -> list[str]:
        kept: list[str] = []
        for cell in cells:
            try:
                text = cleaned(cell)
            except Unfit as unfit:
                self.problems.append(str(unfit))
                continue
            if text and text not in kept:
                kept.append(text)
        return kept

    def first(self, name: str) -> str:
        """The first thing said for ``name``; what else was said is noted, so that nothing is lost silently."""
        said = self.found.get(name, [])
        for other in said[1:]:
            self.notes.append(
                _("Left out, as there is a first one: %(field)s “%(value)s”.")
                % {"field": self.labels[name], "value": shown(other)}
            )
        return one_line(said[0]) if said else ""

    def fitting(self, name: str, read: Callable[[str], T], *, or_problem: bool = False) -> list[T]:
        """Everything said for ``name`` that ``read`` accepts; the rest is left out with a note.

        With ``or_problem`` it is a problem of the row where something was said and nothing of it fits.
        """
        fit: list[T] = []
        refused: list[str] = []
        for text in self.found.get(name, []):
            try:
                value = read(text)
            except Unfit as unfit:
                refused.append(str(unfit))
                continue
            if value not in fit:
                fit.append(value)
        if or_problem and not fit:
            self.problems += refused
        else:
            self.notes += [_("%(reason)s It was left out.") % {"reason": reason} for reason in refused]
        return fit

    def keep(self, name: str, value: Value) -> None:
        """Store a value; too long a text is shortened with a note, or a problem where it must not be shortened."""
        limit = self.model._meta.get_field(name).max_length
        if isinstance(value, str) and limit and len(value) > limit:
            words = {"field": self.labels.get(name, name), "most": limit}
            if name in _NEVER_SHORTENED or name == "name":
                self.problems.append(_("Too long for %(field)s: more than %(most)d characters.") % words)
                return
            self.notes.append(_("Shortened to %(most)d characters: %(field)s.") % words)
            value = value[:limit].rstrip()
        self.values[name] = value

    def keep_note(self, name: str, paragraphs: Sequence[str]) -> None:
        text = "\n".join(paragraphs)
        if len(text) > LONGEST_NOTE:
            self.notes.append(
                _("Shortened to %(most)d characters: %(field)s.") % {"field": self.labels[name], "most": LONGEST_NOTE}
            )
        self.values[name] = text[:LONGEST_NOTE]

    def row(self, number: int) -> Row:
        return Row(number, self.values, tuple(self.problems), tuple(self.notes))


def contact_row(number: int, found: Found, problem: str = "") -> Row:
    """The contact that ``found`` ({field of ``columns.CONTACT_FIELDS``: what was said}) describes.

    Further mail addresses, phones and web addresses go into the note of the contact.
    """
    reader = Reader(found, Contact, columns.CONTACT_FIELDS)
    if problem:
        reader.problems.append(problem)
    first_name, last_name = _name(reader)
    reader.keep("first_name", first_name)
    reader.keep("last_name", last_name)
    for name in _TEXTS:
        reader.keep(name, reader.first(name))
    if addresses := reader.fitting("form_of_address", form_of_address):
        reader.keep("form_of_address", addresses[0])
    more = _ways_to_reach(reader)
    reader.keep_note("note", [*reader.found.get("note", []), *more])
    if days := reader.fitting("connected_on", day):
        reader.keep("connected_on", days[0])
    reader.keep("source_key", reader.first("source_key"))
    values = reader.values
    if not any(values.get(name) for name in ("first_name", "last_name", "company", "email")):
        reader.problems.append(_("There is neither a name nor a company nor a mail address."))
    return reader.row(number)


def _name(reader: Reader) -> tuple[str, str]:
    first, last = reader.first("first_name"), reader.first("last_name")
    middle = " ".join(one_line(name) for name in reader.found.get("middle_name", []))
    first = f"{first} {middle}".strip()
    full = reader.first("full_name")
    if full and not first and not last and full not in reader.found.get("company", []):
        return name_parts(full)
    return first, last


def _ways_to_reach(reader: Reader) -> list[str]:
    """Store the first mail address, phone, mobile phone and website; sentences for the note with all others."""
    more = []
    for name, said, label in (
        ("email", reader.fitting("email", mail_address, or_problem=True), _("Further mail addresses: %(list)s")),
        ("phone", reader.fitting("phone", phone_number), _("Further phone numbers: %(list)s")),
        ("mobile", reader.fitting("mobile", phone_number), _("Further mobile numbers: %(list)s")),
        ("website", reader.fitting("website", web_address), _("Further web addresses: %(list)s")),
    ):
        reader.keep(name, said[0] if said else "")
        if said[1:]:
            more.append(label % {"list": ", ".join(said[1:])})
    return more
