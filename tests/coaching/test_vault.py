"""Private notes: read by their author, and by nobody and nothing else."""

import io
import logging
import sys
from pathlib import Path

import pytest
from django.contrib import admin
from django.core import management
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from accounts.errors import ActionRefused
from accounts.models import AuditEntry, OutboundMail
from coaching import vault
from coaching.actions.moves import erase_notes, move
from coaching.actions.notes import delete_private_note, write_private_note
from coaching.actions.team import add_member
from coaching.enums import EngagementState as S
from coaching.enums import Vote
from coaching.models import EngagementKey, PrivateNote
from tests.factories import coaching

CANARY = "Zwielichtkanarie"


@pytest.fixture
def noted(people):
    """A running engagement with a note on a session and one on the whole, both with the canary."""
    engagement = coaching.running(people)
    session = coaching.held(people, engagement)
    write_private_note(engagement, text=f"{CANARY} one", session=session, by=people.coach, now=people.now)
    write_private_note(engagement, text=f"{CANARY} two", by=people.coach, now=people.now)
    return engagement


def all_rows() -> bytes:
    """Every value of every table, as it lies in the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
                ]
    return b"\n".join(found)


def test_author_reads_own_notes(people, noted):
    texts = {note.text for note in vault.read_notes(noted, reader=people.coach)}
    assert texts == {f"{CANARY} one", f"{CANARY} two"}
    session = noted.sessions.get()
    assert [note.text for note in vault.read_notes(noted, reader=people.coach, session=session)] == [f"{CANARY} one"]


def test_one_note_per_session_is_rewritten(people, noted):
    session = noted.sessions.get()
    write_private_note(noted, text="shorter", session=session, by=people.coach, now=people.now)
    assert [note.text for note in vault.read_notes(noted, reader=people.coach, session=session)] == ["shorter"]
    assert AuditEntry.objects.filter(verb="coaching.write_note").count() == 2


def test_nobody_else_reads_them(people, noted):
    for user in (people.manager, *people.leads, *people.team, *people.outsiders):
        with pytest.raises(vault.NotVisible):
            vault.read_notes(noted, reader=user)
        with pytest.raises(vault.NotVisible):
            vault.write_note(noted, author=user, text="x", now=people.now)
        for note_id in PrivateNote.objects.values_list("pk", flat=True):
            with pytest.raises(vault.NotVisible):
                vault.delete_note(note_id, author=user)
    assert PrivateNote.objects.count() == 2


def test_no_page_of_anybody_else_has_them(people, noted, as_user):
    session = noted.sessions.get()
    addresses = [
        "/coaching/",
        f"/coaching/{noted.pk}/",
        f"/coaching/{noted.pk}/notes/",
        f"/coaching/{noted.pk}/decisions/",
        f"/coaching/sessions/{session.pk}/",
        f"/cooperations/{people.cooperation.pk}/",
    ]
    for user in (people.manager, *people.leads, *people.team, *people.outsiders):
        browser = as_user(user)
        for address in addresses:
            assert CANARY not in browser.get(address).content.decode(), (user, address)
        for address in (addresses[2], f"/coaching/sessions/{session.pk}/note/", f"/coaching/{noted.pk}/notes/erase/"):
            assert browser.get(address).status_code == 404
            assert browser.post(address, {"text": "x"}).status_code == 404
    own = as_user(people.coach)
    assert CANARY in own.get(addresses[2]).content.decode(), "the control: the author does see them"
    assert CANARY in own.get(addresses[4]).content.decode()
    assert CANARY not in own.get(addresses[1]).content.decode()


def test_a_successor_does_not_inherit_them(people, noted, as_user):
    add_member(noted, user=people.colleague, firm=people.firms[0], by=people.team[0], now=people.now)
    from coaching.actions.ballots import choose_coach, vote

    vote(noted.ballots.get(state="open"), choice=Vote.CANNOT_ACCEPT, by=people.colleague, now=people.now)
    ballot = choose_coach(noted, coach=people.other_coach, by=people.manager, now=people.now)
    for user in (*people.team, people.colleague):
        vote(ballot, choice=Vote.WANT, by=user, now=people.now)
    noted.refresh_from_db()
    assert noted.coach == people.other_coach
    assert vault.read_notes(noted, reader=people.other_coach) == []
    assert CANARY not in as_user(people.other_coach).get(f"/coaching/{noted.pk}/notes/").content.decode()
    with pytest.raises(vault.NotVisible):
        vault.read_notes(noted, reader=people.coach)


def test_database_holds_no_plaintext(people, noted):
    rows = all_rows()
    assert CANARY.encode() not in rows
    assert b"We talked about prices." in rows, "the control: other text is found this way"
    dump = io.StringIO()
    management.call_command("dumpdata", "coaching", "accounts", stdout=dump)
    assert CANARY not in dump.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_holds_no_plaintext(clock):
    """As somebody finds it who copies the files of the database (SQLite), or its tables."""
    people = coaching.cast(clock.now)
    engagement = coaching.running(people)
    coaching.held(people, engagement, summary="Summarycanary")
    write_private_note(engagement, text=CANARY, by=people.coach, now=people.now)
    content = all_rows()
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        content = b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*") if path.is_file())
    assert b"Summarycanary" in content, "the control: other text is found this way"
    assert CANARY.encode() not in content


def test_logs_mails_and_reprs_hold_no_plaintext(people, noted, as_user, caplog):
    session = noted.sessions.get()
    with caplog.at_level(logging.DEBUG), connection.execute_wrapper(_log_everything):
        browser = as_user(people.coach)
        browser.post(f"/coaching/sessions/{session.pk}/note/", {"text": CANARY})
        browser.get(f"/coaching/sessions/{session.pk}/")
    assert "PrivateNote" in caplog.text or "privatenote" in caplog.text
    assert CANARY not in caplog.text
    notes = vault.read_notes(noted, reader=people.coach)
    assert CANARY not in repr(notes)
    assert CANARY not in " ".join(f"{note} {note!r}" for note in PrivateNote.objects.all())
    assert CANARY not in str([(row.verb, row.data) for row in AuditEntry.objects.all()])
    assert CANARY not in str(list(OutboundMail.objects.values()))


def _log_everything(execute, sql, params, many, context):
    logging.getLogger("statements").debug("%s %s", sql, params)
    return execute(sql, params, many, context)


def test_error_report_holds_no_plaintext(people, noted, as_user, monkeypatch):
    """The report that an administrator gets when the vault breaks in the middle of writing."""

    def broken(*_args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(vault, "_note_place", broken)
    browser = as_user(people.coach)
    session = noted.sessions.get()
    request = RequestFactory().post(f"/coaching/sessions/{session.pk}/note/", {"text": CANARY})
    try:
        browser.post(f"/coaching/sessions/{session.pk}/note/", {"text": CANARY})
    except RuntimeError:
        reporter = ExceptionReporter(_marked(request), *sys.exc_info())
        text, html = reporter.get_traceback_text(), reporter.get_traceback_html()
    assert "the disk is full" in text
    assert CANARY not in _without_test_frames(text)
    assert "_note_place" in html


def _marked(request):
    request.sensitive_post_parameters = "__ALL__"
    return request


def _without_test_frames(text: str) -> str:
    """The plain report shows no local variables; posted values it would show."""
    return "\n".join(line for line in text.splitlines() if "tests/coaching" not in line)


def test_posts_are_marked_as_sensitive():
    from coaching.urls import urlpatterns

    protected = [pattern.callback for pattern in urlpatterns if "<int:pk>" in str(pattern.pattern)]
    assert len(protected) > 20
    for view in protected:
        names = set()
        while view:
            names.add(view.__code__.co_name)
            view = getattr(view, "__wrapped__", None)
        assert "sensitive_post_parameters_wrapper" in names


def test_ciphertext_is_bound_to_its_place(people, noted):
    first, second = PrivateNote.objects.order_by("written_at", "pk")
    first.ciphertext, second.ciphertext = second.ciphertext, first.ciphertext
    first.save(update_fields=["ciphertext"])
    second.save(update_fields=["ciphertext"])
    assert {note.text for note in vault.read_notes(noted, reader=people.coach)} == {None}


def test_note_given_to_another_author_does_not_open(people, noted):
    noted.coach = people.other_coach
    noted.save(update_fields=["coach"])
    PrivateNote.objects.update(author=people.other_coach)
    assert {note.text for note in vault.read_notes(noted, reader=people.other_coach)} == {None}


def test_without_the_key_outside_the_database_nothing_opens(people, noted, settings):
    settings.VAULT_KEY = "another key of thirty-two letters or more"
    with pytest.raises(vault.Unreadable):
        vault.read_notes(noted, reader=people.coach)
    settings.VAULT_KEY = ""
    with pytest.raises(ImproperlyConfigured):
        vault.write_note(noted, author=people.coach, text="x", now=people.now)


def test_key_of_another_engagement_does_not_open(people, noted):
    other = coaching.running(people)
    write_private_note(other, text="x", by=people.coach, now=people.now)
    EngagementKey.objects.filter(engagement=noted).update(wrapped=EngagementKey.objects.get(engagement=other).wrapped)
    with pytest.raises(vault.Unreadable):
        vault.read_notes(noted, reader=people.coach)


def test_erasure_makes_unreadable(people, noted, as_user):
    kept = list(PrivateNote.objects.all())
    with pytest.raises(ActionRefused):
        erase_notes(noted, by=people.coach, now=people.now)
    move(noted, to=S.TERMINATED, by=people.team[0], now=people.now, reason="moved on")
    for user in (people.manager, people.team[0], people.administrator):
        with pytest.raises(ActionRefused):
            erase_notes(noted, by=user, now=people.now)
    browser = as_user(people.coach)
    assert browser.get(f"/coaching/{noted.pk}/notes/erase/").status_code == 200
    assert PrivateNote.objects.count() == 2, "looking erases nothing"
    browser.post(f"/coaching/{noted.pk}/notes/erase/")
    assert not PrivateNote.objects.exists()
    # What a backup of the rows would bring back stays closed.
    PrivateNote.objects.bulk_create(kept)
    assert {note.text for note in vault.read_notes(noted, reader=people.coach)} == {None}
    with pytest.raises(ActionRefused):
        write_private_note(noted, text="again", by=people.coach, now=people.now)
    assert EngagementKey.objects.get(engagement=noted).wrapped in (b"", memoryview(b""))


def test_delete_one(people, noted):
    note = vault.read_notes(noted, reader=people.coach)[0]
    delete_private_note(noted, note_id=note.id, by=people.coach, now=people.now)
    assert len(vault.read_notes(noted, reader=people.coach)) == 1


def test_no_coaching_model_is_in_the_admin():
    assert not [model for model in admin.site._registry if model._meta.app_label == "coaching"]


def test_notes_carry_no_plaintext_field():
    kinds = {field.name: field.get_internal_type() for field in PrivateNote._meta.fields}
    assert [name for name, kind in kinds.items() if kind in ("TextField", "CharField", "JSONField")] == []
