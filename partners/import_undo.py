"""Taking an import back: what is still as the import left it goes, everything else stays."""

from collections.abc import Iterable, Iterator, Sequence

from partners.enums import ImportKind
from partners.fingerprint import fingerprint
from partners.models import Contact, Firm, ImportDraft

_CHUNK = 400
_NOT_COMPARED = {"id", "search_key", "created_at"}


def print_of(record: Contact | Firm) -> str:
    """A print of everything that somebody could have changed in an imported record since."""
    return fingerprint(
        record, [field.name for field in record._meta.concrete_fields if field.name not in _NOT_COMPARED]
    )


def take_back(draft: ImportDraft) -> tuple[int, int]:
    """Delete the untouched records that ``draft`` created, restore those it changed; (taken back, kept).

    To be called in a transaction.
    """
    model = Contact if draft.kind == ImportKind.CONTACTS else Firm
    written = {entry["id"]: entry for entry in draft.outcome if "print" in entry}
    undone = 0
    for ids in _chunks(sorted(written)):
        records = model.objects.select_for_update().in_bulk(ids)
        same = {pk: one for pk, one in records.items() if print_of(one) == written[pk]["print"]}
        created = {pk for pk in same if "before" not in written[pk]}
        created -= _in_use(model, created)
        model.objects.filter(pk__in=created).delete()
        changed = [same[pk] for pk in same if "before" in written[pk]]
        for record in changed:
            _restore(record, written[record.pk]["before"])
        undone += len(created) + len(changed)
    return undone, len(written) - undone


def _restore(record: Contact | Firm, before: dict) -> None:
    for name, value in before.items():
        setattr(record, name, record._meta.get_field(name).to_python(value))
    record.save(update_fields=sorted(before))


def _in_use(model, ids: Iterable[int]) -> set[int]:
    """Records that something else refers to by now, whatever app it belongs to."""
    used: set[int] = set()
    for relation in model._meta.related_objects:
        name = f"{relation.field.name}__in"
        found = relation.related_model._base_manager.filter(**{name: list(ids)})
        used |= set(found.values_list(relation.field.attname, flat=True))
    return used


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
