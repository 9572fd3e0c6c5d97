"""Switching the language, for visitors by a cookie, for people for good."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.actions.settings import save_settings
from accounts.enums import Language
from coopnet.access import public
from coopnet.clock import now


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where the posted ``next`` leads, if that is a page of this installation; otherwise ``fallback``."""
    wanted = request.POST.get("next", "")
    own = {request.get_host()}
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=own, require_https=request.is_secure()):
        return wanted
    return fallback


@public("visitors choose their language before they sign in")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = redirect(safe_next(request, "/"))
    if chosen not in Language.values:
        return response
    if request.user.is_authenticated and request.user.language != chosen:
        request.user.language = chosen
        save_settings(request.user, changed=["language"], by=request.user, now=now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
