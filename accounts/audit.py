"""The audit trail: one row per act, in the transaction of the act."""

from datetime import datetime

from django.db import models

from accounts.models import AuditEntry, User


def record(verb: str, subject: models.Model, *, by: User | None, now: datetime, **data) -> AuditEntry:
    """Write that ``by`` (None: the machine) did ``verb`` ("app.act") to ``subject``; ``data`` must be JSON."""
    return AuditEntry.objects.create(
        at=now, actor=by, verb=verb, object_type=subject._meta.label_lower, object_id=subject.pk, data=data
    )
