"""Every mail about accounts, in both languages."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from allauth.account.models import EmailAddress

from accounts.actions.invitations import invite
from accounts.letters.notices import KINDS
from accounts.mail.composers import Message, composed
from accounts.mail.message import wire_form
from accounts.mail.outbox import enqueue
from accounts.models import OutboundMail, User
from tests.factories.accounts import NOW, manager, person
from tests.mails.snapshots import assert_good_html, assert_like_snapshot

pytestmark = pytest.mark.django_db
both_languages = pytest.mark.parametrize("language", ["en", "de"])


@pytest.fixture(autouse=True)
def standing_clock(clock):
    """Links that expire are made at a known time."""


def written(mail: OutboundMail) -> Message:
    message = composed([mail], NOW)[mail.pk]
    assert isinstance(message, Message), message
    return message


def notice(kind: str, user: User, **more) -> OutboundMail:
    at = datetime(2026, 3, 2, 15, 30, tzinfo=UTC).isoformat()
    payload = {"kind": kind, "email": user.email, "at": at, **more}
    return enqueue(
        key=f"test.{kind}.{user.pk}", category="account", composer="accounts.notice", payload=payload, to=user, now=NOW
    )


def payload_of(kind: str, user: User) -> dict:
    if kind == "email_confirmation":
        return {"address_id": EmailAddress.objects.create(user=user, email="new@becker.example").pk}
    if kind == "email_changed":
        return {"from_email": "old@becker.example", "to_email": "new@becker.example"}
    return {}


@both_languages
@pytest.mark.parametrize("kind", KINDS)
def test_notices(kind, language):
    user = person("Anna", "Becker", form_of_address="ms", language=language, email="anna@becker.example")
    message = written(notice(kind, user, **payload_of(kind, user)))
    assert_like_snapshot(f"accounts.{kind}", language, message)
    assert_good_html(message)


@both_languages
@pytest.mark.parametrize("about", ["", "the cooperation “Catalogue”"])
def test_invitation(language, about):
    host = manager(first_name="Maria", last_name="Winter", email="maria@winter.example")
    user = invite(
        email="jan@hansen.example",
        first_name="Jan",
        last_name="Hansen",
        language=language,
        about=about,
        by=host,
        now=NOW,
    )
    message = written(user.mails.get())
    assert_like_snapshot("accounts.invitation" + (".about" if about else ""), language, message)
    assert_good_html(message)
    assert message.headers["Reply-To"] == "maria@winter.example"


@both_languages
def test_an_invitation_by_nobody(language):
    host = manager()
    user = invite(email="jan@hansen.example", first_name="", last_name="", language=language, by=host, now=NOW)
    user.invitations.update(invited_by=None)
    message = written(user.mails.get())
    assert_like_snapshot("accounts.invitation.nobody", language, message)
    assert "Reply-To" not in message.headers


@pytest.mark.parametrize(
    ("fields", "english"),
    [
        ({"form_of_address": "ms"}, "Dear Ms Becker,"),
        ({"form_of_address": "mr"}, "Dear Mr Becker,"),
        ({"form_of_address": "neutral"}, "Hello Anna Becker,"),
    ],
)
def test_greetings(fields, english):
    message = written(notice("password_changed", person("Anna", "Becker", **fields)))
    assert message.text.startswith(english)


def test_nobody_is_greeted_by_their_address():
    user = person("Anna", "Becker", form_of_address="mr")
    User.objects.filter(pk=user.pk).update(first_name="", last_name="")
    assert written(notice("password_changed", user)).text.startswith("Hello,\n")


def test_what_people_typed_is_text_and_nothing_else():
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    host = manager(first_name=evil, last_name="W\r\nBcc: all@example.org")
    user = invite(
        email="jan@hansen.example", first_name=evil, last_name="H", language="en", about=evil, by=host, now=NOW
    )
    mail = user.mails.get()
    message = written(mail)
    assert "<script>" not in message.html
    assert "<img" not in message.html
    assert evil in message.text
    sent = message_from_bytes(wire_form(mail, message).message().as_bytes(), policy=policy.default)
    assert sent["Bcc"] is None
    assert sent["To"] == "jan@hansen.example"


def test_twenty_mails_are_written_with_as_many_queries_as_two(django_assert_num_queries):
    people = [person() for _number in range(20)]
    mails = [notice("password_changed", user) for user in people]
    invitations = [
        invite(email=f"p{number}@hansen.example", first_name="P", last_name="H", by=people[0], now=NOW).mails.get()
        for number in range(10)
    ]
    for batch in (mails[:2] + invitations[:2], mails + invitations):
        loaded = list(OutboundMail.objects.filter(pk__in=[mail.pk for mail in batch]).select_related("to"))
        with django_assert_num_queries(6):
            assert len(composed(loaded, NOW)) == len(batch)
