"""The frame that every mail of the house shares: language, time zone, greeting, and the links below.

``templates/emails/base.html`` and ``base.txt`` hold the layout. A composer writes each letter inside
:func:`speaking_to`, so that subject, dates and numbers follow the person who gets it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.greeting import greeting
from accounts.models import User

SITE_NAME = "coopnet"


@contextmanager
def speaking_to(person: User) -> Iterator[None]:
    """Everything translated or formatted inside is in the language and the time zone of ``person``."""
    with translation.override(person.language), timezone.override(person.zone):
        yield


def absolute(path: str) -> str:
    """The full address of ``path`` ("/me/…") from the configured site; a forged Host header cannot change it."""
    return settings.BASE_URL + path


def render_letter(name: str, person: User, context: dict) -> tuple[str, str]:
    """Text and HTML of ``templates/emails/<name>.txt`` and ``.html`` for ``person``; call inside ``speaking_to``."""
    full = {
        "greeting": greeting(person),
        "person": person,
        "site_name": SITE_NAME,
        "home_url": absolute("/"),
        "settings_url": absolute(reverse("accounts:settings")),
        "imprint_url": absolute(reverse("imprint")),
        "privacy_url": absolute(reverse("privacy")),
        **context,
    }
    text = render_to_string(f"emails/{name}.txt", full)
    # Blocks that stay empty leave runs of blank lines, which a plain mail should not show.
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept) + "\n", render_to_string(f"emails/{name}.html", full)
