"""What an import would do: files read, rows judged against what the owner has. Reads, never writes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import User
from partners.enums import ExistingRows, ImportKind
from partners.importers import matching
from partners.importers.matching import Planned, Values
from partners.importers.model import MAX_ROWS, Format, ImportProblem, Parsed, Row, Settings
from partners.importers.reading import read
from partners.models import Contact, Firm, ImportDraft

CONTACT_VALUES = (
    "form_of_address", "first_name", "last_name", "company", "position", "email", "phone", "mobile", "street",
    "postal_code", "city", "country", "website", "note", "connected_on", "source", "source_key",
)  # fmt: skip
FIRM_VALUES = (
    "name", "legal_form", "trade", "street", "postal_code", "city", "country", "phone", "email", "website",
    "keeper_note",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One file to import; ``id`` is that of the uploaded file, 0 where it comes from the command line."""

    name: str
    content: bytes
    settings: Settings
    id: int = 0


@dataclass(frozen=True)
class ReadFile:
    """A file and what reading it gave: ``parsed``, or the ``problem`` in words and whether settings may mend it."""

    source: Source
    parsed: Parsed | None
    problem: str = ""
    by_settings: bool = False


@dataclass(frozen=True)
class Plan:
    kind: ImportKind
    policy: ExistingRows
    files: tuple[ReadFile, ...]
    rows: tuple[Planned, ...]

    @property
    def counts(self) -> dict[matching.Status, int]:
        return matching.count_by_status(self.rows)

    @property
    def to_write(self) -> int:
        """Rows that an import would write."""
        return sum(row.status in (matching.Status.NEW, matching.Status.UPDATED) for row in self.rows)


def make_plan(sources: Sequence[Source], *, kind: ImportKind, policy: ExistingRows, owner: User) -> Plan:
    """Read ``sources`` and judge their rows; one query for what ``owner`` has, none where nothing could be read."""
    files = []
    left = MAX_ROWS
    for source in sources:
        files.append(_read(source, kind, left))
        left -= len(files[-1].parsed.rows) if files[-1].parsed else 0
    rows = [
        (number, _with_source(row, file.parsed.format, kind))
        for number, file in enumerate(files)
        if file.parsed
        for row in file.parsed.rows
    ]
    known = _known(kind, owner) if rows else {}
    return Plan(kind, policy, tuple(files), tuple(matching.plan_rows(rows, known, kind, policy)))


def plan_of(draft: ImportDraft) -> Plan:
    """What carrying out ``draft`` would do now."""
    return make_plan(
        [Source(file.name, bytes(file.content), settings_of(file), file.pk) for file in draft.files.all()],
        kind=ImportKind(draft.kind),
        policy=ExistingRows(draft.existing),
        owner=draft.owner,
    )


def settings_of(file) -> Settings:
    """How an ``ImportFile`` is to be read."""
    mapping = None if file.mapping is None else {int(column): name for column, name in file.mapping.items()}
    return Settings(file.encoding, file.delimiter, mapping)


def _read(source: Source, kind: ImportKind, rows_left: int) -> ReadFile:
    try:
        parsed = read(source.content, source.name, kind, source.settings)
    except ImportProblem as problem:
        return ReadFile(source, None, str(problem), problem.by_settings)
    if len(parsed.rows) > rows_left:
        return ReadFile(
            source,
            None,
            _("Together these files have more than %(most)d rows. Please import them one by one.") % {"most": MAX_ROWS},
        )
    return ReadFile(source, parsed)


def _with_source(row: Row, form: Format, kind: ImportKind) -> Row:
    return replace(row, values={**row.values, "source": str(form)}) if kind == ImportKind.CONTACTS else row


def _known(kind: ImportKind, owner: User) -> dict[int, Values]:
    """What ``owner`` has of this kind: {id: values}. Other managers' records are neither compared nor revealed."""
    if kind == ImportKind.CONTACTS:
        records = Contact.objects.visible_to(owner).order_by("pk").values("pk", *CONTACT_VALUES)
    else:
        records = Firm.objects.filter(keeper=owner).order_by("pk").values("pk", *FIRM_VALUES)
    return {record.pop("pk"): record for record in records.iterator()}
