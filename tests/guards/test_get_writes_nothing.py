"""Whoever looks changes nothing: GET and HEAD of every address, by everybody, leave every table as it was."""

import hashlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.guards.access.addresses import names, path_to, things
from tests.guards.access.canaries import HOUSE
from tests.guards.access.looking import browser

pytestmark = pytest.mark.django_db
ROLES = ("manager", "other_lead", "coach", "team_member", "administrator", "anonymous")
METHODS = ("get", "head")
# Sessions are not looked at: a page may renew the one of its visitor.
APPS = (*HOUSE, "account", "mfa")


def tables() -> list[str]:
    models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return sorted({model._meta.db_table for model in models})


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def fingerprint() -> dict[str, tuple[int, str]]:
    """Table -> number of its rows and a checksum over all that stands in them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(
                repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
            )
            found[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


@pytest.fixture
def unguarded(monkeypatch):
    """Without the middleware that refuses such writes: the views themselves have to be innocent."""
    monkeypatch.setattr("coopnet.readonly.written_table", lambda sql: None)


def look_at_everything(world, client: Client, method: str) -> int:
    paths = [path_to(world, name, things(world, name)[0]) for name in names()]
    cookies = client.cookies.copy()
    for path in paths:
        getattr(client, method)(path)
        client.cookies = cookies.copy()
    return len(paths)


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("role", ROLES)
def test_looking_changes_nothing(world, role):
    client = browser(world.cast, role)
    before = fingerprint()
    assert len(before) > 30
    assert sum(count for count, _digest in before.values()) > 500
    for method in METHODS if role in ("manager", "other_lead") else METHODS[:1]:
        assert look_at_everything(world, client, method) > 150
    after = fingerprint()
    assert [table for table in before if before[table] != after[table]] == []


@pytest.mark.usefixtures("unguarded")
def test_the_guard_notices_a_page_that_writes(world, monkeypatch):
    def writing_has_role(user, name: str) -> bool:
        User.objects.filter(pk=user.pk).update(phone="looked")
        return False

    client = browser(world.cast, "lead")
    before = fingerprint()
    monkeypatch.setattr("coopnet.home.has_role", writing_has_role)
    client.get("/")
    after = fingerprint()
    assert [table for table in before if before[table] != after[table]] == ["accounts_user"]
