"""Promised steps: one owner, claimed by their state, kept, late or broken."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from cooperations.actions.tasks import accept_task, decline_task, drop_task, finish_task, move_task, offer_task
from cooperations.enums import EventKind, TaskState
from cooperations.facts import task_record
from cooperations.models import Event, Task
from partners.models import Membership
from tests.factories import cooperations as make
from tests.factories.accounts import NOW

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def days(number: int) -> timedelta:
    return timedelta(days=number)


def test_offered_by_the_manager_waits_for_the_owner(team):
    task = make.task(team.becker, accepted=False)
    assert (task.state, task.accepted_at) == (TaskState.OFFERED, None)
    accept_task(task, by=task.owner, now=NOW)
    assert accept_task(task, by=task.owner, now=NOW).state == TaskState.ACCEPTED
    assert Event.objects.filter(kind=EventKind.TASK_ACCEPTED, data__task=task.pk).count() == 1


def test_offered_to_oneself_is_accepted_at_once(team):
    lead = team.leads[0]
    task = offer_task(team.cooperation, party=team.becker, owner=lead, title="Samples", due_on=TODAY, by=lead, now=NOW)
    assert (task.state, task.accepted_at, task.first_due_on) == (TaskState.ACCEPTED, NOW, TODAY)


@pytest.mark.parametrize("who", ["stranger", "other firm"])
def test_owner_works_for_the_firm_and_offers_come_from_those_who_take_part(team, who):
    other = team.stranger if who == "stranger" else team.leads[1]
    given = {"title": "Samples", "due_on": TODAY, "now": NOW}
    with pytest.raises(ActionRefused, match="does not belong"):
        offer_task(team.cooperation, party=team.becker, owner=other, by=team.manager, **given)
    if who == "stranger":
        with pytest.raises(ActionRefused, match="take part"):
            offer_task(team.cooperation, party=team.becker, owner=team.leads[0], by=other, **given)


def test_parties_of_another_cooperation_are_refused(team):
    other = make.active()
    for party, for_party in ((other.becker, None), (team.becker, other.becker)):
        with pytest.raises(ActionRefused, match="does not take part"):
            offer_task(
                team.cooperation,
                party=party,
                for_party=for_party,
                owner=None,
                title="Samples",
                due_on=TODAY,
                by=team.manager,
                now=NOW,
            )


def test_nobody_promises_for_another_firm(team):
    task = make.task(team.becker, accepted=False)
    for user in (team.manager, team.leads[1], team.stranger):
        with pytest.raises(ActionRefused):
            accept_task(task, by=user, now=NOW)
        with pytest.raises(ActionRefused):
            decline_task(task, reason="No", by=user, now=NOW)
    accept_task(task, by=team.members[0], now=NOW)
    assert Event.objects.get(kind=EventKind.TASK_ACCEPTED, data__task=task.pk).data["on_behalf"] is True


def test_a_task_without_an_owner_belongs_to_who_accepts_it(team):
    task = offer_task(
        team.cooperation, party=team.becker, owner=None, title="Samples", due_on=TODAY, by=team.manager, now=NOW
    )
    accept_task(task, by=team.members[0], now=NOW)
    task.refresh_from_db()
    assert (task.owner, task.state) == (team.members[0], TaskState.ACCEPTED)


def test_declining_and_dropping_need_reasons(team):
    task = make.task(team.becker, accepted=False)
    for act in (decline_task, drop_task):
        with pytest.raises(ActionRefused, match="needs a reason"):
            act(task, reason="  ", by=task.owner, now=NOW)
    decline_task(task, reason="No press free", by=task.owner, now=NOW)
    assert (task.state, task.decline_reason) == (TaskState.DECLINED, "No press free")
    with pytest.raises(ActionRefused, match="already in state"):
        accept_task(task, by=task.owner, now=NOW)


def test_moving_keeps_the_first_promise_and_counts(team):
    task = make.task(team.becker)
    first = task.due_on
    for step in (1, 2):
        move_task(task, due_on=first + days(step), by=task.owner, now=NOW)
    move_task(task, due_on=task.due_on, by=task.owner, now=NOW)
    task.refresh_from_db()
    assert (task.first_due_on, task.due_on, task.moved_count) == (first, first + days(2), 2)
    assert AuditEntry.objects.filter(verb="cooperations.task_moved").count() == 2
    with pytest.raises(ActionRefused):
        move_task(task, due_on=first, by=team.manager, now=NOW)


def test_finishing_by_owner_lead_deputy_and_manager_on_behalf(team):
    for by, behalf in ((team.leads[0], True), (team.members[0], False), (team.manager, True)):
        task = make.task(team.becker, owner=team.members[0])
        finish_task(task, by=by, now=NOW)
        assert finish_task(task, by=by, now=NOW).done_at == NOW
        event = Event.objects.get(kind=EventKind.TASK_DONE, data__task=task.pk)
        assert (event.data["on_behalf"], event.life_sign) == (behalf, True)
    task = make.task(team.becker)
    for user in (team.leads[1], team.stranger):
        with pytest.raises(ActionRefused):
            finish_task(task, by=user, now=NOW)


def test_rights_end_with_the_membership(team):
    task = make.task(team.becker)
    Membership.objects.filter(user=task.owner).update(ended_on=TODAY)
    for act in (finish_task, lambda task, **given: move_task(task, due_on=TODAY, **given)):
        with pytest.raises(ActionRefused):
            act(task, by=task.owner, now=NOW)


def test_an_offered_task_is_not_done_yet(team):
    task = make.task(team.becker, accepted=False)
    with pytest.raises(ActionRefused, match="already in state"):
        finish_task(task, by=task.owner, now=NOW)
    assert Task.objects.get(pk=task.pk).state == TaskState.OFFERED


def test_kept_late_and_broken(team):
    def made(due: int):
        return make.task(team.nordlicht, due_on=TODAY + days(due))

    finish_task(made(0), by=team.manager, now=NOW)
    finish_task(made(-1), by=team.manager, now=NOW)
    made(-3)
    made(-20)
    drop_task(made(5), reason="Not needed", by=team.manager, now=NOW)
    drop_task(made(-1), reason="Too late", by=team.manager, now=NOW)
    make.task(team.nordlicht, due_on=TODAY - days(30), accepted=False)
    assert task_record([team.cooperation.pk], TODAY)[team.nordlicht.pk] == (1, 2, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_at_once_finish_once():
    team = make.active()
    task = make.task(team.becker)

    def finish():
        try:
            finish_task(Task.objects.get(pk=task.pk), by=task.owner, now=NOW)
        except ActionRefused:
            pass
        finally:
            connection.close()

    threads = [Thread(target=finish) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Event.objects.filter(kind=EventKind.TASK_DONE, data__task=task.pk).count() == 1
