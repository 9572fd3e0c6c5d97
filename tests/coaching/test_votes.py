"""Votes on a coach are secret: others see "open", "accepted" or "failed", never who."""

import itertools
import re

import pytest
from django.core import serializers

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from coaching import vault
from coaching.actions.ballots import choose_coach, decline_candidacy, vote, withdraw_ballot
from coaching.actions.moves import move
from coaching.actions.team import add_member, leave_team
from coaching.enums import BallotState, Vote
from coaching.enums import EngagementState as S
from coaching.models import Ballot, CoachVote, Engagement
from tests.factories import coaching


def everybody(people):
    return [people.manager, *people.leads, *people.team, people.coach, *people.outsiders]


def page(as_user, user, engagement):
    """Status and text of the engagement's page, without what differs in every answer (token and nonce)."""
    response = as_user(user).get(f"/coaching/{engagement.pk}/")
    return response.status_code, re.sub(r'[A-Za-z0-9]{64}|nonce="[^"]*"', "", response.content.decode())


def test_refusal_waits_for_the_last_vote(people):
    ballot = coaching.voting(people)
    vote(ballot, choice=Vote.CANNOT_ACCEPT, by=people.team[0], now=people.now)
    vote(ballot, choice=Vote.WANT, by=people.team[1], now=people.now)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.OPEN, "closing at once would tell who it was"
    vote(ballot, choice=Vote.WANT, by=people.team[2], now=people.now)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.FAILED


@pytest.mark.parametrize("choices", [*itertools.product([Vote.WANT, Vote.CAN_ACCEPT, Vote.CANNOT_ACCEPT], repeat=3)])
def test_only_all_acceptances_accept(people, choices):
    ballot = coaching.voting(people)
    for user, choice in zip(people.team, choices, strict=True):
        vote(ballot, choice=choice, by=user, now=people.now)
    ballot.refresh_from_db()
    expected = BallotState.FAILED if Vote.CANNOT_ACCEPT in choices else BallotState.ACCEPTED
    assert ballot.state == expected
    assert not CoachVote.objects.exists(), "votes are deleted when the ballot closes"


def test_vote_can_be_changed_while_open(people):
    ballot = coaching.voting(people)
    vote(ballot, choice=Vote.CANNOT_ACCEPT, by=people.team[0], now=people.now)
    vote(ballot, choice=Vote.WANT, by=people.team[0], now=people.now)
    assert vault.own_vote(ballot, member=coaching.membership(ballot.engagement, people.team[0])) == Vote.WANT
    assert CoachVote.objects.count() == 1


def test_two_different_votes_look_the_same_to_everybody_else(people, as_user):
    """The page of everybody but the voter is byte for byte the same for each vote, and as if nobody had voted."""
    ballot = coaching.voting(people)
    voter, *others = people.team
    watchers = [user for user in everybody(people) if user != voter]
    before = [page(as_user, user, ballot.engagement) for user in watchers]
    for choice in Vote:
        vote(ballot, choice=choice, by=voter, now=people.now)
        assert [page(as_user, user, ballot.engagement) for user in watchers] == before
        teams = [as_user(user).get("/coaching/").content.decode() for user in others]
        assert all("1 of 3" not in text and "2 of 3" not in text for text in teams)
    status, own = page(as_user, voter, ballot.engagement)
    assert status == 200
    assert 'value="cannot_accept" checked' in own, "the control: the voter does see it"


def test_failure_names_nobody(people, as_user):
    seen = []
    for refuser in people.team:
        ballot = coaching.voting(people)
        for user in people.team:
            vote(ballot, choice=Vote.CANNOT_ACCEPT if user == refuser else Vote.WANT, by=user, now=people.now)
        watcher = next(user for user in people.team if user != refuser)
        _status, text = page(as_user, watcher, ballot.engagement)
        seen.append(text.replace(str(ballot.engagement_id), "ID"))
        assert "failed" in text
    assert "cannot_accept" not in "".join(seen)


def test_votes_are_sealed_in_the_database(people):
    ballot = coaching.voting(people)
    for user, choice in zip(people.team[:2], (Vote.WANT, Vote.CANNOT_ACCEPT), strict=True):
        vote(ballot, choice=choice, by=user, now=people.now)
    rows = list(CoachVote.objects.all())
    assert len({len(bytes(row.sealed)) for row in rows}) == 1, "the length tells nothing"
    dump = serializers.serialize("json", [*rows, *AuditEntry.objects.all(), *Ballot.objects.all()])
    assert "cannot" not in dump
    assert {field.name for field in CoachVote._meta.fields} == {"id", "ballot", "member", "sealed"}


def test_votes_leave_no_audit_row(people):
    ballot = coaching.voting(people)
    before = AuditEntry.objects.count()
    vote(ballot, choice=Vote.WANT, by=people.team[0], now=people.now)
    assert AuditEntry.objects.count() == before
    for user in people.team[1:]:
        vote(ballot, choice=Vote.WANT, by=user, now=people.now)
    closing = AuditEntry.objects.filter(verb__in=["coaching.close_ballot", "coaching.move"], pk__gt=before)
    assert {(row.actor, row.origin) for row in closing.filter(verb="coaching.close_ballot")} == {(None, "")}


def test_a_vote_moved_to_another_member_does_not_open(people):
    ballot = coaching.voting(people)
    vote(ballot, choice=Vote.WANT, by=people.team[0], now=people.now)
    other = coaching.membership(ballot.engagement, people.team[1])
    CoachVote.objects.update(member=other)
    with pytest.raises(vault.Unreadable):
        vault.own_vote(ballot, member=other)


@pytest.mark.parametrize("who", ["manager", "coach", "other_coach", "administrator", "stranger", "colleague"])
def test_only_members_vote(people, as_user, who):
    ballot = coaching.voting(people)
    user = getattr(people, who)
    with pytest.raises(ActionRefused):
        vote(ballot, choice=Vote.WANT, by=user, now=people.now)
    response = as_user(user).post(f"/coaching/{ballot.engagement_id}/vote/", {"choice": "want"})
    assert response.status_code == 404
    assert not CoachVote.objects.exists()


def test_new_member_has_to_accept_too(people, as_user):
    engagement = coaching.running(people)
    session = coaching.held(people, engagement, summary="Before Kolja came")
    member = add_member(engagement, user=people.colleague, firm=people.firms[0], by=people.team[0], now=people.now)
    assert member.seated_at is None
    assert as_user(people.colleague).get(f"/coaching/{engagement.pk}/").status_code == 200
    assert as_user(people.colleague).get(f"/coaching/sessions/{session.pk}/").status_code == 404
    ballot = engagement.ballots.get(state=BallotState.OPEN)
    vote(ballot, choice=Vote.CAN_ACCEPT, by=people.colleague, now=people.now)
    member.refresh_from_db()
    assert member.seated_at == people.now
    assert Engagement.objects.get(pk=engagement.pk).state == S.RUNNING
    assert as_user(people.colleague).get(f"/coaching/sessions/{session.pk}/").status_code == 200


def test_refused_by_the_new_member_the_coach_is_gone(people, as_user):
    engagement = coaching.running(people)
    add_member(engagement, user=people.colleague, firm=people.firms[0], by=people.team[0], now=people.now)
    ballot = engagement.ballots.get(state=BallotState.OPEN)
    with pytest.raises(ActionRefused):
        withdraw_ballot(ballot, by=people.team[0], now=people.now)
    vote(ballot, choice=Vote.CANNOT_ACCEPT, by=people.colleague, now=people.now)
    engagement.refresh_from_db()
    assert (engagement.state, engagement.coach) == (S.CHOOSING_COACH, None)
    assert as_user(people.coach).get(f"/coaching/{engagement.pk}/").status_code == 404


def test_an_old_member_may_change_the_acceptance_when_somebody_joins(people):
    """Otherwise a failure would point to the new member."""
    engagement = coaching.running(people)
    add_member(engagement, user=people.colleague, firm=people.firms[0], by=people.team[0], now=people.now)
    ballot = engagement.ballots.get(state=BallotState.OPEN)
    vote(ballot, choice=Vote.CANNOT_ACCEPT, by=people.team[1], now=people.now)
    vote(ballot, choice=Vote.WANT, by=people.colleague, now=people.now)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.FAILED


def test_who_leaves_is_not_waited_for(people):
    ballot = coaching.voting(people)
    for user in people.team[:2]:
        vote(ballot, choice=Vote.WANT, by=user, now=people.now)
    leave_team(ballot.engagement, by=people.team[2], now=people.now)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.ACCEPTED


def test_candidate_can_decline_and_is_out(people, as_user):
    ballot = coaching.voting(people)
    assert as_user(people.coach).get(f"/coaching/{ballot.engagement_id}/").status_code == 200
    decline_candidacy(ballot, by=people.coach, now=people.now)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.WITHDRAWN
    assert as_user(people.coach).get(f"/coaching/{ballot.engagement_id}/").status_code == 404


def test_ending_withdraws_the_vote_and_deletes_it(people):
    ballot = coaching.voting(people)
    vote(ballot, choice=Vote.WANT, by=people.team[0], now=people.now)
    move(ballot.engagement, to=S.NOT_ACCEPTED, by=people.manager, now=people.now, reason="not now")
    ballot.refresh_from_db()
    assert ballot.state == BallotState.WITHDRAWN
    assert not CoachVote.objects.exists()
    with pytest.raises(ActionRefused):
        vote(ballot, choice=Vote.WANT, by=people.team[1], now=people.now)


def test_one_open_vote_at_a_time(people):
    ballot = coaching.voting(people)
    with pytest.raises(ActionRefused):
        choose_coach(ballot.engagement, coach=people.other_coach, by=people.team[0], now=people.now)
    withdraw_ballot(ballot, by=people.team[0], now=people.now)
    choose_coach(ballot.engagement, coach=people.other_coach, by=people.team[0], now=people.now)
