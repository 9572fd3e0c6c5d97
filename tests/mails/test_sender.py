"""The outbox and its sender against a real SMTP server: what is sent, retried, given up, or left in doubt."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import MailCategory, MailState
from accounts.mail import composers
from accounts.mail.composers import Message, Postponed, Withdrawn
from accounts.mail.outbox import GIVE_UP_AFTER, enqueue
from accounts.mail.sender import LEASE, lease, recover, send_batch
from accounts.models import OutboundMail, User
from tests.factories.accounts import person

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def toy_composer(monkeypatch):
    """Composes what the payload says: words, withdrawal, another hour or a failure."""

    def compose(mails, now):
        answers = {}
        for mail in mails:
            match mail.payload.get("act"):
                case "withdraw":
                    answers[mail.pk] = Withdrawn("settled")
                case "later":
                    answers[mail.pk] = Postponed(now + timedelta(hours=3), "night")
                case "fail":
                    raise KeyError("broken")
                case _:
                    answers[mail.pk] = Message(
                        mail.payload.get("subject", "Grüße"),
                        "Text mit Umlauten: äöü\n.\n..\nhttp://x/SECRET/\n",
                        "<p>äöü SECRET</p>",
                        {"List-Unsubscribe": "<http://x/>"},
                        secrets=("SECRET",),
                        included=(7,),
                    )
        return answers

    monkeypatch.setattr(composers, "_composers", {"toy": compose})


def put(to: User, key: str = "toy.1", *, resends: int = 0, now: datetime = NOW, **payload) -> OutboundMail:
    return enqueue(
        key=key, category=MailCategory.DIGEST, composer="toy", payload=payload, to=to, now=now, resends=resends
    )


def state(row: OutboundMail) -> str:
    row.refresh_from_db()
    return row.state


def test_a_mail_arrives_once_with_its_headers_and_is_kept_without_secrets(smtp_server):
    row = put(person(email="anna@firm.example"))
    assert send_batch(now=NOW).sent == 1
    assert send_batch(now=NOW).taken == 0
    [mail] = smtp_server.wait_for(1)
    assert mail["To"] == "anna@firm.example"
    assert mail["Subject"] == "Grüße"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<http://x/>"
    assert mail["Message-ID"].startswith("<")
    assert mail.get_body(("plain",)).get_content().splitlines()[:3] == ["Text mit Umlauten: äöü", ".", ".."]
    assert "SECRET" in mail.get_body(("html",)).get_content()
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.attempts, row.to_address) == (MailState.SENT, NOW, 1, "anna@firm.example")
    assert "SECRET" not in row.text + row.html
    assert row.payload["included"] == [7]


def test_many_mails_share_one_connection_and_few_statements(smtp_server):
    people = [person() for _number in range(30)]
    for number, to in enumerate(people):
        put(to, f"toy.{number}")
    with CaptureQueriesContext(connection) as captured:
        assert send_batch(now=NOW).sent == 30
    assert smtp_server.connections == 1
    assert len(smtp_server.wait_for(30)) == 30
    assert len(captured) / 30 <= 3, len(captured)


def test_the_same_key_is_one_mail(smtp_server):
    to = person()
    assert put(to).pk == put(to).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboundMail.objects.create(
            key="toy.1", category="digest", composer="toy", to=to, created_at=NOW, not_before=NOW, expires_at=NOW
        )


def test_a_mail_waits_for_its_moment(smtp_server):
    enqueue(
        key="k",
        category="digest",
        composer="toy",
        payload={},
        to=person(),
        now=NOW,
        not_before=NOW + timedelta(hours=1),
    )
    assert send_batch(now=NOW).taken == 0
    assert send_batch(now=NOW + timedelta(hours=1)).sent == 1


def test_withdrawn_and_postponed_mails_do_not_leave(smtp_server):
    gone, later = put(person(), "a", act="withdraw"), put(person(), "b", act="later")
    send_batch(now=NOW)
    assert (state(gone), gone.last_error) == (MailState.WITHDRAWN, "settled")
    assert (state(later), later.not_before) == (MailState.PENDING, NOW + timedelta(hours=3))
    assert smtp_server.received == []


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(smtp_server):
    broken, fine = put(person(), "a", act="fail"), put(person(), "b")
    send_batch(now=NOW)
    assert state(fine) == MailState.SENT
    assert state(broken) == MailState.PENDING
    assert (broken.last_error, broken.attempts) == ("KeyError", 1)
    assert broken.not_before > NOW


def test_a_line_break_in_a_subject_cannot_make_a_header(smtp_server):
    put(person(), subject="Catalogue\r\nBcc: everybody@example.org")
    send_batch(now=NOW)
    [mail] = smtp_server.wait_for(1)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Catalogue Bcc: everybody@example.org"


@pytest.mark.parametrize("mood", ["4xx", "full"])
def test_a_temporary_refusal_is_tried_again_with_longer_waits(smtp_server, mood):
    row = put(person())
    smtp_server.mood = mood
    assert send_batch(now=NOW).later == 1
    first = (state(row), row.not_before)
    assert first == (MailState.PENDING, NOW + timedelta(minutes=1))
    assert row.last_error.startswith("45")
    send_batch(now=first[1])
    row.refresh_from_db()
    assert row.not_before == first[1] + timedelta(minutes=5)
    smtp_server.mood = "ok"
    send_batch(now=row.not_before)
    assert state(row) == MailState.SENT
    assert len(smtp_server.received) == 1


@pytest.mark.parametrize("mood", ["5xx", "refuse-recipient"])
def test_an_address_that_does_not_exist_is_suspended(smtp_server, mood):
    row = put(person())
    smtp_server.mood = mood
    assert send_batch(now=NOW).failed == 1
    assert state(row) == MailState.FAILED
    row.to.refresh_from_db()
    assert row.to.mail_suspended_at == NOW


def test_a_refused_mail_leaves_the_connection_to_the_next(smtp_server):
    rows = [put(person(), f"toy.{number}") for number in range(3)]
    smtp_server.mood = "refuse-recipient"
    send_batch(now=NOW)
    assert {state(row) for row in rows} == {MailState.FAILED}
    assert smtp_server.connections == 1


def test_without_a_mail_server_everything_waits_and_nothing_is_lost(smtp_server, settings):
    rows = [put(person(), f"toy.{number}") for number in range(3)]
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send_batch(now=NOW).later == 3
    assert {state(row) for row in rows} == {MailState.PENDING}
    settings.EMAIL_PORT = right
    assert send_batch(now=NOW + timedelta(minutes=2)).sent == 3


def test_after_48_hours_in_vain_a_mail_is_shown_as_undeliverable(smtp_server, settings):
    row = put(person())
    settings.EMAIL_PORT = 1
    moment = NOW
    while moment < NOW + GIVE_UP_AFTER:
        send_batch(now=moment)
        moment += timedelta(hours=5)
    assert state(row) == MailState.PENDING
    send_batch(now=NOW + GIVE_UP_AFTER)
    assert state(row) == MailState.FAILED


def test_a_mail_that_was_never_tried_expires_as_no_longer_needed(smtp_server):
    row = put(person())
    assert send_batch(now=NOW + GIVE_UP_AFTER).taken == 0
    assert state(row) == MailState.WITHDRAWN


def test_a_connection_cut_after_the_mail_leaves_it_unknown_and_unsent_again(smtp_server):
    row, next_one = put(person(), "a"), put(person(), "b")
    smtp_server.mood = "drop"
    assert send_batch(now=NOW).unknown == 1
    smtp_server.mood = "ok"
    assert state(next_one) == MailState.PENDING
    assert send_batch(now=NOW + timedelta(minutes=2)).sent == 1
    assert (state(row), state(next_one)) == (MailState.LEASED, MailState.SENT)
    send_batch(now=NOW + LEASE)
    assert state(row) == MailState.UNKNOWN
    assert len(smtp_server.received) == 2


def test_what_may_be_sent_again_is_sent_once_more_with_the_same_message_id(smtp_server):
    row = put(person(), resends=1)
    smtp_server.mood = "drop"
    send_batch(now=NOW)
    send_batch(now=NOW + LEASE)
    send_batch(now=NOW + 2 * LEASE)
    assert state(row) == MailState.UNKNOWN
    assert len({mail["Message-ID"] for mail in smtp_server.received}) == 1
    assert len(smtp_server.received) == 2


def test_a_lease_that_was_not_used_is_free_again(smtp_server):
    row = put(person())
    lease(now=NOW, limit=10)
    assert send_batch(now=NOW + LEASE / 2).taken == 0
    assert send_batch(now=NOW + LEASE).sent == 1
    assert state(row) == MailState.SENT


def test_who_lost_the_lease_writes_nothing(smtp_server):
    row = put(person())
    token, [held] = lease(now=NOW, limit=10)
    recover(now=NOW + LEASE)
    assert not OutboundMail.objects.filter(pk=held.pk, lease_token=token).exists()
    assert state(row) == MailState.PENDING


def test_any_mail_backend_of_django_will_do(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    django_mail.outbox = []
    put(person())
    assert send_batch(now=NOW).sent == 1
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_mail_once(smtp_server):
    people = [person() for _number in range(40)]
    for number, to in enumerate(people):
        put(to, f"toy.{number}")
    problems = []

    def work():
        try:
            while send_batch(now=NOW, limit=5).taken:
                pass
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
    assert OutboundMail.objects.filter(state=MailState.SENT).count() == 40
    assert len({mail["Message-ID"] for mail in smtp_server.wait_for(40)}) == 40
    assert len(smtp_server.received) == 40
