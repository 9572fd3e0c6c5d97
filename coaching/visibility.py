"""Who sees an engagement, and how much of it. Not allowed is not found: that a coaching exists is information.

Three circles: *existence* (that it exists, its state and dates, the number of sessions), *inside* (what the team and
its coach share) and, for decisions only, what the team released to the manager or to the leads of affected firms.
Being an administrator opens none of them. Private notes are not here at all: see :mod:`coaching.vault`.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from coaching.enums import BallotState, DecisionState
from partners.enums import FirmRole
from partners.models import Membership


def _members(prefix: str, **conditions) -> QuerySet:
    from coaching.models import Member  # models import querysets, which import this module

    return Member.objects.filter(engagement=OuterRef(f"{prefix}pk"), left_at__isnull=True, **conditions)


def coaches(user, prefix: str = "") -> Q:
    return Q(**{f"{prefix}coach": user})


def is_member(user, prefix: str = "") -> Q:
    """In the team now, whether or not the vote on the coach is through."""
    return Q(Exists(_members(prefix, user=user)))


def is_seated(user, prefix: str = "") -> Q:
    """In the team, and part of the one that has accepted its coach."""
    return Q(Exists(_members(prefix, user=user, seated_at__isnull=False)))


def is_candidate(user, prefix: str = "") -> Q:
    """Proposed as coach in a vote that is still open."""
    from coaching.models import Ballot

    return Q(Exists(Ballot.objects.filter(engagement=OuterRef(f"{prefix}pk"), coach=user, state=BallotState.OPEN)))


def manages(user, prefix: str = "") -> Q:
    """Manages, or deputises for, the cooperation whose team it is."""
    return Q(**{f"{prefix}cooperation__manager": user}) | Q(**{f"{prefix}cooperation__deputy_manager": user})


def leads_firm(user, prefix: str = "") -> Q:
    """Leads a firm that somebody in the team works for."""
    return Q(
        Exists(
            _members(
                prefix,
                firm__memberships__user=user,
                firm__memberships__role=FirmRole.LEAD,
                firm__memberships__ended_on__isnull=True,
            )
        )
    )


def existence(user, prefix: str = "") -> Q:
    """Condition under which ``user`` may know that the engagement exists."""
    return (
        coaches(user, prefix)
        | is_member(user, prefix)
        | is_candidate(user, prefix)
        | manages(user, prefix)
        | leads_firm(user, prefix)
    )


def inside(user, prefix: str = "") -> Q:
    """Condition under which ``user`` reads what coach and team share."""
    return coaches(user, prefix) | is_seated(user, prefix)


def reads_decision(user) -> Q:
    """Condition over Decision: inside, or the team adopted it for the readers to whom ``user`` belongs."""
    from coaching.models import Decision

    adopted = Q(state__in=[DecisionState.ADOPTED, DecisionState.REPLACED])
    leads = Decision.affected_firms.through.objects.filter(
        decision=OuterRef("pk"),
        firm__memberships__user=user,
        firm__memberships__role=FirmRole.LEAD,
        firm__memberships__ended_on__isnull=True,
    )
    return inside(user, "engagement__") | (
        adopted & ((Q(for_cooperation=True) & manages(user, "engagement__")) | Q(Exists(leads)))
    )


def people_who_see(engagement) -> QuerySet[User]:
    """The inverse of :func:`existence`."""
    members = engagement.members.filter(left_at__isnull=True)
    leads = Membership.objects.filter(firm__in=members.values("firm"), role=FirmRole.LEAD, ended_on__isnull=True)
    return User.objects.filter(
        Q(pk__in=[engagement.coach_id, engagement.cooperation.manager_id, engagement.cooperation.deputy_manager_id])
        | Q(pk__in=members.values("user"))
        | Q(pk__in=engagement.ballots.filter(state=BallotState.OPEN).values("coach"))
        | Q(pk__in=leads.values("user"))
    )


def people_inside(engagement) -> QuerySet[User]:
    """The inverse of :func:`inside`."""
    seated = engagement.members.filter(left_at__isnull=True, seated_at__isnull=False)
    return User.objects.filter(Q(pk=engagement.coach_id) | Q(pk__in=seated.values("user")))
