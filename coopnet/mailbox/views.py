"""The mailbox of the embedded default in the browser; from other machines it does not exist."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from coopnet.access import public
from coopnet.mailbox import letters

SHOWN = 200
# Links open in the surrounding window, scripts never run, nothing is fetched from anywhere.
MAIL_POLICY = (
    "sandbox allow-top-navigation-by-user-activation allow-popups; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)
REASON = "only in the embedded default and only from this machine: it stands for the mailboxes of everybody"


def _on_this_machine(view: Callable) -> Callable:
    """Not found unless mails are kept and the browser runs on this machine, not behind a proxy."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        near = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0").is_loopback  # noqa: S104
        if not settings.KEEP_MAILS or not near or "HTTP_X_FORWARDED_FOR" in request.META:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _found(key: str) -> letters.Letter:
    try:
        return letters.letter(key)
    except FileNotFoundError as missing:
        raise Http404 from missing


@public(REASON)
@require_safe
@_on_this_machine
def mail_list(request: HttpRequest) -> HttpResponse:
    found = [letters.letter(key) for key in letters.keys(SHOWN)]
    wanted = request.GET.get("to", "").strip().lower()
    shown = sorted((one for one in found if wanted in one.to.lower()), key=lambda one: one.at, reverse=True)
    return render(request, "mailbox/list.html", {"letters": shown, "to": wanted})


@public(REASON)
@require_safe
@_on_this_machine
def mail_page(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "mailbox/page.html", {"letter": _found(key)})


@public(REASON)
@require_safe
@_on_this_machine
@xframe_options_sameorigin
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part as the recipient's mail program shows it, locked into a frame of its own."""
    response = HttpResponse('<base target="_top">' + _found(key).html)
    response["Content-Security-Policy"] = MAIL_POLICY
    return response
