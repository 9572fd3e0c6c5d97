"""Default deny: every address needs somebody signed in, or stands here or beside its view with a reason."""

import re
import sys
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from tests.factories.accounts import person

# Pages of allauth and of the administration that have to be open; a name that needs no exception any more fails.
OPEN_IN_LIBRARIES = {
    "account_login": "the door itself",
    "account_logout": "sends a visitor who is not signed in to the door",
    "account_inactive": "tells somebody whose account is closed why they cannot sign in",
    "account_signup": "says that nobody signs up here: an account begins with an invitation",
    "account_email_verification_sent": "part of signing in: a mail is on its way",
    "account_confirm_email": "the link of a mail that proves an address; GET only shows a button",
    "account_confirm_login_code": "part of signing in, bound to a sign-in that has begun",
    "account_reset_password": "asks for a link by mail; answers the same whether the account exists or not",
    "account_reset_password_done": "says that the mail is on its way, if there is an account",
    "account_reset_password_from_key": "the link of the mail that sets a new password",
    "account_reset_password_from_key_done": "says that the password was set",
    "mfa_authenticate": "the second factor of a sign-in that has begun",
    "mfa_login_webauthn": "signing in with a passkey",
    "admin:login": "leads to the one door",
}
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def addresses(resolver=None, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    """Route, full name and pattern of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, ":".join([*names, entry.name or ""]), entry
        else:
            yield from addresses(entry, route, (*names, entry.namespace) if entry.namespace else names)


def is_open(pattern: URLPattern) -> bool:
    return not getattr(pattern.callback, "login_required", True)


def test_every_open_address_has_a_reason():
    found = list(addresses())
    assert len(found) > 50, "the guard does not see the addresses"
    open_ones = {name: (route, pattern) for route, name, pattern in found if is_open(pattern)}
    assert "home" in open_ones, "the guard does not recognise an open address"
    reasons = {}
    for name, (route, pattern) in open_ones.items():
        reasons[name] = getattr(pattern.callback, "public_reason", "") or OPEN_IN_LIBRARIES.get(name, "")
        sys.stdout.write(f"/{route}: {reasons[name] or 'NO REASON'}\n")
    assert not [name for name, reason in reasons.items() if not reason]


def test_no_exception_is_out_of_date():
    open_ones = {name for _route, name, pattern in addresses() if is_open(pattern)}
    assert set(OPEN_IN_LIBRARIES) <= open_ones


def _path(route: str) -> str:
    if route.startswith("^") or "(?P" in route:
        return ""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), route)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_a_visitor_gets_nowhere_else(client, db, method):
    person("Anna", "Becker")
    guarded = [path for route, _name, pattern in addresses() if not is_open(pattern) and (path := _path(route))]
    assert len(guarded) > 50
    passed = []
    for path in guarded:
        answer = getattr(client, method)(path)
        to_the_door = answer.status_code == 302 and answer.url.startswith(("/account/login/?", "/admin/login/?"))
        if not to_the_door and answer.status_code not in (404, 405):
            passed.append(f"{method} {path}: {answer.status_code}")
    assert not passed


def test_the_administration_has_no_door_of_its_own(client, db):
    person("Anna", "Becker")
    for method in (client.get, client.post):
        assert method("/admin/login/?next=/admin/").url.startswith("/account/login/")
