"""GET, HEAD and OPTIONS write nothing, and the guard that holds it sees every way of writing."""

import logging

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Absence, User
from coopnet.readonly import ALLOWED, ReadOnlyMiddleware, WriteWhileReading, reading_only, written_table
from tests.factories.accounts import person

TODAY = timezone.now().date()


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "accounts_user" ("email") VALUES (%s)', "accounts_user"),
        ('INSERT OR IGNORE INTO "accounts_user" VALUES (1)', "accounts_user"),
        ('  update "accounts_user" SET x = 1', "accounts_user"),
        ("DELETE FROM accounts_user", "accounts_user"),
        ('WITH x AS (SELECT 1) UPDATE "accounts_user" SET y = 1', "accounts_user"),
        ("TRUNCATE TABLE accounts_user", "accounts_user"),
        ('SELECT * FROM "accounts_user" FOR UPDATE', None),
        ("SELECT 'DELETE FROM accounts_user'", None),
        ("SAVEPOINT x", None),
    ],
)
def test_a_writing_statement_is_recognised(sql, table):
    assert written_table(sql) == table


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize(
    "write",
    [
        lambda user: User.objects.filter(pk=user.pk).update(first_name="X"),
        lambda user: Absence.objects.create(user=user, starts_on=TODAY, ends_on=TODAY),
        lambda user: Absence.objects.bulk_create([Absence(user=user, starts_on=TODAY, ends_on=TODAY)]),
        lambda user: Absence.objects.filter(user=user).delete(),
        lambda user: user.save(update_fields=["first_name"]),
    ],
    ids=["update", "create", "bulk_create", "delete", "save"],
)
def test_reading_refuses_to_write(db, method, write):
    user = person("Anna", "Becker")
    Absence.objects.create(user=user, starts_on=TODAY, ends_on=TODAY)
    view = ReadOnlyMiddleware(lambda request: HttpResponse(str(write(user))))
    with pytest.raises(WriteWhileReading), transaction.atomic():
        view(RequestFactory().generic(method, "/"))
    # The positive control: the very same call writes as soon as the request is one that may.
    assert view(RequestFactory().post("/")).status_code == 200


def test_a_running_installation_goes_on_and_logs_the_table(db, settings, caplog):
    settings.READONLY_STRICT = False
    user = person("Anna", "Becker")
    with caplog.at_level(logging.ERROR, "coopnet.readonly"), reading_only():
        User.objects.filter(pk=user.pk).update(first_name="X")
    assert "writes to accounts_user" in caplog.text
    user.refresh_from_db()
    assert user.first_name == "X"


def test_what_may_be_written_while_reading_exists_and_works(db, client):
    tables = connection.introspection.table_names()
    assert ALLOWED
    assert set(ALLOWED) <= set(tables)
    with reading_only():
        cache.set("seen", 1)
        session = client.session
        session["seen"] = 1
        session.save()


def test_every_request_goes_through_it(settings):
    assert "coopnet.readonly.ReadOnlyMiddleware" in settings.MIDDLEWARE
