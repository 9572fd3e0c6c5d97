"""Decisions: the team adopts, the coach cannot, and a decision stays open until the last one has understood it."""

from datetime import timedelta

import pytest

from accounts.errors import ActionRefused
from coaching.actions.ballots import vote
from coaching.actions.decisions import (
    acknowledge,
    answer_question,
    ask_back,
    consent,
    keep_inside,
    object_to,
    propose_decision,
    revise_decision,
    withdraw_decision,
)
from coaching.actions.team import add_member, leave_team
from coaching.enums import DecisionState, Vote
from coaching.facts import waiting_for
from coaching.models import Acknowledgement, Decision, Voice
from tests.factories import coaching


@pytest.fixture
def engagement(people):
    return coaching.running(people)


def test_last_consent_adopts(people, engagement):
    decision = coaching.put_to_team(people, engagement)
    for user in people.team[:2]:
        assert consent(decision, revision=1, by=user, now=people.now).state == DecisionState.PROPOSED
    decision = consent(decision, revision=1, by=people.team[2], now=people.now)
    assert (decision.state, decision.adopted_at) == (DecisionState.ADOPTED, people.now)


@pytest.mark.parametrize("who", ["coach", "manager", "administrator", "other_coach", "stranger", "colleague"])
def test_nobody_outside_the_team_has_a_voice(people, engagement, who, as_user):
    decision = coaching.put_to_team(people, engagement)
    user = getattr(people, who)
    with pytest.raises(ActionRefused):
        consent(decision, revision=1, by=user, now=people.now)
    response = as_user(user).post(f"/coaching/decisions/{decision.pk}/consent/", {"revision": "1"})
    assert response.status_code == 404
    assert not Voice.objects.exists()
    assert decision.state == DecisionState.PROPOSED


def test_coach_alone_adopts_nothing(people, engagement):
    decision = coaching.put_to_team(people, engagement, by=people.coach)
    assert not decision.voices.exists(), "writing it down is no consent"
    for act in (
        lambda: acknowledge(decision, words="x", by=people.coach, now=people.now),
        lambda: object_to(decision, revision=1, reason="x", by=people.coach, now=people.now),
    ):
        with pytest.raises(ActionRefused):
            act()


def test_who_proposes_consents(people, engagement):
    decision = coaching.put_to_team(people, engagement, by=people.team[0])
    assert [voice.member.user for voice in decision.voices.all()] == [people.team[0]]


def test_objection_needs_reason_and_holds_up(people, engagement):
    decision = coaching.put_to_team(people, engagement)
    with pytest.raises(ActionRefused):
        object_to(decision, revision=1, reason=" ", by=people.team[0], now=people.now)
    object_to(decision, revision=1, reason="too dear", by=people.team[0], now=people.now)
    for user in people.team[1:]:
        consent(decision, revision=1, by=user, now=people.now)
    decision.refresh_from_db()
    assert decision.state == DecisionState.PROPOSED
    assert consent(decision, revision=1, by=people.team[0], now=people.now).state == DecisionState.ADOPTED


def test_new_words_need_new_consent(people, engagement):
    decision = coaching.put_to_team(people, engagement)
    for user in people.team[:2]:
        consent(decision, revision=1, by=user, now=people.now)
    words = {"question": "Who?", "outcome": "Ben", "reasons": "r", "options": "", "effect": ""}
    decision = revise_decision(decision, by=people.team[0], now=people.now, **words)
    with pytest.raises(ActionRefused):
        consent(decision, revision=1, by=people.team[2], now=people.now)
    consent(decision, revision=2, by=people.team[2], now=people.now)
    decision.refresh_from_db()
    assert decision.state == DecisionState.PROPOSED, "one consent is to the old words"


def test_two_rewordings_at_once(people, engagement):
    decision = coaching.put_to_team(people, engagement)
    stale = Decision.objects.get(pk=decision.pk)
    words = {"question": "Who?", "outcome": "Ben", "reasons": "r", "options": "", "effect": ""}
    revise_decision(decision, by=people.team[0], now=people.now, **words)
    with pytest.raises(ActionRefused):
        revise_decision(stale, by=people.team[1], now=people.now, **words)


def test_amber_until_the_last_acknowledgement(people, engagement, as_user):
    decision = coaching.adopted(people, engagement)
    address, amber = f"/coaching/{engagement.pk}/decisions/", "not yet understood by all"
    for user in people.team:
        assert amber in as_user(people.coach).get(address).content.decode()
        assert user in {member.user for member in waiting_for(decision)}
        acknowledge(decision, words=f"{user.first_name} understands", by=user, now=people.now)
    assert waiting_for(decision) == ()
    assert amber not in as_user(people.coach).get(address).content.decode()
    page = as_user(people.coach).get(f"/coaching/decisions/{decision.pk}/").content.decode()
    assert all(f"{user.first_name} understands" in page for user in people.team)


def test_a_question_back_is_no_acknowledgement(people, engagement):
    decision = coaching.adopted(people, engagement)
    question = ask_back(decision, text="From when on?", by=people.team[0], now=people.now)
    answer_question(question, answer="From May on.", by=people.coach, now=people.now)
    assert people.team[0] in {member.user for member in waiting_for(decision)}
    with pytest.raises(ActionRefused):
        answer_question(question, answer="From June on.", by=people.team[1], now=people.now)
    acknowledge(decision, words="From May on Cora names prices.", by=people.team[0], now=people.now)
    assert people.team[0] not in {member.user for member in waiting_for(decision)}


def test_own_words_are_needed_and_can_be_said_anew(people, engagement):
    decision = coaching.adopted(people, engagement)
    with pytest.raises(ActionRefused):
        acknowledge(decision, words="  ", by=people.team[0], now=people.now)
    acknowledge(decision, words="a", by=people.team[0], now=people.now)
    acknowledge(decision, words="b", by=people.team[0], now=people.now)
    assert Acknowledgement.objects.get().words == "b"


def test_only_what_holds_is_acknowledged(people, engagement):
    decision = coaching.put_to_team(people, engagement)
    for act in (acknowledge, ask_back):
        with pytest.raises(ActionRefused):
            act(
                decision, by=people.team[0], now=people.now, **({"words": "x"} if act is acknowledge else {"text": "x"})
            )


def test_who_joins_later_gets_the_open_list(people, engagement):
    decision = coaching.adopted(people, engagement)
    for user in people.team:
        acknowledge(decision, words="clear", by=user, now=people.now)
    add_member(engagement, user=people.colleague, firm=people.firms[0], by=people.team[0], now=people.now)
    assert waiting_for(decision) == (), "not before the new member has accepted the coach"
    vote(engagement.ballots.get(state="open"), choice=Vote.WANT, by=people.colleague, now=people.now)
    assert [member.user for member in waiting_for(decision)] == [people.colleague]


def test_who_leaves_is_not_waited_for(people, engagement):
    decision = coaching.put_to_team(people, engagement)
    for user in people.team[:2]:
        consent(decision, revision=1, by=user, now=people.now)
    leave_team(engagement, by=people.team[2], now=people.now)
    decision.refresh_from_db()
    assert decision.state == DecisionState.ADOPTED


def test_what_held_on_any_day(people, engagement, as_user):
    first = coaching.adopted(people, engagement)
    later = people.now + timedelta(days=10)
    second = propose_decision(
        engagement,
        question="Who names prices now?",
        outcome="Ben does.",
        reasons="Cora is away.",
        replaces=first,
        by=people.coach,
        now=later,
    )
    for user in people.team:
        consent(second, revision=1, by=user, now=later)
    first.refresh_from_db()
    assert (first.state, first.ended_at) == (DecisionState.REPLACED, later)
    holding = Decision.objects.filter(engagement=engagement)
    assert list(holding.holding_at(later - timedelta(days=1))) == [first]
    assert list(holding.holding_at(later)) == [second]
    assert not holding.holding_at(people.now - timedelta(days=1)).exists()


def test_page_for_another_day(people, engagement, as_user, clock):
    coaching.adopted(people, engagement)
    address = f"/coaching/{engagement.pk}/decisions/"
    browser = as_user(people.team[0])
    assert "Cora does." in browser.get(address).content.decode()
    assert "Cora does." not in browser.get(address, {"on": "2026-03-02"}).content.decode()
    clock.forward(days=20)
    assert "Cora does." in browser.get(address, {"on": "2026-03-03"}).content.decode()
    for nonsense in ("", "never", "31.02.2026", "\x00", "9" * 40):
        assert browser.get(address, {"on": nonsense}).status_code == 200


def test_released_only_when_adopted_and_only_to_whom_it_is_for(people, engagement, as_user):
    kwargs = {"for_cooperation": True, "affected_firms": [people.firms[1]], "outcome": "Released words"}
    open_one = coaching.put_to_team(people, engagement, **kwargs)
    decision = coaching.adopted(people, engagement, **kwargs)
    closed = coaching.adopted(people, engagement)

    def status(user, which):
        return as_user(user).get(f"/coaching/decisions/{which.pk}/").status_code

    assert [status(people.manager, which) for which in (open_one, decision, closed)] == [404, 200, 404]
    assert [status(people.leads[1], which) for which in (open_one, decision, closed)] == [404, 200, 404]
    assert [status(people.leads[0], which) for which in (open_one, decision, closed)] == [404, 404, 404]
    assert [status(user, decision) for user in people.outsiders] == [404] * 4
    acknowledge(decision, words="Wordcanary", by=people.team[0], now=people.now)
    page = as_user(people.manager).get(f"/coaching/decisions/{decision.pk}/").content.decode()
    assert "Released words" in page
    assert "Wordcanary" not in page
    assert engagement.subject not in page
    assert people.team[0].full_name not in page
    keep_inside(decision, by=people.team[0], now=people.now)
    assert status(people.manager, decision) == status(people.leads[1], decision) == 404


def test_foreign_things_are_refused(people, engagement):
    other = coaching.running(people)
    for wrong in (
        {"session": coaching.held(people, other)},
        {"replaces": coaching.adopted(people, other)},
        {"affected_firms": [coaching.firm("Elsewhere", people.manager)]},
    ):
        with pytest.raises(ActionRefused):
            coaching.put_to_team(people, engagement, **wrong)


def test_taking_back(people, engagement):
    decision = coaching.put_to_team(people, engagement, by=people.team[0])
    for user in (people.team[1], people.coach):
        with pytest.raises(ActionRefused):
            withdraw_decision(decision, by=user, now=people.now)
    withdraw_decision(decision, by=people.team[0], now=people.now)
    with pytest.raises(ActionRefused):
        consent(decision, revision=1, by=people.team[1], now=people.now)
