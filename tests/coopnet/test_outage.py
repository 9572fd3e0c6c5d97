"""While the database is away, visitors are asked to come back in a moment; a real mistake stays a mistake."""

import time

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.machine import free_port


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def no_database(transactional_db, monkeypatch):
    """A server that nobody listens at, as after a crash."""
    connection.close()
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/coopnet.sqlite3")
    else:
        monkeypatch.setitem(connection.settings_dict, "PORT", str(free_port()))
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    yield
    monkeypatch.undo()
    connection.close()


def test_a_page_says_come_back_soon_and_recovers(client, no_database, monkeypatch):
    started = time.monotonic()
    page = client.get("/")
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert time.monotonic() - started < 3
    assert "no-store" in page["Cache-Control"]
    monkeypatch.undo()
    connection.close()
    assert client.get("/").status_code == 302


def test_what_somebody_sends_is_not_an_error_of_ours(client, no_database):
    assert client.post(reverse("account_login"), {"login": "a@x.example", "password": "x"}).status_code == 503


def test_the_other_address_still_says_that_the_process_lives(client, no_database):
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "failing"


def test_a_wrong_statement_is_a_mistake_of_ours(client, db, monkeypatch):
    def broken(*args):
        raise OperationalError("no such column: x")

    monkeypatch.setattr("coopnet.home.User.objects.exists", broken)
    assert client.get("/").status_code == 500


def test_a_lock_that_does_not_end_is_said_as_such(client, db, monkeypatch):
    def locked(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr("coopnet.home.User.objects.exists", locked)
    assert client.get("/").status_code == 503
