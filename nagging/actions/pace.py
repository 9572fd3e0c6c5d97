"""How much a person wants to hear."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from nagging.models import Pace


@transaction.atomic
def hear_less(person: User, *, by: User, now: datetime) -> None:
    """From now on at most one digest a week. Twice equals once."""
    _pace, created = Pace.objects.get_or_create(person=person, defaults={"since": now})
    if created:
        record("nagging.hear_less", person, by=by, now=now)


@transaction.atomic
def hear_as_usual(person: User, *, by: User, now: datetime) -> None:
    """Back to at most one digest per business day."""
    deleted, _rows = Pace.objects.filter(person=person).delete()
    if deleted:
        record("nagging.hear_as_usual", person, by=by, now=now)
