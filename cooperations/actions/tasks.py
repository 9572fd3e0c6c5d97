"""Promised steps: offered, accepted or declined with a reason, moved, done or dropped. Claimed by their state."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from cooperations import permissions
from cooperations.actions.events import plain, record_event
from cooperations.actions.standing import check, require_member, require_not_ended
from cooperations.enums import EventKind, TaskState
from cooperations.models import Cooperation, Party, Task

_OPEN = (TaskState.OFFERED, TaskState.ACCEPTED)


@transaction.atomic
def offer_task(
    cooperation: Cooperation,
    *,
    party: Party,
    owner: User | None,
    title: str,
    due_on: date,
    done_when: str = "",
    for_party: Party | None = None,
    by: User,
    now: datetime,
) -> Task:
    """Offer a step to ``owner`` in the firm of ``party``; accepted at once by who offers it to themself."""
    require_not_ended(cooperation)
    for one in (party, for_party):
        if one is not None and (one.cooperation_id != cooperation.pk or one.left_on is not None):
            raise ActionRefused(_("This firm does not take part in the cooperation."))
    _require_part(cooperation, by)
    require_member(party.firm_id, owner)
    mine = owner is not None and owner.pk == by.pk
    task = Task(
        cooperation=cooperation,
        party=party,
        owner=owner,
        for_party=for_party,
        title=title,
        done_when=done_when,
        due_on=due_on,
        first_due_on=due_on,
        state=TaskState.ACCEPTED if mine else TaskState.OFFERED,
        offered_by=by,
        created_at=now,
        accepted_at=now if mine else None,
    )
    check(task)
    task.save(force_insert=True)
    kind = EventKind.TASK_ACCEPTED if mine else EventKind.TASK_OFFERED
    _tell(task, kind, by=by, now=now, due_on=due_on, owner=owner.full_name if owner else "")
    return task


def _require_part(cooperation: Cooperation, by: User) -> None:
    if permissions.may_manage(by, cooperation):
        return
    firms = Party.objects.current().filter(cooperation=cooperation).values_list("firm_id", flat=True)
    if not set(firms) & set(permissions.firm_roles(by)):
        raise ActionRefused(_("Only people who take part in the cooperation can offer a task."))


def _require_answerer(task: Task, by: User) -> bool:
    """Whether ``by`` answers for the owner; refuses who may not."""
    if not permissions.may_answer_task(by, task):
        raise ActionRefused(_("Only the owner of the task or who leads the firm's part can do this."))
    return task.owner_id != by.pk


def _claim(task: Task, states: tuple[str, ...], **columns) -> None:
    """Change the row if it still is in one of ``states``, and refuse otherwise; what comes second finds it changed."""
    if not Task.objects.filter(pk=task.pk, state__in=states).update(**columns):
        task.refresh_from_db(fields=["state"])
        words = {"title": task.title, "state": task.get_state_display()}
        raise ActionRefused(_("“%(title)s” is already in state “%(state)s”.") % words)
    task.refresh_from_db(fields=list(columns))


def _tell(task: Task, kind: EventKind, *, by: User, now: datetime, **words) -> None:
    record_event(task.cooperation, kind, by=by, now=now, party=task.party, title=task.title, task=task.pk, **words)
    audit.record(f"cooperations.{kind.value}", task, by=by, now=now, **plain(words))


@transaction.atomic
def accept_task(task: Task, *, by: User, now: datetime) -> Task:
    """The owner takes it on. A task without an owner becomes that of who accepts it; accepting twice is once."""
    require_not_ended(task.cooperation)
    if task.state == TaskState.ACCEPTED:
        return task
    columns = {"state": TaskState.ACCEPTED, "accepted_at": now}
    if task.owner_id is None and permissions.belongs_to(by, task.party):
        columns["owner"] = by
        behalf = False
    else:
        behalf = _require_answerer(task, by)
    _claim(task, (TaskState.OFFERED,), **columns)
    _tell(task, EventKind.TASK_ACCEPTED, by=by, now=now, due_on=task.due_on, on_behalf=behalf)
    return task


@transaction.atomic
def decline_task(task: Task, *, reason: str, by: User, now: datetime) -> Task:
    """The owner says no, and why."""
    behalf = _require_answerer(task, by)
    if not reason.strip():
        raise ActionRefused(_("Declining needs a reason."))
    _claim(task, (TaskState.OFFERED,), state=TaskState.DECLINED, decline_reason=reason.strip()[:250])
    _tell(task, EventKind.TASK_DECLINED, by=by, now=now, reason=task.decline_reason, on_behalf=behalf)
    return task


@transaction.atomic
def move_task(task: Task, *, due_on: date, by: User, now: datetime) -> Task:
    """Promise a new day. The first promise stays on record, and so does how often it was moved."""
    require_not_ended(task.cooperation)
    if not (task.state == TaskState.OFFERED and permissions.may_manage(by, task.cooperation)):
        _require_answerer(task, by)
    if due_on == task.due_on:
        return task
    before = task.due_on
    _claim(task, _OPEN, due_on=due_on, moved_count=F("moved_count") + 1)
    _tell(task, EventKind.TASK_MOVED, by=by, now=now, before=before, due_on=due_on, on_behalf=task.owner_id != by.pk)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: User, now: datetime) -> Task:
    """It is done. The owner says so, who leads the firm's part, or the manager on their behalf; twice is once."""
    if not permissions.may_finish_task(by, task):
        raise ActionRefused(_("Only the owner, who leads the firm's part or the manager can say that it is done."))
    if task.state == TaskState.DONE:
        return task
    _claim(task, (TaskState.ACCEPTED,), state=TaskState.DONE, done_at=now)
    _tell(task, EventKind.TASK_DONE, by=by, now=now, due_on=task.due_on, on_behalf=task.owner_id != by.pk)
    return task


@transaction.atomic
def drop_task(task: Task, *, reason: str, by: User, now: datetime) -> Task:
    """Give it up, with a reason."""
    if not permissions.may_finish_task(by, task):
        raise ActionRefused(_("Only the owner, who leads the firm's part or the manager can drop a task."))
    if not reason.strip():
        raise ActionRefused(_("Dropping a task needs a reason."))
    _claim(task, _OPEN, state=TaskState.DROPPED, dropped_at=now, drop_reason=reason.strip()[:250])
    _tell(task, EventKind.TASK_DROPPED, by=by, now=now, reason=task.drop_reason, on_behalf=task.owner_id != by.pk)
    return task
