"""Which rows of a file are there already, in the data or earlier in the file. Pure: rows and known values in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.enums import ExistingRows, ImportKind
from partners.importers.model import Row, Value
from partners.search_key import fold

Values = Mapping[str, Value]

_LEGAL_FORMS = re.compile(
    r"[\s,]+(gmbh( ?& ?co\.? ?kg)?|ug( ?\(haftungsbeschraenkt\))?|ag|kg|ohg|gbr|mbh|eg|se|e\. ?[kv]\.?|ltd\.?|inc\.?)$"
)


class Status(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", gettext_lazy("new")
    UPDATED = "updated", gettext_lazy("would be updated")
    KNOWN = "known", gettext_lazy("already there")
    DOUBLE = "double", gettext_lazy("twice in the files")
    ERROR = "error", gettext_lazy("error")


@dataclass(frozen=True)
class Planned:
    """What becomes of one row: ``match`` is the id of the known record, ``changes`` what it would get."""

    file: int
    row: Row
    status: Status
    match: int | None = None
    changes: Values = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def details(self) -> str:
        """What else the row says, on one line."""
        values = self.row.values
        town = f"{values.get('postal_code') or ''} {values.get('city') or ''}".strip()
        said = [values.get("company") or values.get("trade"), values.get("email")]
        said += [values.get("mobile") or values.get("phone"), town]
        return " · ".join(str(text) for text in said if text and text != self.title)

    @property
    def title(self) -> str:
        """What the row is called in lists: the firm or person, else company or mail address."""
        values = self.row.values
        person = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
        return str(values.get("name") or person or values.get("company") or values.get("email") or "–")


@dataclass(frozen=True)
class Place:
    """Where something that looks the same is: a known record, or a row read before."""

    record: int | None
    row_number: int = 0


class Index(Protocol):
    def add(self, values: Values, place: Place) -> None: ...

    def find(self, values: Values) -> Place | None: ...


class ContactIndex:
    """Contacts are the same by the key of their source, by mail address, or by name and company.

    Without any company a name alone does not suffice where both have a mail address and these differ.
    """

    def __init__(self) -> None:
        self.by_key: dict[tuple, Place] = {}
        self.by_mail: dict[str, Place] = {}
        self.by_name: dict[tuple, list[tuple[str, Place]]] = {}

    def add(self, values: Values, place: Place) -> None:
        if values.get("source_key"):
            self.by_key.setdefault((values.get("source"), values["source_key"]), place)
        mail = _text(values, "email").lower()
        if mail:
            self.by_mail.setdefault(mail, place)
        self.by_name.setdefault(self._name(values), []).append((mail, place))

    def find(self, values: Values) -> Place | None:
        by_key = self.by_key.get((values.get("source"), values.get("source_key")))
        if by_key:
            return by_key
        mail = _text(values, "email").lower()
        if mail in self.by_mail:
            return self.by_mail[mail]
        name = self._name(values)
        if not any(name):
            return None
        for other_mail, place in self.by_name.get(name, []):
            if name[1] or not (mail and other_mail):
                return place
        return None

    @staticmethod
    def _name(values: Values) -> tuple[str, str]:
        person = f"{_text(values, 'first_name')} {_text(values, 'last_name')}".strip()
        return fold(person), core_name(_text(values, "company"))


class FirmIndex:
    """Firms are the same by mail address, or by name (without legal form) where the towns do not differ."""

    def __init__(self) -> None:
        self.by_mail: dict[str, Place] = {}
        self.by_name: dict[str, list[tuple[str, Place]]] = {}

    def add(self, values: Values, place: Place) -> None:
        if mail := _text(values, "email").lower():
            self.by_mail.setdefault(mail, place)
        self.by_name.setdefault(core_name(_text(values, "name")), []).append((fold(_text(values, "city")), place))

    def find(self, values: Values) -> Place | None:
        if place := self.by_mail.get(_text(values, "email").lower()):
            return place
        town = fold(_text(values, "city"))
        for other_town, place in self.by_name.get(core_name(_text(values, "name")), []):
            if not town or not other_town or town == other_town:
                return place
        return None


def core_name(name: str) -> str:
    """The name of a firm as people say it: folded, without its legal form."""
    return _LEGAL_FORMS.sub("", " ".join(fold(name).split()))


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "")


INDEXES: dict[ImportKind, type] = {ImportKind.CONTACTS: ContactIndex, ImportKind.FIRMS: FirmIndex}
# never written over: what somebody noted themselves, and what a record is recognised by
_KEPT = {"note", "keeper_note", "name", "first_name", "last_name", "source", "source_key"}
_EMPTY: dict[str, Value] = {"form_of_address": "neutral"}


def changes_for(known: Values, values: Values, policy: ExistingRows) -> dict[str, Value]:
    """What a known record gets from a row: nothing, what it lacks, or whatever the file says otherwise."""
    if policy == ExistingRows.KEEP:
        return {}
    changes = {}
    for name, value in values.items():
        current = known.get(name)
        lacks = current in (None, "", _EMPTY.get(name, ""))
        says = (
            value not in (None, "", _EMPTY.get(name, "")) and value != current and name not in ("source", "source_key")
        )
        if says and (lacks or (policy == ExistingRows.REPLACE and name not in _KEPT)):
            changes[name] = value
    return changes


def plan_rows(
    rows: Iterable[tuple[int, Row]], known: Mapping[int, Values], kind: ImportKind, policy: ExistingRows
) -> list[Planned]:
    """Judge rows ((number of the file, row), in order) against ``known`` ({id: values} of what is there)."""
    there: Index = INDEXES[kind]()
    for pk, values in known.items():
        there.add(values, Place(pk))
    read: Index = INDEXES[kind]()
    planned = []
    for file, row in rows:
        planned.append(_judge(file, row, there, read, known, policy))
        if planned[-1].status != Status.ERROR:
            read.add(row.values, Place(planned[-1].match, row.number))
    return planned


def _judge(
    file: int, row: Row, there: Index, read: Index, known: Mapping[int, Values], policy: ExistingRows
) -> Planned:
    if row.problems:
        return Planned(file, row, Status.ERROR, texts=(*row.problems, *row.notes))
    if before := read.find(row.values):
        text = _("The same as row %(number)d.") % {"number": before.row_number}
        return Planned(file, row, Status.DOUBLE, before.record, texts=(text, *row.notes))
    place = there.find(row.values)
    if place is None or place.record is None:
        return Planned(file, row, Status.NEW, texts=row.notes)
    changes = changes_for(known[place.record], row.values, policy)
    return Planned(file, row, Status.UPDATED if changes else Status.KNOWN, place.record, changes, row.notes)


def count_by_status(planned: Sequence[Planned]) -> dict[Status, int]:
    """How many rows of each status, all statuses named."""
    counts = dict.fromkeys(Status, 0)
    for one in planned:
        counts[one.status] += 1
    return counts
