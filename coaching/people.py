"""Who can be in the team of a cooperation, and who can coach it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from coaching.models import Engagement
from cooperations.models import Cooperation
from partners.models import Firm, Membership


def people_of(cooperation: Cooperation) -> list[tuple[User, Firm]]:
    """The people of the firms that are parties now, each with the firm they work for; by firm, then by name."""
    memberships = Membership.objects.filter(
        firm__parties__cooperation=cooperation,
        firm__parties__left_on__isnull=True,
        ended_on__isnull=True,
        user__is_active=True,
    ).select_related("user", "firm")
    found: dict[int, tuple[User, Firm]] = {}
    for membership in memberships.order_by("firm__name", "user__last_name", "user__first_name", "id"):
        found.setdefault(membership.user_id, (membership.user, membership.firm))
    return list(found.values())


def possible_coaches(engagement: Engagement) -> QuerySet[User]:
    """People who coach and are not themselves part of the matter.

    The manager, their deputy, the team and the people of the parties are: a coach of their own cooperation would hear
    in confidence what concerns them.
    """
    cooperation = engagement.cooperation
    of_a_party = Membership.objects.filter(
        user=OuterRef("pk"),
        ended_on__isnull=True,
        firm__parties__cooperation=cooperation,
        firm__parties__left_on__isnull=True,
    )
    return (
        User.objects.filter(may_coach=True, is_active=True)
        .exclude(
            Q(pk=cooperation.manager_id) | Q(pk__in=engagement.members.filter(left_at__isnull=True).values("user"))
        )
        .exclude(managed_as_deputy(cooperation))
        .exclude(Exists(of_a_party))
        .order_by("last_name", "first_name", "id")
    )


def managed_as_deputy(cooperation: Cooperation) -> Q:
    """Condition over User for the deputy of the manager; never true where there is none."""
    return Q(pk__in=[cooperation.deputy_manager_id] if cooperation.deputy_manager_id else [])
