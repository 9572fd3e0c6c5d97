"""What every page needs besides its own content. Costs no query of its own."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse

from coopnet.ui.navigation import entries_for

APPS = ("accounts", "nagging", "partners", "cooperations", "coaching")
NARROW = 5
"""So many entries fit into the bar at the foot of a phone."""


@dataclass(frozen=True)
class Link:
    """An entry of the navigation as the template needs it; ``here`` marks the section of the present page."""

    url: str
    label: str
    icon: str
    here: bool


def page(request) -> dict:
    """Navigation of the signed-in person, addresses of the frame, and the version for the footer."""
    user = getattr(request, "user", None)
    links = _links(user, request.path) if user and user.is_authenticated else []
    return {
        "navigation": links,
        "navigation_first": links if len(links) <= NARROW else links[: NARROW - 1],
        "navigation_more": [] if len(links) <= NARROW else links[NARROW - 1 :],
        "settings_url": _address("accounts:settings"),
        "language_url": _address("accounts:language"),
        "product_version": getattr(settings, "PRODUCT_VERSION", ""),
        "app_sheets": [static(sheet) for sheet in _app_sheets()],
    }


def _links(user, path: str) -> list[Link]:
    """The entries for ``user``; the one with the longest address that ``path`` begins with is here."""
    found = [(entry, _address(entry.url_name)) for entry in entries_for(user)]
    found = [(entry, url) for entry, url in found if url]
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [Link(url, str(entry.label), entry.icon, url == here) for entry, url in found]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=1)
def _app_sheets() -> tuple[str, ...]:
    """Style sheets of the apps, as far as they have one."""
    folder = settings.BASE_DIR / "static" / "css"
    return tuple(f"css/app-{app}.css" for app in APPS if (folder / f"app-{app}.css").exists())
