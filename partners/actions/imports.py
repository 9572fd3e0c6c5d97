"""Importing contacts and firms: upload, read differently, carry out, undo.

An entry of ``ImportDraft.outcome`` is {"file", "row", "status", "id", "name", "texts"} and, for what was written,
"print" (what the record looked like afterwards) and "before" (its former values; absent where it was created).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from partners.enums import ImportKind
from partners.import_plan import Plan, plan_of
from partners.import_undo import print_of, take_back
from partners.importers.matching import Planned, Status
from partners.importers.model import MAX_BYTES
from partners.models import Contact, Firm, ImportDraft, ImportFile

UNTIL_IMPORTED = timedelta(hours=24)
UNDO_WITHIN = timedelta(days=7)
MOST_FILES = 200
MOST_OPEN_DRAFTS = 5
_BATCH = 200


@transaction.atomic
def start_import(*, kind: str, files: Sequence[tuple[str, bytes]], by: User, now: datetime) -> ImportDraft:
    """Keep uploaded ``files`` ((name, content)) for a preview; the oldest forgotten uploads make room.

    Raises ActionRefused where there are too many files or they are too large together.
    """
    if len(files) > MOST_FILES:
        text = ngettext("Please choose at most %(most)d file.", "Please choose at most %(most)d files.", MOST_FILES)
        raise ActionRefused(text % {"most": MOST_FILES})
    if sum(len(content) for _name, content in files) > MAX_BYTES:
        raise ActionRefused(_("Together the files may have at most %(most)d MB.") % {"most": MAX_BYTES // 1024 // 1024})
    waiting = ImportDraft.objects.visible_to(by).filter(imported_at__isnull=True).order_by("-created_at", "-pk")
    for forgotten in waiting[MOST_OPEN_DRAFTS - 1 :]:
        forgotten.delete()
    draft = ImportDraft.objects.create(owner=by, kind=kind, created_at=now, expires_at=now + UNTIL_IMPORTED)
    ImportFile.objects.bulk_create(
        ImportFile(draft=draft, name=name[-120:], content=content) for name, content in files
    )
    return draft


@transaction.atomic
def read_differently(
    file: ImportFile, *, encoding: str, delimiter: str, mapping: Mapping[int, str] | None, by: User, now: datetime
) -> None:
    """Set how a file is read; refused once it was imported."""
    _require_open(file.draft, now)
    file.encoding, file.delimiter = encoding, delimiter
    file.mapping = None if mapping is None else {str(column): name for column, name in mapping.items()}
    file.save(update_fields=["encoding", "delimiter", "mapping"])


@transaction.atomic
def choose_policy(draft: ImportDraft, *, existing: str, by: User, now: datetime) -> None:
    """Say what happens to rows that are already there."""
    _require_open(draft, now)
    draft.existing = existing
    draft.save(update_fields=["existing"])


@transaction.atomic
def carry_out(draft: ImportDraft, *, by: User, now: datetime) -> ImportDraft:
    """Import every row without an error; what became of each row is kept in ``outcome``, the files are dropped.

    Raises ActionRefused where the draft was imported before, has expired, or would write nothing.
    """
    open_until = ImportDraft.objects.filter(pk=draft.pk, imported_at__isnull=True, expires_at__gt=now)
    if not open_until.update(imported_at=now, expires_at=now + UNDO_WITHIN):
        raise ActionRefused(_("This import was carried out before, or it has expired."))
    draft.refresh_from_db()
    # two imports of the same person one after the other, or neither would see what the other brings
    User.objects.select_for_update().get(pk=draft.owner_id)
    plan = plan_of(draft)
    if not plan.to_write:
        raise ActionRefused(_("There is nothing to import in these files."))
    try:
        with transaction.atomic():
            draft.outcome = _write(plan, by, now)
    except IntegrityError:
        raise ActionRefused(_("Your data changed in the meantime. Please look at the preview again.")) from None
    draft.save(update_fields=["outcome"])
    draft.files.update(content=b"")
    counts = {str(status): number for status, number in plan.counts.items()}
    audit.record("partners.import", draft, by=by, now=now, kind=draft.kind, **counts)
    return draft


@transaction.atomic
def undo_import(draft: ImportDraft, *, by: User, now: datetime) -> tuple[int, int]:
    """Take an import back: delete what it created, restore what it changed; (taken back, kept).

    What somebody changed or used since is kept. Refused where it was undone before or cannot be any more.
    """
    to_undo = ImportDraft.objects.filter(
        pk=draft.pk, imported_at__isnull=False, undone_at__isnull=True, expires_at__gt=now
    )
    if not to_undo.update(undone_at=now):
        raise ActionRefused(_("This import was undone before, or it is too long ago."))
    draft.refresh_from_db()
    undone, kept = take_back(draft)
    audit.record("partners.undo_import", draft, by=by, now=now, undone=undone, kept=kept)
    return undone, kept


def _require_open(draft: ImportDraft, now: datetime) -> None:
    if draft.imported_at is not None or draft.expires_at <= now:
        raise ActionRefused(_("This import was carried out before, or it has expired."))


def _write(plan: Plan, by: User, now: datetime) -> list[dict]:
    model = Contact if plan.kind == ImportKind.CONTACTS else Firm
    belongs = {"owner": by} if model is Contact else {"keeper": by}
    created = model.objects.bulk_create(
        [
            model(
                **{name: value for name, value in row.row.values.items() if value is not None},
                **belongs,
                created_at=now,
            )
            for row in plan.rows
            if row.status == Status.NEW
        ],
        batch_size=_BATCH,
    )
    changed = _update(plan, model)
    fresh = iter(created)
    entries = []
    for planned in plan.rows:
        entry = _entry(planned)
        if planned.status == Status.NEW:
            record = next(fresh)
            entry |= {"id": record.pk, "print": print_of(record)}
        elif planned.status == Status.UPDATED:
            entry |= changed[planned.match]
        entries.append(entry)
    return entries


def _update(plan: Plan, model) -> dict[int, dict]:
    """Write what known records get; {id: former values and fingerprint} of each."""
    wanted = {row.match: row.changes for row in plan.rows if row.status == Status.UPDATED}
    records = model.objects.select_for_update().in_bulk(list(wanted))
    if len(records) < len(wanted):
        raise ActionRefused(_("Your data changed in the meantime. Please look at the preview again."))
    kept: dict[int, dict] = {}
    for pk, record in records.items():
        before = {name: getattr(record, name) for name in wanted[pk]}
        for name, value in wanted[pk].items():
            setattr(record, name, value)
        kept[pk] = {
            "before": {
                name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in before.items()
            },
            "print": print_of(record),
        }
    fields = sorted({name for changes in wanted.values() for name in changes})
    if records:
        model.objects.bulk_update(records.values(), fields, batch_size=_BATCH)
    return kept


def _entry(planned: Planned) -> dict:
    return {
        "file": planned.file,
        "row": planned.row.number,
        "status": str(planned.status),
        "id": planned.match,
        "name": planned.title,
        "texts": list(planned.texts),
    }
