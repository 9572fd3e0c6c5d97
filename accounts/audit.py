"""The audit trail: one row per act, in the transaction of the act."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import models

from accounts.models import AuditEntry, User

_origin: ContextVar[str] = ContextVar("audit_origin", default="")
_confidential: set[str] = set()


def keep_confidential(app_label: str) -> None:
    """Rows of this app are written, sealed and verified like all others, but no administrator is shown them."""
    _confidential.add(app_label)


def shown_to_administrators(entries: models.QuerySet) -> models.QuerySet:
    """``entries`` without those of confidential apps: that something is there can be a secret, too."""
    for app_label in _confidential:
        entries = entries.exclude(object_type__startswith=f"{app_label}.").exclude(verb__startswith=f"{app_label}.")
    return entries


@contextmanager
def acting_from(origin: str) -> Iterator[None]:
    """Acts inside are recorded as coming from ``origin``: the network address of a request, or "" for the machine."""
    token = _origin.set(origin[:45])
    try:
        yield
    finally:
        _origin.reset(token)


def record(verb: str, subject: models.Model, *, by: User | None, now: datetime, **data) -> AuditEntry:
    """Write that ``by`` (None: the machine) did ``verb`` ("app.act") to ``subject``; ``data`` must be JSON."""
    return AuditEntry.objects.create(
        at=now,
        actor=by,
        verb=verb,
        object_type=subject._meta.label_lower,
        object_id=subject.pk,
        data=data,
        origin=_origin.get(),
    )
