"""From a proposal to a closed coaching, by the actions."""

from datetime import timedelta

import pytest

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from coaching import states
from coaching.actions.ballots import choose_coach, vote
from coaching.actions.engagements import propose_engagement
from coaching.actions.moves import erase_engagement, move
from coaching.actions.sessions import add_agenda_item, hold_session, plan_session, respond_to_summary, save_draft
from coaching.actions.team import add_member, leave_team
from coaching.enums import BallotState, SummaryVerdict, Vote
from coaching.enums import EngagementState as S
from coaching.models import Engagement, Session
from coaching.retention import kept_until
from tests.factories import coaching


def test_whole_way(people):
    engagement = coaching.running(people)
    assert (engagement.state, engagement.coach) == (S.RUNNING, people.coach)
    assert engagement.started_at == people.now
    session = coaching.held(people, engagement)
    assert session.number == 1
    assert session.agenda.get().proposer.user == people.team[0]
    for to in (S.CLOSING, S.FOLLOW_UP, S.CLOSED):
        engagement = move(engagement, to=to, by=people.coach, now=people.now)
    assert engagement.closed_at == people.now
    assert [change.to_state for change in engagement.changes.order_by("id")] == [
        S.CHOOSING_COACH, S.CONTRACTING, S.RUNNING, S.CLOSING, S.FOLLOW_UP, S.CLOSED,
    ]  # fmt: skip


def test_every_state_but_the_last_has_a_way_on():
    sources = {source for source, _to in states.MOVES}
    assert sources == set(S) - {S.ERASED}
    assert {to for _source, to in states.MOVES} == set(S) - {S.PROPOSED}


@pytest.mark.parametrize("who", ["stranger", "administrator", "other_coach"])
def test_strangers_cannot_propose(people, who):
    with pytest.raises(ActionRefused):
        propose_engagement(people.cooperation, subject="x", team=people.team, by=getattr(people, who), now=people.now)
    assert not Engagement.objects.exists()


def test_who_proposes_from_a_firm_belongs_to_the_team(people):
    engagement = propose_engagement(
        people.cooperation, subject="x", team=[people.team[2]], by=people.team[0], now=people.now
    )
    assert {member.user for member in engagement.members.all()} == {people.team[0], people.team[2]}
    assert coaching.membership(engagement, people.team[0]).firm == people.firms[0]


def test_team_is_of_the_parties(people):
    with pytest.raises(ActionRefused):
        propose_engagement(people.cooperation, subject="x", team=[people.stranger], by=people.manager, now=people.now)


def test_coach_is_not_one_of_the_people_concerned(people):
    engagement = coaching.proposed(people)
    for user in (people.manager, people.leads[0], people.team[0], people.colleague):
        user.may_coach = True
        user.save(update_fields=["may_coach"])
    for user in (people.manager, people.leads[0], people.team[0], people.colleague, people.stranger):
        with pytest.raises(ActionRefused):
            choose_coach(engagement, coach=user, by=people.manager, now=people.now)
    choose_coach(engagement, coach=people.coach, by=people.team[0], now=people.now)


def test_pause_needs_reason_and_day(people):
    engagement = coaching.running(people)
    day = people.now.date() + timedelta(days=20)
    for wrong in ({"reason": "", "paused_until": day}, {"reason": "fair season"}):
        with pytest.raises(ActionRefused):
            move(engagement, to=S.PAUSED, by=people.team[0], now=people.now, **wrong)
    engagement = move(
        engagement, to=S.PAUSED, by=people.team[0], now=people.now, reason="fair season", paused_until=day
    )
    assert engagement.paused_until == day
    session = plan_session(engagement, starts_at=people.now, by=people.coach, now=people.now)
    with pytest.raises(ActionRefused):
        hold_session(session, attendance={}, summary="x", by=people.coach, now=people.now)
    assert move(engagement, to=S.RUNNING, by=people.coach, now=people.now).paused_until is None


@pytest.mark.parametrize("who", ["manager", "leads", "stranger", "administrator", "other_coach"])
def test_only_team_and_coach_pause(people, who):
    engagement = coaching.running(people)
    user = getattr(people, who)
    user = user[0] if who == "leads" else user
    with pytest.raises(ActionRefused):
        move(engagement, to=S.PAUSED, by=user, now=people.now, reason="x", paused_until=people.now.date())


def test_manager_can_end_but_not_read_why(people):
    engagement = move(coaching.running(people), to=S.TERMINATED, by=people.manager, now=people.now, reason="no budget")
    assert engagement.closed_at == people.now
    assert "no budget" not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_a_move_is_claimed_once(people):
    engagement = coaching.running(people)
    stale = Engagement.objects.get(pk=engagement.pk)
    move(engagement, to=S.CLOSING, by=people.coach, now=people.now)
    with pytest.raises(ActionRefused):
        move(stale, to=S.CLOSING, by=people.coach, now=people.now)


def test_topics_come_from_the_team(people):
    engagement = coaching.running(people)
    session = coaching.planned(people, engagement, topic="")
    with pytest.raises(ActionRefused):
        add_agenda_item(session, text="mine", by=people.coach, now=people.now)
    item = add_agenda_item(
        session,
        text="dictated",
        proposer=coaching.membership(engagement, people.team[1]),
        by=people.coach,
        now=people.now,
    )
    assert item.proposer.user == people.team[1]


def test_session_is_recorded_once_it_has_begun(people):
    engagement = coaching.running(people)
    session = coaching.planned(people, engagement, days=1)
    with pytest.raises(ActionRefused):
        hold_session(session, attendance={}, summary="early", by=people.coach, now=people.now)
    save_draft(session, summary="so far", by=people.coach)
    later = people.now + timedelta(days=1)
    session = hold_session(session, attendance={}, summary="all of it", by=people.coach, now=later)
    assert (session.summary, session.draft, session.summary_version) == ("all of it", "", 1)


def test_reworded_summary_asks_again(people):
    engagement = coaching.running(people)
    session = coaching.held(people, engagement)
    answer = {"verdict": SummaryVerdict.CONFIRMED, "by": people.team[0], "now": people.now}
    respond_to_summary(session, version=1, **answer)
    session = hold_session(session, attendance={}, summary="Other words", by=people.coach, now=people.now)
    assert session.summary_version == 2
    assert not session.responses.filter(version=2).exists()
    with pytest.raises(ActionRefused):
        respond_to_summary(session, version=1, **answer)
    session = hold_session(session, attendance={}, summary="Other words", by=people.coach, now=people.now)
    assert session.summary_version == 2


def test_objection_to_summary_needs_words(people):
    session = coaching.held(people, coaching.running(people))
    with pytest.raises(ActionRefused):
        respond_to_summary(session, verdict=SummaryVerdict.OBJECTED, version=1, by=people.team[0], now=people.now)


def test_foreign_members_are_not_recorded(people):
    engagement = coaching.running(people)
    other = coaching.proposed(people, "another")
    session = coaching.planned(people, engagement, days=0)
    foreign = coaching.membership(other, people.team[0])
    hold_session(session, attendance={foreign.pk: "present"}, summary="x", by=people.coach, now=people.now)
    assert not session.attendance.exists()


def test_coach_cannot_join_the_team(people):
    engagement = coaching.running(people)
    with pytest.raises(ActionRefused):
        add_member(engagement, user=people.coach, firm=None, by=people.team[0], now=people.now)


def test_last_one_ends_instead_of_leaving(people):
    engagement = coaching.running(people)
    for user in people.team[:2]:
        leave_team(engagement, by=user, now=people.now)
    with pytest.raises(ActionRefused):
        leave_team(engagement, by=people.team[2], now=people.now)


def test_failed_vote_lets_propose_another(people):
    ballot = coaching.voting(people)
    with pytest.raises(ActionRefused):
        choose_coach(ballot.engagement, coach=people.other_coach, by=people.manager, now=people.now)
    for user, choice in zip(people.team, (Vote.WANT, Vote.CANNOT_ACCEPT, Vote.WANT), strict=True):
        vote(ballot, choice=choice, by=user, now=people.now)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.FAILED
    engagement = Engagement.objects.get(pk=ballot.engagement_id)
    assert (engagement.state, engagement.coach) == (S.CHOOSING_COACH, None)
    assert choose_coach(engagement, coach=people.other_coach, by=people.team[0], now=people.now)


def test_erasing_takes_the_content_and_leaves_the_shell(people):
    engagement = coaching.running(people)
    coaching.held(people, engagement, summary="secret summary")
    coaching.adopted(people, engagement)
    engagement = move(engagement, to=S.TERMINATED, by=people.coach, now=people.now, reason="ill")
    erase_engagement(engagement, by=None, now=people.now)
    engagement.refresh_from_db()
    assert (engagement.state, engagement.subject) == (S.ERASED, "")
    assert not engagement.decisions.exists()
    assert Session.objects.get(engagement=engagement).summary == ""


@pytest.mark.parametrize(
    ("closed", "months", "until"),
    [
        ((2026, 3, 3), 6, (2026, 9, 3)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2026, 12, 1), 0, (2026, 12, 1)),
        ((2026, 12, 1), 36, (2029, 12, 1)),
    ],
)
def test_retention_in_calendar_months(closed, months, until):
    from datetime import date

    assert kept_until(date(*closed), months) == date(*until)
