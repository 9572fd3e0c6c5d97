"""A chain over the audit trail: each seal holds the digest of its entry and of the seal before it.

Entries are sealed by a job a moment after they were written. A chain inside each transaction would make every writer of
the installation wait for every other one; so an entry can be forged unnoticed only before its seal, and only by
somebody who can drop the triggers.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, AuditSeal

BATCH = 1000
# An entry this old without a seal was written past the house, or the job has stopped.
OVERDUE = timedelta(hours=1)
_BEGINNING = sha256(b"coopnet").hexdigest()


@dataclass(frozen=True)
class Finding:
    """What is wrong with the trail at one place."""

    position: int | None
    entry: int | None
    problem: str


def seal_new(*, now: datetime) -> int:
    """Seal what has no seal yet, at most :data:`BATCH` entries; returns how many.

    Two at once: the position is the primary key, one of them does nothing and comes again.
    """
    last = AuditSeal.objects.order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, _BEGINNING)
    seals = []
    for entry in AuditEntry.objects.filter(seal=None).order_by("pk")[:BATCH]:
        position += 1
        digest = digest_of(entry, digest)
        seals.append(AuditSeal(position=position, entry=entry, digest=digest, sealed_at=now))
    try:
        with transaction.atomic():
            AuditSeal.objects.bulk_create(seals)
    except IntegrityError:
        return 0
    return len(seals)


def digest_of(entry: AuditEntry, before: str) -> str:
    """SHA-256 over all values of ``entry`` and the digest ``before`` it, in hex."""
    values = [
        entry.pk,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.verb,
        entry.object_type,
        entry.object_id,
        entry.data,
        entry.origin,
        before,
    ]
    return sha256(json.dumps(values, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def verify(*, now: datetime) -> Iterator[Finding]:
    """Everything that does not fit together, from the beginning of the trail."""
    expected, digest = 1, _BEGINNING
    for seal in AuditSeal.objects.order_by("position").iterator(BATCH):
        if seal.position != expected:
            yield Finding(expected, None, "seals are missing")
        entry = AuditEntry.objects.filter(pk=seal.entry_id).first()
        if entry is None:
            yield Finding(seal.position, seal.entry_id, "the entry is gone")
        elif digest_of(entry, digest) != seal.digest:
            yield Finding(seal.position, entry.pk, "the entry or the seal was changed")
        expected, digest = seal.position + 1, seal.digest
    late = AuditEntry.objects.filter(seal=None, at__lt=now - OVERDUE).order_by("pk")
    for pk in late.values_list("pk", flat=True)[:100]:
        yield Finding(None, pk, "the entry has no seal")
