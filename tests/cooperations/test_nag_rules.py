"""Whom the three rules ask, in which words, and what an answer does; when they hold is in test_histories."""

from datetime import timedelta

import pytest
from django.utils import translation

from accounts.errors import ActionRefused
from cooperations import nag_rules
from cooperations.actions.cooperations import change_party, set_terms, transition
from cooperations.actions.events import record_event
from cooperations.actions.tasks import finish_task
from cooperations.enums import EventKind, State, TaskState
from cooperations.models import Cooperation, Event, Task
from nagging.enums import AnswerKind
from nagging.models import Finding
from nagging.rules import Chain, Given, all_rules, get
from partners.models import Membership
from tests.factories import cooperations as make
from tests.factories.accounts import NOW

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def rows(code: str, days: int = 0) -> list[dict]:
    return list(get(code).rows(NOW + timedelta(days=days)))


def finding(code: str, days: int) -> Finding:
    """The only finding of a rule, as the sweep would write it."""
    [row] = rows(code, days)
    return Finding.objects.create(rule=code, rule_version=1, opened_at=NOW + timedelta(days=days), **row)


def wording(code: str, days: int):
    one = finding(code, days)
    return get(code).words([one], TODAY + timedelta(days=days))[one.pk]


def answer(code: str, days: int, kind: AnswerKind, *, by, text="", promised_for=None) -> bool:
    given = Given(finding(code, days), kind, by, NOW + timedelta(days=days), promised_for, text)
    return get(code).apply(given)


def test_the_rules_are_registered_and_silence_beats_idleness():
    assert {rule.code for rule in all_rules()} >= {
        nag_rules.SILENCE,
        nag_rules.TASK_OVERDUE,
        nag_rules.NO_OPEN_TASK,
    }
    assert get(nag_rules.NO_OPEN_TASK).beaten_by == (nag_rules.SILENCE,)


def test_silence_from_the_day_that_was_computed(team):
    assert rows(nag_rules.SILENCE, 27) == []
    [row] = rows(nag_rules.SILENCE, 28)
    assert row == {
        "subject_id": team.cooperation.pk,
        "scope_id": team.cooperation.pk,
        "shard": Cooperation.objects.get().shard,
        "since": TODAY + timedelta(days=28),
        "evidence": {"last_sign_on": TODAY.isoformat(), "rhythm_days": None},
    }
    assert rows(nag_rules.SILENCE, 60)[0]["since"] == row["since"]


def test_neither_edits_nor_answers_nor_notes_are_life_signs(team):
    before = Cooperation.objects.get().stall_at
    late = NOW + timedelta(days=5)
    set_terms(team.cooperation, by=team.manager, now=late, joint_goal="Another")
    for kind in (EventKind.ANSWERED, EventKind.NOTE, EventKind.HELP_ASKED):
        record_event(team.cooperation, kind, by=team.manager, now=late)
    assert Cooperation.objects.get().stall_at == before
    record_event(team.cooperation, EventKind.MEETING, by=team.manager, now=late)
    assert Cooperation.objects.get().stall_at > before


def test_overdue_only_when_accepted_and_active(team):
    assert rows(nag_rules.TASK_OVERDUE, 14) == []
    found = rows(nag_rules.TASK_OVERDUE, 15)
    assert {row["subject_id"] for row in found} == set(Task.objects.values_list("pk", flat=True))
    due = (TODAY + timedelta(days=14)).isoformat()
    assert found[0]["evidence"] == {"due_on": due, "first_due_on": due, "moved": 0}
    assert found[0]["since"] == TODAY + timedelta(days=15)
    transition(
        team.cooperation,
        to=State.PAUSED,
        by=team.manager,
        now=NOW,
        reason="Fair",
        paused_until=TODAY + timedelta(days=20),
    )
    assert rows(nag_rules.TASK_OVERDUE, 15) == []
    transition(team.cooperation, to=State.ACTIVE, by=team.manager, now=NOW + timedelta(days=20))
    assert rows(nag_rules.TASK_OVERDUE, 26) == []
    assert len(rows(nag_rules.TASK_OVERDUE, 27)) == 2


def test_an_offered_task_is_a_next_step(team):
    finish_task(Task.objects.get(party=team.becker), by=team.manager, now=NOW + timedelta(days=3))
    [row] = rows(nag_rules.NO_OPEN_TASK, 3)
    ended = TODAY + timedelta(days=3)
    assert (row["subject_id"], row["since"]) == (team.becker.pk, ended)
    assert row["evidence"] == {"last_task_ended_on": ended.isoformat()}
    make.task(team.becker, accepted=False)
    assert rows(nag_rules.NO_OPEN_TASK, 3) == []


def test_who_was_silent_longest_is_asked(team):
    chains = get(nag_rules.SILENCE).chains
    soon = NOW + timedelta(hours=1)
    record_event(team.cooperation, EventKind.DECISION, by=team.leads[0], now=soon, party=team.becker)
    lead, deputy = team.leads[1], team.members[1]
    assert chains([team.cooperation.pk]) == {team.cooperation.pk: Chain(lead.pk, deputy.pk, None, team.manager.pk)}
    record_event(
        team.cooperation,
        EventKind.DECISION,
        by=lead,
        now=NOW + timedelta(days=1),
        party=team.nordlicht,
    )
    assert chains([team.cooperation.pk])[team.cooperation.pk].asked == team.leads[0].pk


def test_the_chain_of_a_task_is_owner_deputy_lead_manager(team):
    owner, lead = team.members[0], team.leads[0]
    task = make.task(team.becker, owner=owner)
    chains = get(nag_rules.TASK_OVERDUE).chains
    assert chains([task.pk])[task.pk] == Chain(owner.pk, None, lead.pk, team.manager.pk)
    third = make.person()
    Membership.objects.create(firm=team.firms[0], user=third, role="member")
    change_party(team.becker, by=team.manager, now=NOW, deputy=third)
    assert chains([task.pk])[task.pk] == Chain(owner.pk, third.pk, lead.pk, team.manager.pk)
    Membership.objects.filter(user=owner).update(ended_on=TODAY)
    assert chains([task.pk])[task.pk].asked == lead.pk
    Membership.objects.filter(firm=team.firms[0]).update(ended_on=TODAY)
    assert chains([task.pk])[task.pk] == Chain(None, None, None, team.manager.pk)


@pytest.mark.parametrize("code", [nag_rules.SILENCE, nag_rules.TASK_OVERDUE, nag_rules.NO_OPEN_TASK])
def test_chains_and_words_take_the_same_queries_for_one_and_three(code, django_assert_max_num_queries):
    for _ in range(3):
        team = make.active()
        if code == nag_rules.NO_OPEN_TASK:
            for task in Task.objects.filter(party=team.becker):
                finish_task(task, by=team.manager, now=NOW)
    rule, now = get(code), NOW + timedelta(days=40)
    found = [Finding.objects.create(rule=code, rule_version=1, opened_at=now, **row) for row in rule.rows(now)]
    assert len(found) >= 3
    for some in (found[:1], found):
        with django_assert_max_num_queries(2):
            assert set(rule.chains([one.subject_id for one in some])) == {one.subject_id for one in some}
        with django_assert_max_num_queries(3):
            assert set(rule.words(some, TODAY)) == {one.pk for one in some}
    with django_assert_max_num_queries(3):
        assert rule.words([Finding(pk=0, rule=code, subject_id=0, scope_id=0, since=TODAY)], TODAY) == {}


def test_words_are_concrete_and_tell_others_about_the_asked(team):
    Task.objects.filter(party=team.nordlicht).delete()
    Task.objects.update(for_party=team.nordlicht, title="Price list", due_on="2026-11-03")
    said = wording(nag_rules.TASK_OVERDUE, 300)
    assert said.about == "Catalogue"
    assert said.question == ("You promised “Price list” for Tuesday, 3 November. Nordlicht cannot go on without it.")
    assert said.told.startswith(f"{team.leads[0].full_name} promised “Price list”")
    assert said.why_you == "You took this task on 3 Mar 2026."
    assert said.path.endswith(f"/{team.cooperation.pk}/")
    one = Finding.objects.get()
    with translation.override("de"):
        assert "3. November" in get(nag_rules.TASK_OVERDUE).words([one], TODAY)[one.pk].question


def test_whoever_stands_in_for_the_owner_did_not_promise(team):
    Task.objects.filter(party=team.nordlicht).delete()
    Task.objects.update(owner=team.members[0])
    Membership.objects.filter(user=team.members[0]).update(ended_on=TODAY)
    said = wording(nag_rules.TASK_OVERDUE, 15)
    assert said.question == said.told
    assert said.why_you == "You are responsible for it at Becker Druck."


def test_words_of_silence_and_idleness(team):
    soon = NOW + timedelta(hours=1)
    record_event(team.cooperation, EventKind.DECISION, by=team.leads[1], now=soon, party=team.nordlicht)
    said = wording(nag_rules.SILENCE, 30)
    assert said.question.startswith(
        "Nothing has moved for 30 days. The last life sign was on 3 Mar 2026; Becker Druck was silent longest."
    )
    assert said.told in said.question
    finish_task(Task.objects.get(party=team.becker), by=team.manager, now=NOW)
    said = wording(nag_rules.NO_OPEN_TASK, 5)
    assert said.told == ("Becker Druck has had no open task since 3 Mar 2026; it will not come about by itself.")
    assert said.why_you == "You are responsible for it at Becker Druck."


def test_done_finishes_the_task_and_a_promise_moves_it(team):
    Task.objects.filter(party=team.nordlicht).delete()
    promised = TODAY + timedelta(days=30)
    assert answer(nag_rules.TASK_OVERDUE, 15, AnswerKind.PROMISE, by=team.leads[0], promised_for=promised)
    task = Task.objects.get()
    assert (task.due_on, task.moved_count, task.state) == (promised, 1, TaskState.ACCEPTED)
    Finding.objects.all().delete()
    assert answer(nag_rules.TASK_OVERDUE, 31, AnswerKind.DONE, by=team.manager)
    assert Task.objects.get().state == TaskState.DONE


def test_a_promise_of_somebody_who_cannot_promise_is_kept_with_the_finding(team):
    Task.objects.filter(party=team.nordlicht).delete()
    promised = TODAY + timedelta(days=30)
    assert not answer(nag_rules.TASK_OVERDUE, 15, AnswerKind.PROMISE, by=team.manager, promised_for=promised)
    assert Task.objects.get().moved_count == 0
    event = Event.objects.get(kind=EventKind.ANSWERED)
    assert (event.data["promised_for"], event.life_sign) == (promised.isoformat(), False)


def test_help_is_told_and_settles_nothing(team):
    assert not answer(nag_rules.SILENCE, 30, AnswerKind.HELP, by=team.leads[0], text="We miss the photos")
    event = Event.objects.get(kind=EventKind.HELP_ASKED)
    assert (event.party, event.data["text"], event.life_sign) == (team.becker, "We miss the photos", False)


def test_done_to_silence_asks_what(team):
    before = Cooperation.objects.get().stall_at
    with pytest.raises(ActionRefused, match="what has happened"):
        answer(nag_rules.SILENCE, 30, AnswerKind.DONE, by=team.leads[0], text=" ")
    Finding.objects.all().delete()
    assert answer(nag_rules.SILENCE, 30, AnswerKind.DONE, by=team.leads[0], text="We met on Monday")
    assert Cooperation.objects.get().stall_at == before
    Finding.objects.all().delete()
    assert answer(nag_rules.SILENCE, 30, AnswerKind.NOT_RELEVANT, by=team.leads[0], text="Summer break")
    Finding.objects.all().delete()
    assert not answer(
        nag_rules.SILENCE, 30, AnswerKind.PROMISE, by=team.leads[0], promised_for=TODAY + timedelta(days=40)
    )


def test_who_left_answers_nothing_any_more(team):
    Membership.objects.filter(user=team.leads[0]).update(ended_on=TODAY)
    for kind in (AnswerKind.HELP, AnswerKind.NOT_RELEVANT):
        with pytest.raises(ActionRefused, match="any more"):
            answer(nag_rules.SILENCE, 30, kind, by=team.leads[0], text="x")
        Finding.objects.all().delete()


def test_a_promise_settles_an_idle_party_only_by_the_next_task(team):
    finish_task(Task.objects.get(party=team.becker), by=team.manager, now=NOW)
    assert AnswerKind.DONE not in get(nag_rules.NO_OPEN_TASK).answers
    assert not answer(
        nag_rules.NO_OPEN_TASK, 5, AnswerKind.PROMISE, by=team.leads[0], promised_for=TODAY + timedelta(days=9)
    )
    Finding.objects.all().delete()
    assert answer(nag_rules.NO_OPEN_TASK, 5, AnswerKind.NOT_RELEVANT, by=team.leads[0], text="Done for now")
