"""How often one may try: limits kept in the database cache, so that they hold while Redis is away."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# Where an account is at stake, a limit per network address; for what an account may do, one per person.
LIMITS = {
    "invitation": "10/m/ip",
    "first_run": "10/m/ip",
    "invite": "60/h/user",
}


def within_limit(request: HttpRequest, action: str) -> bool:
    """Whether this POST is within the limit of ``action``; counts it if so. Other methods are not counted."""
    return ratelimit.consume(request, app="accounts", action=action, config=LIMITS) is not None
