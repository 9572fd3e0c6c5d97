"""A unique word stands in every field of the world: nobody finds one that is not for them, anywhere."""

import logging

import pytest
from django.db import connection
from django.db.models import Q

from accounts.models import AuditEntry
from coopnet.logs import LineFormatter
from tests.guards.access.canaries import WITHOUT, text_fields, words_in
from tests.guards.access.cast import ROLES
from tests.guards.access.scanning import leaks, scan

pytestmark = pytest.mark.django_db
NOTE = "coaching.PrivateNote.ciphertext"


@pytest.fixture(scope="module")
def read_by(world) -> dict[str, dict]:
    """Role -> what it finds on all its pages, filled as far as tests have looked."""
    return {}


@pytest.fixture
def reading(world, read_by, caplog):
    """``reading(role)`` looks through everything once, and makes sure that the log tells none of it."""

    def look(role: str) -> dict:
        if role not in read_by:
            with caplog.at_level(logging.DEBUG):
                read_by[role] = scan(world, role)
            lines = "\n".join(LineFormatter().format(record) for record in caplog.records)
            assert "Forbidden" in lines or role == "anonymous", "the guard does not see the log"
            assert words_in(lines) == set()
        return read_by[role]

    return look


def test_every_field_that_somebody_fills_has_a_canary(world):
    assert len(text_fields()) > 80, "the guard does not see the fields"
    assert text_fields() - world.canaries.fields() - set(WITHOUT) == set()


def test_no_exception_is_out_of_date(world):
    assert set(WITHOUT) - text_fields() == set()
    assert set(WITHOUT) & world.canaries.fields() == set()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_what_is_not_theirs(world, reading, role):
    found = reading(role)
    assert leaks(world, role, found) == []
    assert (len(found) > 3) == (role != "anonymous"), "the guard does not see the pages"


def test_whoever_may_read_something_finds_it(world, reading):
    """The other half: a word that nobody finds would prove nothing."""
    nowhere = [
        f"{canary.field} of {canary.whose}"
        for canary in world.canaries
        if not any(canary.word in reading(role) for role in canary.readers if role in ROLES)
    ]
    assert nowhere == []


def test_manager_and_deputy_read_the_private_note_of_the_manager(world, reading):
    """By name, because it is the one most easily lost or shown to too many."""
    notes = {c.word for c in world.canaries if c.field == "cooperations.Cooperation.manager_note" and c.whose == "A"}
    assert len(notes) == 3
    for role in ROLES:
        assert bool(notes & set(reading(role))) == (role in ("manager", "deputy"))


@pytest.mark.parametrize(
    ("protection", "without", "role", "pages"),
    [
        ("cooperations.querysets.seen_by", lambda user, prefix="": Q(), "lead_b", "cooperations:page"),
        ("cooperations.views.agreement.Reader.hides_in", lambda reader, terms: False, "lead", "cooperations:agreement"),
        ("coaching.visibility.existence", lambda user, prefix="": Q(), "member", "coaching:page"),
        ("coaching.views.engagements.may_see_subject", lambda standing: True, "manager", "coaching:page"),
        ("partners.permissions.is_keeper", lambda user, firm: True, "lead", "partners:firm"),
        ("partners.querysets.ContactQuerySet.visible_to", lambda rows, user: rows, "manager_b", "partners:contact"),
    ],
)
def test_the_guard_hears_what_a_missing_protection_lets_out(world, monkeypatch, protection, without, role, pages):
    monkeypatch.setattr(protection, without)
    assert leaks(world, role, scan(world, role, only=pages))


def test_mails_tell_nobody_what_is_not_theirs(world):
    assert len(world.mails) > 2
    for mail in world.mails:
        [address] = mail.to
        role = next(role for role, user in world.cast.people.items() if user.email == address)
        # Who was invited a moment ago belongs to the firm as any member does.
        allowed = {role, "member"} if role == "invited" else {role}
        parts = [mail.subject, mail.body, *(content for content, _kind in mail.alternatives), str(mail.extra_headers)]
        words = {word for part in parts for word in words_in(part)}
        assert words
        strange = [world.canaries[word] for word in words if not allowed & world.canaries[word].readers]
        assert strange == []


def test_the_trail_holds_nothing_private(world):
    told = {word for entry in AuditEntry.objects.all() for word in words_in(f"{entry.verb} {entry.data}")}
    assert told, "the guard does not see the trail"
    assert [world.canaries[word] for word in told if world.canaries[word].private] == []


def _stored() -> set[str]:
    """Every word that can be read in any table, whatever its columns hold."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                    found |= words_in(text)
    return found


def test_no_table_holds_a_private_note_in_plain_words(world):
    notes = {canary.word for canary in world.canaries if canary.field == NOTE}
    summaries = {canary.word for canary in world.canaries if canary.field == "coaching.Session.summary"}
    assert len(notes) == 2
    assert summaries <= _stored(), "the guard does not see the tables"
    assert notes & _stored() == set()
