"""Who takes part in a cooperation, as the forms offer them."""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from accounts.models import User
from cooperations.models import Cooperation, Party
from partners.enums import FirmRole
from partners.models import Firm, Membership


def current_parties(cooperation: Cooperation) -> list[Party]:
    """The parties that have not left, with firm and people. One query."""
    return list(cooperation.parties.current().select_related("firm", "responsible", "deputy"))


def parties_seen_by(user: User, cooperation_id: int) -> list[Party]:
    """The current parties of a cooperation that ``user`` sees (404 if not), with what ``user`` is in their firms.

    ``my_role`` is "" for outsiders; see :func:`roles_in`. One query, and one more where nobody takes part yet.
    """
    mine = Membership.objects.active().filter(firm=OuterRef("firm"), user=user)
    parties = list(
        Party.objects.visible_to(user)
        .current()
        .filter(cooperation__id=cooperation_id)
        .select_related("cooperation", "firm", "responsible", "deputy")
        .annotate(my_role=Coalesce(Subquery(mine.values("role")[:1]), Value("")))
    )
    if not parties:
        get_object_or_404(Cooperation.objects.visible_to(user), pk=cooperation_id)
    return parties


def roles_in(parties: list[Party]) -> dict[int, str]:
    """The role by firm, as ``permissions`` take it, from parties of :func:`parties_seen_by`."""
    return {party.firm_id: party.my_role for party in parties if party.my_role}


def people_of(parties: list[Party]) -> list[tuple[Party, User]]:
    """Everybody who can act for one of ``parties``, leads first, with the party they act for. One query."""
    members: dict[int, list[User]] = {}
    memberships = Membership.objects.active().filter(firm__in=[party.firm_id for party in parties])
    for membership in memberships.leads_first().select_related("user"):
        members.setdefault(membership.firm_id, []).append(membership.user)
    found = []
    for party in parties:
        named = [user for user in (party.responsible, party.deputy) if user]
        found += [(party, user) for user in dict.fromkeys([*named, *members.get(party.firm_id, [])])]
    return found


def only_speaker(firm: Firm) -> User | None:
    """Who speaks for ``firm`` where there is no choice: its only lead, or else its only person."""
    memberships = list(Membership.objects.active().filter(firm=firm).leads_first().select_related("user")[:2])
    leads = [membership for membership in memberships if membership.role == FirmRole.LEAD]
    alone = leads if len(leads) == 1 else memberships
    return alone[0].user if len(alone) == 1 else None
