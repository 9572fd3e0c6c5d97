"""The two addresses for monitoring tell the truth and nothing else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from coopnet import health
from coopnet.jobs import heartbeat


@pytest.fixture
def beating(db):
    heartbeat()
    yield
    cache.delete(health.HEARTBEAT)


def test_everything_works(client, beating):
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert answer.json() == {"database": "ok", "migrations": "ok", "broker": "ok", "jobs": "ok"}


def test_nobody_needs_to_sign_in_nor_to_name_the_host(client, beating):
    for path in ("/healthz", "/readyz"):
        answer = client.get(path, headers={"host": "10.0.0.7"})
        assert answer.status_code == 200
        assert not answer.cookies


def test_the_process_lives_without_a_database(client, monkeypatch):
    # No db fixture: any query would fail.
    assert client.get("/healthz").content == b"alive\n"


def test_no_heartbeat_yet(client, db):
    cache.delete(health.HEARTBEAT)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["jobs"] == "failing"


def test_the_last_heartbeat_is_too_old(client, db):
    cache.set(health.HEARTBEAT, timezone.now() - health.HEARTBEAT_LATE - timedelta(seconds=1), None)
    assert client.get("/readyz").json()["jobs"] == "failing"


def test_a_migration_is_missing(client, beating):
    MigrationRecorder.Migration.objects.filter(app="accounts").order_by("-pk")[:1].get().delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "failing")


def test_the_database_is_away(client, beating, monkeypatch):
    def away() -> bool:
        raise OperationalError("could not connect to server secret-host")

    monkeypatch.setitem(health.CHECKS, "database", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "failing")
    assert b"secret-host" not in answer.content


def test_redis_is_away(client, beating, settings, monkeypatch):
    from celery import Celery

    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    monkeypatch.setattr("coopnet.celery.app", Celery("elsewhere", broker=settings.REDIS_URL, set_as_current=False))
    started = timezone.now()
    assert client.get("/readyz").json()["broker"] == "failing"
    assert timezone.now() - started < timedelta(seconds=4)
