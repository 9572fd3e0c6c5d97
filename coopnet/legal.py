"""Imprint and privacy: pages that every visitor reaches, filled from the settings of the installation."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coopnet.access import public


@public("the law asks for an imprint that everybody can read")
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    lines = getattr(settings, "IMPRINT", "").splitlines()
    return render(request, "legal/imprint.html", {"lines": [line.strip() for line in lines if line.strip()]})


@public("people read what is kept about them before they accept an invitation")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    lines = getattr(settings, "IMPRINT", "").splitlines()
    contact = getattr(settings, "PRIVACY_CONTACT", "")
    return render(request, "legal/privacy.html", {"operator": lines[0].strip() if lines else "", "contact": contact})
