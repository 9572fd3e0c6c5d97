"""Who belongs to the team."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actions.invitations import invite
from accounts.errors import ActionRefused
from accounts.models import User
from coaching import states
from coaching.actions.ballots import ask_about_new_member, settle
from coaching.actions.decisions import adopt_where_all_consent
from coaching.enums import BallotState, EngagementState
from coaching.models import Engagement, Member
from coaching.permissions import Standing, may_compose_team
from coaching.standing import own_membership, require
from partners.models import Firm

OPEN_TO_NEW = states.BEFORE_COACH | {EngagementState.CONTRACTING, EngagementState.RUNNING, EngagementState.PAUSED}


@transaction.atomic
def add_member(engagement: Engagement, *, user: User, firm: Firm | None, by: User, now: datetime) -> Member:
    """Take ``user`` into the team; a coach who is there already needs their acceptance, too.

    ``firm`` is the one they work for (None: their own account). Raises ActionRefused where the work is over or
    closing, or where the person is in the team, its coach or the one it votes on.
    """
    before_coach = engagement.state in states.BEFORE_COACH
    engagement, _standing = require(
        lambda standing: may_compose_team(standing, before_coach=before_coach), engagement, by
    )
    if engagement.state not in OPEN_TO_NEW:
        raise ActionRefused(_("Nobody can join this team any more."))
    if user.pk == engagement.coach_id or engagement.ballots.filter(state=BallotState.OPEN, coach=user).exists():
        raise ActionRefused(_("A coach cannot be a member of the team."))
    if engagement.members.filter(user=user, left_at__isnull=True).exists():
        raise ActionRefused(_("%(person)s is in the team already.") % {"person": user.full_name})
    member = Member.objects.create(engagement=engagement, user=user, firm=firm, joined_at=now)
    if engagement.coach_id:
        ask_about_new_member(engagement, by=by, now=now)
    audit.record("coaching.add_member", engagement, by=by, now=now, member=member.pk, user=user.pk)
    return member


@transaction.atomic
def invite_member(
    engagement: Engagement,
    *,
    email: str,
    first_name: str,
    last_name: str,
    form_of_address: str,
    language: str,
    firm: Firm | None,
    by: User,
    now: datetime,
) -> Member:
    """Like :func:`add_member` for a person by mail address; who cannot sign in yet is invited.

    The mail names the cooperation, never the subject of the coaching.
    """
    user = invite(
        email=email,
        first_name=first_name,
        last_name=last_name,
        form_of_address=form_of_address,
        language=language,
        about=engagement.cooperation.title,
        by=by,
        now=now,
    )
    return add_member(engagement, user=user, firm=firm, by=by, now=now)


@transaction.atomic
def leave_team(engagement: Engagement, *, by: User, now: datetime) -> None:
    """Leave the team oneself. What was said stays; what waited for this person alone no longer waits."""

    def allowed(standing: Standing) -> bool:
        return standing.member

    engagement, _standing = require(allowed, engagement, by)
    if engagement.state in states.OVER:
        raise ActionRefused(_("This coaching is over."))
    member = own_membership(engagement, by)
    if engagement.members.filter(left_at__isnull=True).count() == 1:
        raise ActionRefused(_("You are the last one in the team. Please end the coaching instead."))
    Member.objects.filter(pk=member.pk, left_at__isnull=True).update(left_at=now)
    audit.record("coaching.leave_team", engagement, by=by, now=now, member=member.pk)
    settle(engagement, now=now)
    adopt_where_all_consent(engagement, now=now)
