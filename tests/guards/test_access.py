"""Role by address by method: who gets what. An address without a row fails, and so does a row without an address."""

import re
from urllib.parse import quote

import pytest

from tests.guards.access.addresses import ABSENT, kind_of, names, path_to, things
from tests.guards.access.cast import ROLES
from tests.guards.access.looking import ask, browser, kind_of_answer, text_of
from tests.guards.access.table import TABLE

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
LIBRARIES = ("account_", "mfa_", "admin:", "/admin/")
"""Pages that know nobody's part in anything: three people are enough."""
STRANGERS = ("member", "manager_b", "lead_b", "coach", "administrator")
"""For whom different things are hidden, and together all of them."""


def test_every_address_has_a_row():
    assert len(names()) > 150, "the guard does not see the addresses"
    assert [name for name in names() if name not in TABLE] == []


def test_every_row_has_an_address():
    assert [name for name in TABLE if name not in names()] == []


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(world, role):
    client, wrong = browser(world.cast, role), []
    for name, row in TABLE.items():
        if name.startswith(LIBRARIES) and role not in ("lead", "administrator", "anonymous"):
            continue
        path = path_to(world, name, things(world, name)[0])
        for method, expected in zip(METHODS, row, strict=True):
            answer = kind_of_answer(ask(client, method, path))
            if answer != expected[role]:
                wrong.append(f"{method} {name}: {answer}, not {expected[role]}")
    assert not wrong


_DIFFERS = re.compile(
    r"""nonce-[^'"]+|nonce="[^"]*"|name="csrfmiddlewaretoken"[^>]*|"X-CSRFToken": "\w+"|Content-Length: \d+"""
)


def _comparable(answer, path: str) -> tuple[int, str]:
    """Status and text without what differs between any two requests: nonce, token, and the path that was asked for."""
    text = _DIFFERS.sub("", text_of(answer))
    return answer.status_code, text.replace(path, "PATH").replace(quote(path, safe=""), "PATH")


@pytest.mark.parametrize("role", STRANGERS)
def test_what_is_foreign_answers_exactly_as_what_is_not_there(world, role):
    client, compared, wrong = browser(world.cast, role), 0, []
    for name, row in TABLE.items():
        kind = kind_of(name)
        if not kind or name.startswith(("admin:", "mfa_", "nagging:", "accounts:invitation")):
            continue
        thing = things(world, name)[0]
        there, absent = path_to(world, name, thing), path_to(world, name, ABSENT)
        for method, expected in zip(METHODS, row, strict=True):
            if expected[role] != "404":
                continue
            compared += 1
            first = _comparable(ask(client, method, there), there)
            second = _comparable(ask(client, method, absent), absent)
            if first != second:
                wrong.append(f"{method} {name}")
    assert compared > 3
    assert not wrong


def test_for_whom_it_is_hidden_no_method_tells(world):
    """PUT and OPTIONS on what is foreign say no more than on what is not there."""
    client, wrong = browser(world.cast, "lead_b"), []
    for name, row in TABLE.items():
        if not kind_of(name) or row[0]["lead_b"] != "404" or name.startswith(("admin:", "mfa_")):
            continue
        thing = things(world, name)[0]
        for method in ("put", "options"):
            first, second = (ask(client, method, path_to(world, name, one)) for one in (thing, ABSENT))
            if first.status_code != second.status_code:
                wrong.append(f"{method} {name}: {first.status_code}, {second.status_code}")
    assert not wrong


def test_the_guard_sees_a_door_that_was_left_open(world, monkeypatch):
    from django.db.models import Q

    monkeypatch.setattr("cooperations.querysets.seen_by", lambda user, prefix="": Q())
    path = path_to(world, "cooperations:page", things(world, "cooperations:page")[0])
    assert kind_of_answer(ask(browser(world.cast, "lead_b"), "get", path)) == "ok"
