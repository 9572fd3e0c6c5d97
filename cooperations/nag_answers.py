"""What an answer to a reminder does in a cooperation. Its own event is no life sign: answering is not acting."""

from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from cooperations import permissions
from cooperations.actions.events import plain, record_event
from cooperations.actions.tasks import finish_task, move_task
from cooperations.enums import EventKind
from cooperations.models import Cooperation, Party, Task
from cooperations.visibility import people_who_see
from nagging.enums import AnswerKind
from nagging.rules import Given


def _note(given: Given, cooperation: Cooperation, party: Party | None, **data) -> None:
    """Put the answer into the timeline; who no longer takes part cannot answer any more."""
    if not people_who_see(cooperation).filter(pk=given.by.pk).exists():
        raise ActionRefused(_("You do not take part in this cooperation any more."))
    kind = EventKind.HELP_ASKED if given.kind is AnswerKind.HELP else EventKind.ANSWERED
    data |= {"answer": str(given.kind), "rule": given.finding.rule, "text": given.text}
    if given.promised_for:
        data["promised_for"] = given.promised_for
    record_event(cooperation, kind, by=given.by, now=given.now, party=party, **data)
    audit.record(
        "cooperations.answer", cooperation, by=given.by, now=given.now, finding=given.finding.pk, **plain(data)
    )


def answer_overdue(given: Given) -> bool:
    """Done finishes the task, a promise moves it: settled. Not relevant closes the question, not the task."""
    task = Task.objects.select_related("cooperation", "party").get(pk=given.finding.subject_id)
    if given.kind is AnswerKind.DONE:
        finish_task(task, by=given.by, now=given.now)
        return True
    if given.kind is AnswerKind.PROMISE and permissions.may_answer_task(given.by, task):
        move_task(task, due_on=given.promised_for, by=given.by, now=given.now)
        return True
    _note(given, task.cooperation, task.party, task=task.pk, title=task.title)
    return given.kind is AnswerKind.NOT_RELEVANT


def answer_silence(given: Given) -> bool:
    """Done says in words what has happened; a promise waits for its day; nothing of it is a life sign."""
    cooperation = Cooperation.objects.get(pk=given.finding.subject_id)
    if given.kind is AnswerKind.DONE and not given.text.strip():
        raise ActionRefused(_("Please say in a few words what has happened."))
    _note(given, cooperation, _own_party(given, cooperation))
    return given.kind in (AnswerKind.DONE, AnswerKind.NOT_RELEVANT)


def answer_idle(given: Given) -> bool:
    """A promise waits for its day; the next task settles it by itself."""
    party = Party.objects.select_related("cooperation").get(pk=given.finding.subject_id)
    _note(given, party.cooperation, party)
    return given.kind is AnswerKind.NOT_RELEVANT


def _own_party(given: Given, cooperation: Cooperation) -> Party | None:
    """The party for which the answering person works, if any."""
    roles = permissions.firm_roles(given.by)
    return Party.objects.current().filter(cooperation=cooperation, firm__in=list(roles)).order_by("id").first()
