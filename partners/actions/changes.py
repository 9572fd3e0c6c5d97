"""Changing named fields of one record, with its line in the trail."""

from datetime import datetime
from typing import TypeVar

from django.db import models

from accounts import audit
from accounts.models import User

Record = TypeVar("Record", bound=models.Model)


def write_changes(record: Record, verb: str, *, by: User, now: datetime, **fields) -> Record:
    """Set ``fields`` where they differ from what is stored; the trail names the fields, never their texts.

    Call it in a transaction: the row is locked while it is compared.
    """
    stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
    changed = sorted(name for name, value in fields.items() if getattr(stored, name) != value)
    for name in changed:
        setattr(stored, name, fields[name])
    if changed:
        stored.save(update_fields=changed)
        audit.record(verb, stored, by=by, now=now, fields=changed)
    return stored
