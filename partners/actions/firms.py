"""Creating and changing a firm."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from partners.actions.changes import write_changes
from partners.models import Firm


@transaction.atomic
def create_firm(*, by: User, now: datetime, name: str, **fields) -> Firm:
    """A new firm, kept by ``by``."""
    firm = Firm.objects.create(name=name, keeper=by, created_at=now, **fields)
    audit.record("partners.create_firm", firm, by=by, now=now)
    return firm


@transaction.atomic
def change_firm(firm: Firm, *, by: User, now: datetime, **fields) -> Firm:
    """Set ``fields`` of a firm and return it as it is stored."""
    return write_changes(firm, "partners.change_firm", by=by, now=now, **fields)
