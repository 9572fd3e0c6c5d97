"""Everything that one role can open, and which secrets stand on it."""

from collections import defaultdict

from tests.guards.access.addresses import kind_of, names, path_to, things
from tests.guards.access.canaries import words_in
from tests.guards.access.looking import ask, browser, text_of
from tests.guards.access.world import World

# Stands for the mailboxes of everybody, only in the embedded default and only on the same machine.
NOT_SCANNED = ("mailbox:", "account_", "mfa_", "nagging:stop", "nagging:answer", "nagging:thanks")
# Pages that show something else for other addresses, by name.
QUERIES = {
    "partners:firm_list": ("?q=qanary", "?kept=1"),
    "partners:contact_list": ("?q=qanary",),
    "partners:import_preview": ("?show=new",),
    "cooperations:portfolio": ("?q=qanary", "?state=paused", "?state=ended"),
    "cooperations:task_offer": ("?party=1",),
    "accounts:people": ("?q=qanary",),
    "coaching:decisions": ("?on=2026-02-20",),
}
# Pages on which something stands that is different for each object; of all others the first and the last will do.
EACH = {
    *("cooperations:page", "cooperations:timeline", "cooperations:task", "cooperations:version", "partners:firm_page"),
    *("cooperations:manager_note", "coaching:page", "coaching:session", "coaching:decision", "partners:import_result"),
}
Found = dict[str, list[str]]


def scan(world: World, role: str, *, only: str = "") -> Found:
    """word -> the paths on which ``role`` reads it, over every page and every object of the world."""
    client, found = browser(world.cast, role), defaultdict(list)
    for name in names():
        if name.startswith(NOT_SCANNED) or not name.startswith(only):
            continue
        for thing in _objects(world, name):
            path = path_to(world, name, thing)
            for query in ("", *QUERIES.get(name, ())):
                for word in words_in(text_of(ask(client, "get", path + query))):
                    found[word].append(path + query)
    return found


def _objects(world: World, name: str) -> list:
    found = things(world, name)
    if name not in EACH:
        return [found[0], found[-1]] if len(found) > 1 else found
    more = world.objects["paused"] + world.objects["ended"] if kind_of(name) == "cooperation" else []
    return found + more


def leaks(world: World, role: str, found: Found) -> list[str]:
    """What ``role`` reads and must not: the field, whose it is, and the first page on which it stands."""
    return sorted(
        f"{canary.field} of {canary.whose} on {found[canary.word][0]} ({len(found[canary.word])} pages)"
        for canary in world.canaries
        if canary.word in found and role not in canary.readers
    )
