"""What a person takes part in, as one query expression each, read together with the signed-in person.

The apps above register their roles in ``AppConfig.ready()``; the authentication backend annotates the person with
``role_<name>`` (bool), so that a role costs no query of its own and its loss works at the next request.
"""

from collections.abc import Callable
from functools import lru_cache

from django.db.models import BigIntegerField, Expression, QuerySet

from accounts.models import User
from coopnet.prepared import Parameter, Prepared

LARGEST_ID = 2**63 - 1
_roles: dict[str, Callable[[], Expression]] = {}


def register_role(name: str, condition: Callable[[], Expression]) -> None:
    """Add a role; ``condition()`` is a boolean expression over User, ``OuterRef("pk")`` being the person."""
    if name in _roles:
        raise ValueError(f"role {name} is registered twice")
    _roles[name] = condition


def with_roles(users: QuerySet) -> QuerySet:
    """``users`` with an attribute ``role_<name>`` for each registered role."""
    return users.annotate(**{f"role_{name}": condition() for name, condition in _roles.items()})


def person_with_roles(user_id: int) -> User | None:
    """The active person with this id and their roles; None where there is none. One query, at each request."""
    if not 0 < user_id <= LARGEST_ID:
        return None
    return next(iter(_person(tuple(_roles.values())).instances(pk=user_id)), None)


@lru_cache(maxsize=8)
def _person(_conditions: tuple[Callable[[], Expression], ...]) -> Prepared:
    """Compiled anew when roles are registered later."""
    return Prepared(lambda: with_roles(User.objects.filter(pk=Parameter("pk", BigIntegerField()), is_active=True)))


def has_role(user, name: str) -> bool:
    """Whether the signed-in ``user`` takes part as ``name``; False for anonymous and unannotated people."""
    return bool(getattr(user, f"role_{name}", False))
