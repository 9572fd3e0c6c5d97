"""Addresses of the composition root: start, health, the embedded mailbox."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from coopnet import legal
from coopnet.health import healthz, readyz
from coopnet.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("imprint/", legal.imprint, name="imprint"),
    path("privacy/", legal.privacy, name="privacy"),
]
if settings.DEBUG:
    from coopnet.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
if settings.KEEP_MAILS:
    urlpatterns.append(path("mailbox/", include("coopnet.mailbox.urls")))
