"""The pages for what does not work: 400, 403, 404, 429, 500, 503 and a form whose protection has expired.

Those of 400, 500 and 503 stand alone: they need neither session nor database, nor a style sheet that exists.
"""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from coopnet.access import public
from coopnet.outage import database_is_away


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Visible, but not for this person to do; ``str(exception)`` may say why, in words for them."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same answer for what does not exist and for what this person may not see."""
    return render(request, "404.html", status=404)


@public("the answer to a form whose protection has expired has to reach people who are signed out")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many attempts in a short time; allauth's limits end here too."""
    return render(request, "429.html", status=429, headers={"Retry-After": "300"})


def server_error(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw, or that the database is away: Django calls this while it handles the error."""
    if database_is_away(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest, retry_after: int = 30) -> HttpResponse:
    """The database is away for a moment; ``retry_after`` in seconds."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(retry_after)})
