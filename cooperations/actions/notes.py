"""What people say without changing anything: a call, a cry for help, a quiet week."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from cooperations import permissions
from cooperations.actions.events import record_event
from cooperations.actions.standing import on_behalf, require_manager, require_not_ended
from cooperations.enums import EventKind
from cooperations.models import Cooperation, Event, Party, Task


@transaction.atomic
def note_call(
    cooperation: Cooperation, *, party: Party | None, talked: bool, text: str, by: User, now: datetime
) -> Event:
    """The manager called ``party`` (None: all of them). A talk is a life sign, an unanswered call a mere note."""
    require_manager(cooperation, by)
    if party is not None and party.cooperation_id != cooperation.pk:
        raise ActionRefused(_("This firm does not take part in the cooperation."))
    kind = EventKind.MEETING if talked else EventKind.NOTE
    call = "talked" if talked else "not_reached"
    event = record_event(cooperation, kind, by=by, now=now, party=party, call=call, text=text)
    audit.record("cooperations.note_call", cooperation, by=by, now=now, party=party and party.pk, call=call)
    return event


@transaction.atomic
def ask_for_help(task: Task, *, text: str, by: User, now: datetime) -> Event:
    """Who owns a step says that it does not work alone."""
    require_not_ended(task.cooperation)
    if not permissions.may_answer_task(by, task):
        raise ActionRefused(_("Only the owner of the task or who leads the firm's part can do this."))
    event = record_event(
        task.cooperation,
        EventKind.HELP_ASKED,
        by=by,
        now=now,
        party=task.party,
        task=task.pk,
        title=task.title,
        text=text,
    )
    audit.record("cooperations.ask_for_help", task, by=by, now=now)
    return event


@transaction.atomic
def nothing_this_week(party: Party, *, by: User, now: datetime) -> Event:
    """An honest "nothing": a note in the timeline and no life sign."""
    require_not_ended(party.cooperation)
    on_behalf(party, by)
    event = record_event(party.cooperation, EventKind.NOTE, by=by, now=now, party=party, nothing=True)
    audit.record("cooperations.nothing_this_week", party, by=by, now=now)
    return event
