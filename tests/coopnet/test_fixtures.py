"""The tools of the tests do what they say: a mail server with moods, a clock that is turned."""

import smtplib
from datetime import UTC, date, datetime

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from coopnet import clock as house_clock


def send(number: int = 1) -> None:
    EmailMessage("Größe", f"Nummer {number}", "coopnet@example.org", ["anna@example.org"]).send()


@pytest.fixture(autouse=True)
def really_send(settings, smtp_server):
    """Django's test runner keeps mails in memory; here they go over the wire."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def test_a_mail_arrives(smtp_server):
    send()
    (mail,) = smtp_server.wait_for(1)
    assert mail["Subject"] == "Größe"
    assert smtp_server.envelopes == [("coopnet@example.org", ["anna@example.org"])]
    assert smtp_server.to("anna@example.org") == [mail]


@pytest.mark.parametrize(("mood", "code"), [("4xx", 451), ("5xx", 550), ("full", 452)])
def test_a_refusal_has_its_code(smtp_server, mood, code):
    smtp_server.mood = mood
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send()
    assert refused.value.smtp_code == code
    assert smtp_server.received == []


def test_a_recipient_can_be_refused(smtp_server):
    smtp_server.mood = "refuse-recipient"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send()


def test_a_connection_can_break_after_the_mail_was_taken(smtp_server):
    smtp_server.mood = "drop"
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send()
    assert len(smtp_server.wait_for(1)) == 1


def test_the_clock_is_turned(clock):
    assert house_clock.now() == timezone.now() == datetime(2026, 3, 3, 9, tzinfo=UTC)
    clock.forward(days=2, hours=1)
    assert clock.today == date(2026, 3, 5)
    assert house_clock.now() == datetime(2026, 3, 5, 10, tzinfo=UTC)
