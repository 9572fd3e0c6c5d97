"""From the names of all addresses to paths into the world."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEntry
from coopnet.mailbox.letters import keys
from nagging.tokens import answer_token, stop_token
from tests.guards.access.world import World
from tests.guards.test_urls import addresses

ABSENT = 987_654_321
"""An id that nothing has."""

# Which kind of object an address speaks of, by the longest beginning of its name; "" for none.
KINDS = {
    "": "",
    "accounts:absence_remove": "absence",
    "accounts:person": "user",
    "accounts:invitation": "invitation",
    "nagging:": "finding",
    "nagging:stop": "user",
    "partners:": "firm",
    "partners:firm_list": "",
    "partners:firm_create": "",
    "partners:person_edit": "membership",
    "partners:person_end": "membership",
    "partners:contact_": "contact",
    "partners:contact_list": "",
    "partners:contact_create": "",
    "partners:import_": "draft",
    "partners:import_start": "",
    "partners:import_file": "file",
    "cooperations:": "cooperation",
    **dict.fromkeys(
        [f"cooperations:{name}" for name in ("portfolio", "today", "going_out", "desk", "nothing_this_week", "create")],
        "",
    ),
    "cooperations:party_": "party",
    "cooperations:party_add": "cooperation",
    "cooperations:pledge_": "pledge",
    "cooperations:pledge_add": "party",
    "cooperations:measure_": "measure",
    "cooperations:measure_add": "party",
    "cooperations:benefit": "party",
    "cooperations:version": "version",
    "cooperations:version_propose": "cooperation",
    "cooperations:task": "task",
    "cooperations:task_offer": "cooperation",
    "cooperations:contribution": "contribution",
    "cooperations:resume": "paused",
    "coaching:": "engagement",
    "coaching:teams": "",
    "coaching:propose": "cooperation",
    "coaching:session": "session",
    "coaching:session_plan": "engagement",
    "coaching:topic": "session",
    "coaching:summary": "session",
    "coaching:decision": "decision",
    "coaching:decisions": "engagement",
    "coaching:decision_propose": "engagement",
    "coaching:question": "question",
    "mfa_remove": "authenticator",
    "mfa_edit": "authenticator",
    "admin:accounts_user_": "user",
    "admin:accounts_absence_": "absence",
    "admin:accounts_invitation_": "invitation",
    "admin:accounts_auditentry_": "entry",
    "admin:account_emailaddress_": "emailaddress",
    "admin:mfa_authenticator_": "authenticator",
}


def kind_of(name: str) -> str:
    return KINDS[max((start for start in KINDS if name.startswith(start)), key=len)]


def names() -> list[str]:
    """Every address by its name, those without one by their route."""
    found = [name if not name.endswith(":") and name else f"/{route}" for route, name, _pattern in addresses()]
    return list(dict.fromkeys(found))


def _token(world: World, name: str, thing) -> str:
    if name == "nagging:stop":
        return stop_token(person_id=thing.pk)
    if name == "accounts:invitation":
        return f"no-such-{thing.pk}"
    who = world.cast["other_lead"]
    return answer_token(finding_id=thing.pk, episode=thing.episode, person_id=who.pk)


def _arguments(world: World, name: str, thing) -> list[dict]:
    """The shapes of arguments that an address may take; the first that fits is right."""
    pk = getattr(thing, "pk", thing)
    note = {"pk": world.objects["engagement"][0].pk, "note_id": world.objects["note"][0]}
    return [
        {},
        {"pk": pk},
        {"cooperation_pk": pk},
        {"pk": pk, "to": "closing"},
        {"pk": pk, "act": "suspend"},
        note if not isinstance(thing, int) else note | {"pk": pk},
        {"object_id": pk},
        {"section": "person"},
        {"key": next(iter(keys(1)), "1700000000-00000000")},
        {"app_label": "accounts"},
        {"content_type_id": "1", "object_id": "1"},
        {"uidb36": "1", "key": "x-y"},
        *([{"token": _token(world, name, thing)}] if "nagging:" in name or name.endswith(":invitation") else []),
    ]


def path_to(world: World, name: str, thing=None) -> str:
    """The path of address ``name`` for ``thing`` (an object of its kind, or an id)."""
    if name.startswith("/"):
        return {"/admin/(?P<url>.*)$": "/admin/nothing-here"}.get(name.replace("^", ""), "/admin/accounts/user/1/")
    for arguments in _arguments(world, name, thing):
        try:
            return reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
    raise LookupError(f"no arguments fit {name}")


def things(world: World, name: str) -> list:
    """The objects that address ``name`` can speak of; [None] where it speaks of none."""
    kind = kind_of(name)
    made: Callable = world.objects.get
    if kind == "entry":
        return [AuditEntry.objects.earliest("pk")]
    if kind == "emailaddress":
        # By query: the first id differs between databases and runs.
        return [EmailAddress.objects.earliest("pk").pk]
    if kind == "authenticator":
        return [1]
    return made(kind) if kind else [None]
