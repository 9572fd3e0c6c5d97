"""Where a person goes after an act: to where they came from, and never to another house."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

PARAMETER = "next"


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The path that the page gave along as ``next``, or ``otherwise`` where there is none or it leads outside."""
    wanted = request.POST.get(PARAMETER) or request.GET.get(PARAMETER) or ""
    safe = (
        wanted.startswith("/")
        and "\x00" not in wanted
        and url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
    )
    return wanted if safe else otherwise
