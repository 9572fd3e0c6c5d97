"""Entries of the main navigation; apps register theirs in ``AppConfig.ready()``."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """One entry: ``url_name`` is reversed without arguments, ``shown_to(user)`` must not query."""

    url_name: str
    label: str | Promise
    icon: str
    order: int
    shown_to: Callable[[object], bool]


_entries: list[Entry] = []


def register(entry: Entry) -> None:
    _entries.append(entry)
    _entries.sort(key=lambda known: known.order)


def entries_for(user) -> list[Entry]:
    """What ``user`` sees in the navigation, in order."""
    return [entry for entry in _entries if entry.shown_to(user)]
