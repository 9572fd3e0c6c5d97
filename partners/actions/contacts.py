"""Creating, changing and deleting a contact."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from partners.actions.changes import write_changes
from partners.models import Contact


@transaction.atomic
def create_contact(*, by: User, now: datetime, **fields) -> Contact:
    """A new contact of ``by``, seen by nobody else."""
    contact = Contact.objects.create(owner=by, created_at=now, **fields)
    audit.record("partners.create_contact", contact, by=by, now=now)
    return contact


@transaction.atomic
def change_contact(contact: Contact, *, by: User, now: datetime, **fields) -> Contact:
    """Set ``fields`` of a contact and return it as it is stored."""
    return write_changes(contact, "partners.change_contact", by=by, now=now, **fields)


@transaction.atomic
def delete_contact(contact: Contact, *, by: User, now: datetime) -> None:
    """Delete a contact for good; the trail keeps that it was there, not who it was."""
    audit.record("partners.delete_contact", contact, by=by, now=now)
    contact.delete()
