"""Places in a page where an app from above adds a card without being imported.

``register("cooperation.page", fill)`` with ``fill(request, obj) -> str`` (safe HTML, "" for nothing) in
``AppConfig.ready()``; the page writes ``{% slot "cooperation.page" cooperation %}``.
"""

from collections import defaultdict
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe

_fills: dict[str, list[Callable]] = defaultdict(list)


def register(slot: str, fill: Callable) -> None:
    _fills[slot].append(fill)


def filled(slot: str, request, obj) -> SafeString:
    """The cards of all apps for this place, in order of registration; every fill returns rendered template output."""
    return mark_safe("".join(fill(request, obj) for fill in _fills[slot]))  # noqa: S308
