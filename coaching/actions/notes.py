"""The coach's private notes. Their text goes to the vault and nowhere else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from coaching import vault
from coaching.models import Engagement, Session


@sensitive_variables("text")
@transaction.atomic
def write_private_note(
    engagement: Engagement, *, text: str, session: Session | None = None, by: User, now: datetime
) -> UUID:
    """Keep a note for its author alone; on a session there is one, which is overwritten.

    Raises NotVisible (404) for anybody but the coach, ActionRefused when the notes were erased. The audit row says
    that a note was written, once per note: not its text, length or every pause in the typing.
    """
    known = session is not None and bool(vault.read_notes(engagement, reader=by, session=session))
    try:
        note_id = vault.write_note(engagement, author=by, text=text, session=session, now=now)
    except vault.Unreadable:
        raise ActionRefused(_("The notes of this coaching were erased. No new ones can be written.")) from None
    if not known:
        audit.record("coaching.write_note", engagement, by=by, now=now)
    return note_id


@transaction.atomic
def delete_private_note(engagement: Engagement, *, note_id: UUID, by: User, now: datetime) -> None:
    """Remove one of one's own notes for good."""
    vault.delete_note(note_id, author=by)
    audit.record("coaching.delete_note", engagement, by=by, now=now)
