"""Who sees a firm. Contacts and uploads need no rule of their own: their owner, nobody else.

A firm is seen by its keeper, by its active members, and by what the apps above add: cooperations registers "firms
that share a cooperation with me" and "firms of the cooperations that I manage".
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q

FirmScope = Callable[[object], Q]

_scopes: list[FirmScope] = []
_detail_scopes: list[FirmScope] = []


def register_firm_scope(scope: FirmScope, *, details: bool = False) -> None:
    """Add people who see a firm; ``scope(user)`` is a condition over Firm.

    It has to be free of to-many joins (use ``Exists`` or ``pk__in``), or lists would show a firm twice. With
    ``details`` these people also see address, phone and mail of the firm and of its people (managers need to call);
    without, they see the public data only: name, trade, city, website and the names of its people.
    """
    _scopes.append(scope)
    if details:
        _detail_scopes.append(scope)


def _inside(user) -> Q:
    from partners.models import Membership  # models import querysets, which import this module

    return Q(keeper=user) | Exists(Membership.objects.active().filter(firm=OuterRef("pk"), user=user))


def firm_is_visible(user) -> Q:
    """Condition over Firm: ``user`` may know of it and see its public data."""
    seen = _inside(user)
    for scope in _scopes:
        seen |= scope(user)
    return seen


def firm_details_are_visible(user) -> Q:
    """Condition over Firm: ``user`` may also see how to reach the firm and its people."""
    seen = _inside(user)
    for scope in _detail_scopes:
        seen |= scope(user)
    return seen
