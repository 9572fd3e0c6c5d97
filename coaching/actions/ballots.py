"""Choosing a coach: a proposal, and a secret vote that everybody in the team takes part in.

There is deliberately no audit row for a vote: who voted when would, with the result, tell what.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from coaching import states, vault
from coaching.actions.moves import shift, withdraw_open_ballots
from coaching.enums import BallotState, EngagementState, Vote
from coaching.models import Ballot, Engagement, Member
from coaching.people import possible_coaches
from coaching.permissions import may_choose_coach, may_decline_candidacy, may_vote
from coaching.standing import own_membership, require


@transaction.atomic
def choose_coach(engagement: Engagement, *, coach: User, by: User, now: datetime) -> Ballot:
    """Propose ``coach`` to the team and open the vote. Raises ActionRefused while another vote is open."""
    engagement, _standing = require(may_choose_coach, engagement, by)
    if engagement.state not in states.BEFORE_COACH:
        raise ActionRefused(_("This team has a coach."))
    if engagement.ballots.filter(state=BallotState.OPEN).exists():
        raise ActionRefused(_("The team is still voting on somebody."))
    if not possible_coaches(engagement).filter(pk=coach.pk).exists():
        raise ActionRefused(_("This person cannot coach this team."))
    if engagement.state == EngagementState.PROPOSED:
        shift(engagement, to=EngagementState.CHOOSING_COACH, by=by, now=now)
    ballot = Ballot.objects.create(engagement=engagement, coach=coach, nominated_by=by, opened_at=now)
    audit.record("coaching.choose_coach", engagement, by=by, now=now, ballot=ballot.pk, coach=coach.pk)
    return ballot


@transaction.atomic
def vote(ballot: Ballot, *, choice: str, by: User, now: datetime) -> None:
    """Cast or change one's vote while the ballot is open; the last missing vote closes it."""
    engagement, _standing = require(may_vote, ballot.engagement, by)
    _open_one(ballot)
    ballot.engagement = engagement
    vault.cast_vote(ballot, member=own_membership(engagement, by), vote=Vote(choice), now=now)
    settle(engagement, now=now)


@transaction.atomic
def withdraw_ballot(ballot: Ballot, *, by: User, now: datetime) -> None:
    """End a vote without a result, to propose somebody else. Not while a team that has a coach asks a new member."""
    engagement, _standing = require(may_choose_coach, ballot.engagement, by)
    _open_one(ballot)
    if engagement.state not in states.BEFORE_COACH:
        raise ActionRefused(_("A new member has to be asked. This vote cannot be withdrawn."))
    withdraw_open_ballots(engagement, now=now)
    audit.record("coaching.withdraw_ballot", engagement, by=by, now=now, ballot=ballot.pk)


@transaction.atomic
def decline_candidacy(ballot: Ballot, *, by: User, now: datetime) -> None:
    """The proposed coach says no before the team has answered."""
    engagement, _standing = require(may_decline_candidacy, ballot.engagement, by)
    _open_one(ballot)
    if ballot.coach_id != by.pk or engagement.state not in states.BEFORE_COACH:
        raise ActionRefused(_("That is not possible now."))
    withdraw_open_ballots(engagement, now=now)
    audit.record("coaching.decline_candidacy", engagement, by=by, now=now, ballot=ballot.pk)


def ask_about_new_member(engagement: Engagement, *, by: User, now: datetime) -> None:
    """Open the vote anew because somebody has joined a team that has a coach.

    What the others accepted counts on, as votes that they may change: so a failure does not point to the new member.
    """
    if engagement.ballots.filter(state=BallotState.OPEN).exists():
        return
    ballot = Ballot.objects.create(engagement=engagement, coach=engagement.coach, nominated_by=by, opened_at=now)
    for member in engagement.members.filter(left_at__isnull=True, seated_at__isnull=False):
        vault.cast_vote(ballot, member=member, vote=Vote.CAN_ACCEPT, now=now)


def settle(engagement: Engagement, *, now: datetime) -> None:
    """Close the open ballot if nobody's vote is missing. The engagement must be locked by the caller."""
    ballot = engagement.ballots.filter(state=BallotState.OPEN).select_related("coach").first()
    if ballot is None:
        return
    ballot.engagement = engagement
    accepted = vault.count_ballot(ballot, voters=list(engagement.members.filter(left_at__isnull=True)))
    if accepted is None:
        return
    state = BallotState.ACCEPTED if accepted else BallotState.FAILED
    Ballot.objects.filter(pk=ballot.pk, state=BallotState.OPEN).update(state=state, closed_at=now)
    vault.forget_votes(ballot)
    # Neither person nor network address of whoever happened to be last.
    with audit.acting_from(""):
        audit.record("coaching.close_ballot", engagement, by=None, now=now, ballot=ballot.pk, state=str(state))
        _carry_out(engagement, ballot, accepted=accepted, now=now)


def _carry_out(engagement: Engagement, ballot: Ballot, *, accepted: bool, now: datetime) -> None:
    if accepted:
        Member.objects.filter(engagement=engagement, left_at__isnull=True, seated_at__isnull=True).update(seated_at=now)
        if engagement.state in states.BEFORE_COACH:
            shift(engagement, to=EngagementState.CONTRACTING, by=None, now=now, coach=ballot.coach)
    elif engagement.state not in states.BEFORE_COACH:
        shift(engagement, to=EngagementState.CHOOSING_COACH, by=None, now=now, coach=None, paused_until=None)


def _open_one(ballot: Ballot) -> None:
    if not Ballot.objects.filter(pk=ballot.pk, state=BallotState.OPEN).exists():
        raise ActionRefused(_("This vote is over."))
