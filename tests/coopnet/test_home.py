"""The start page sends everybody where their work is."""

import pytest
from django.urls import reverse

from coopnet import home
from tests.factories.accounts import person


def test_without_any_account_the_first_one_is_made(client, db):
    assert client.get("/").url == reverse("accounts:first_run")


def test_a_visitor_is_asked_to_sign_in(client, db):
    person("Anna", "Becker")
    assert client.get("/").url == reverse("account_login")


def test_who_takes_part_in_nothing_gets_a_friendly_page(client, db):
    client.force_login(person("Anna", "Becker", language="en"))
    page = client.get("/")
    assert page.status_code == 200
    assert "Welcome, Anna" in page.content.decode()


@pytest.mark.parametrize(
    ("roles", "start"),
    [
        ({"manager", "partner", "coach"}, "cooperations:today"),
        ({"partner", "team_member"}, "cooperations:desk"),
        ({"coach"}, "coaching:teams"),
        ({"team_member"}, "coaching:teams"),
    ],
)
def test_the_first_role_decides(client, db, monkeypatch, roles, start):
    monkeypatch.setattr(home, "has_role", lambda user, name: name in roles)
    client.force_login(person("Anna", "Becker"))
    assert client.get("/").url == reverse(start)
