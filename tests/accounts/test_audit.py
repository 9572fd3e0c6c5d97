"""The audit trail: written with the act, changed by nobody."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from accounts.append_only import TABLES, arm, disarm, missing
from accounts.audit import acting_from, record
from accounts.models import AuditEntry, AuditSeal
from accounts.seals import seal_new, verify
from tests.factories.accounts import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    user = person(consent=False)
    return [record("accounts.try", user, by=user, now=NOW, number=number, text="Ärger") for number in range(5)]


def forge(sql: str, *values) -> None:
    """What somebody with all rights on the database could do."""
    disarm(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    arm(connection)


def problems() -> list[str]:
    return [found.problem for found in verify(now=NOW)]


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(**{rows.model._meta.pk.name: F("pk")}),
        lambda rows: rows.delete(),
        lambda rows: rows.first().delete(),
        lambda rows: rows.first().save(),
    ],
)
@pytest.mark.parametrize("model", [AuditEntry, AuditSeal])
def test_the_database_refuses_changes(entries, model, change):
    seal_new(now=NOW)
    before = list(model.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(model.objects.all())
    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_is_refused_too(entries, table):
    seal_new(now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_the_triggers_are_there_after_all_migrations():
    assert missing(connection) == []
    disarm(connection)
    assert len(missing(connection)) == 4
    arm(connection)
    arm(connection)
    assert missing(connection) == []


def test_where_an_act_came_from(entries):
    user = entries[0].actor
    with acting_from("203.0.113.7"):
        assert record("accounts.try", user, by=user, now=NOW).origin == "203.0.113.7"
    assert record("accounts.try", user, by=user, now=NOW).origin == ""


def test_the_act_and_its_entry_are_one(entries):
    count = AuditEntry.objects.count()
    with pytest.raises(TypeError, match="not JSON serializable"), transaction.atomic():
        [record("accounts.try", entries[0].actor, by=None, now=NOW, value=value) for value in (1, object())]
    assert AuditEntry.objects.count() == count


def test_a_whole_trail_is_called_whole(entries):
    assert seal_new(now=NOW) == 5
    assert seal_new(now=NOW) == 0
    record("accounts.try", entries[0].actor, by=None, now=NOW)
    assert seal_new(now=NOW) == 1
    assert list(AuditSeal.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert problems() == []
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "6 entries" in out.getvalue()


@pytest.mark.parametrize(
    ("column", "value"),
    [("verb", "accounts.other"), ("actor_id", None), ("object_id", 999), ("origin", "x"), ("data", '{"number": 77}')],
)
def test_a_changed_value_is_found(entries, column, value):
    seal_new(now=NOW)
    forge(f"UPDATE accounts_auditentry SET {column} = %s WHERE id = %s", value, entries[2].pk)
    assert problems() == ["the entry or the seal was changed"]


def test_a_missing_entry_is_found_even_with_its_seal(entries):
    seal_new(now=NOW)
    forge("DELETE FROM accounts_auditseal WHERE entry_id = %s", entries[2].pk)
    forge("DELETE FROM accounts_auditentry WHERE id = %s", entries[2].pk)
    assert "seals are missing" in problems()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=StringIO(), stderr=StringIO())


def test_an_entry_that_nobody_sealed_is_found(entries):
    assert problems() == []
    late = [found.problem for found in verify(now=NOW + timedelta(hours=2))]
    assert late == ["the entry has no seal"] * 5


def test_a_missing_trigger_is_told(entries):
    disarm(connection)
    with pytest.raises(CommandError):
        call_command("verify_audit", "--seal", stdout=StringIO(), stderr=StringIO())
    arm(connection)


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_works_and_leaves_the_triggers():
    user = person(consent=False)
    record("accounts.try", user, by=user, now=NOW)
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.exists()
    assert missing(connection) == []
