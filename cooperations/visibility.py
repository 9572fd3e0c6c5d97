"""Who sees a cooperation: its manager, the manager's deputy, and the people of its parties' firms.

Written twice on purpose, from the person's side (:func:`seen_by`) and from the cooperation's (:func:`people_who_see`);
a property test holds both together. An ended membership and a party that left see nothing any more.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from coopnet.prepared import Parameter
from partners.models import Firm, Membership


def seen_by(user, prefix: str = "") -> Q:
    """The condition on rows that ``user`` may see; ``prefix`` leads from the row to its cooperation ("task__…__").

    In place of the person a ``Parameter`` for their id may stand.
    """
    if not isinstance(user, Parameter) and user.pk is None:
        return Q(pk__in=[])
    through_firms = Membership.objects.filter(
        user=user, ended_on__isnull=True, firm__parties__left_on__isnull=True
    ).values("firm__parties__cooperation")
    return (
        Q(**{f"{prefix}manager": user})
        | Q(**{f"{prefix}deputy_manager": user})
        | Q(**{f"{prefix}pk__in": through_firms})
    )


def people_who_see(cooperation) -> QuerySet[User]:
    """Everybody who may open ``cooperation``, whether they can sign in or not."""
    in_firms = Membership.objects.filter(
        ended_on__isnull=True, firm__parties__left_on__isnull=True, firm__parties__cooperation=cooperation
    ).values("user")
    drivers = [person for person in (cooperation.manager_id, cooperation.deputy_manager_id) if person]
    return User.objects.filter(Q(pk__in=drivers) | Q(pk__in=in_firms))


def _firms_of(cooperations: QuerySet) -> Q:
    """The condition on firms that are current parties of ``cooperations``."""
    party = Firm.parties.rel.related_model
    return Q(Exists(party.objects.filter(cooperation__in=cooperations, left_on__isnull=True, firm=OuterRef("pk"))))


def firms_shared_with(user) -> Q:
    """The condition on firms that take part in a cooperation which ``user`` sees; for ``partners.visibility``."""
    return _firms_of(_cooperations().visible_to(user).order_by().values("pk"))


def firms_that_i_drive(user) -> Q:
    """The condition on firms that take part in what ``user`` manages: their people have to be called."""
    if user.pk is None:
        return Q(pk__in=[])
    return _firms_of(_cooperations().managed_by(user).order_by().values("pk"))


def _cooperations() -> QuerySet:
    return Firm.cooperations.rel.related_model.objects.all()
