"""From being invited to being signed in, and everybody who tries otherwise."""

import hashlib
import re
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse

from accounts.actions.invitations import VALID_FOR, accept, find, invite, remind, resend
from accounts.actions.signing_in import suspend
from accounts.errors import ActionRefused
from accounts.mail.composers import Withdrawn, composed
from accounts.models import AuditEntry, Invitation, OutboundMail, User
from accounts.tokens import token_from
from tests.factories.accounts import NOW, PASSWORD, manager

pytestmark = pytest.mark.django_db
CHOSEN = "seven lanterns by the lake"


def invited(host: User, email: str = "jan.hansen@example.org", **fields) -> User:
    fields = {
        "first_name": "Jan",
        "last_name": "Hansen",
        "language": "en",
        "about": "the cooperation Catalogue",
        **fields,
    }
    return invite(email=email, by=host, now=NOW, **fields)


def token_of(user: User) -> str:
    return token_from(user.invitations.first().nonce)


def page_of(user: User) -> str:
    return reverse("accounts:invitation", args=[token_of(user)])


def answer(**changed) -> dict:
    return {"password": CHOSEN, "password_again": CHOSEN, "consent": "on", **changed}


def test_an_invited_person_sets_a_password_and_is_signed_in(client, host, clock):
    user = invited(host)
    page = client.get(page_of(user))
    assert page.status_code == 200
    assert "Maria Winter" in page.text
    assert "the cooperation Catalogue" in page.text

    answered = client.post(page_of(user), answer())

    assert answered.status_code == 302
    assert answered.url == reverse("home")
    user.refresh_from_db()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.check_password(CHOSEN)
    assert user.mail_consent_at == NOW
    assert user.mail_consent_version == "2026-11"
    assert EmailAddress.objects.get(user=user).verified
    verbs = list(AuditEntry.objects.filter(object_id=user.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        "accounts.add_person",
        "accounts.invite",
        "accounts.accept_invitation",
        "accounts.agree_to_reminders",
    ]


def test_whoever_accepted_can_sign_in_later(client, host, clock):
    user = invited(host)
    client.post(page_of(user), answer())
    client.logout()
    answered = client.post(reverse("account_login"), {"login": user.email, "password": CHOSEN})
    assert answered.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_consent_is_not_assumed(client, host, clock):
    user = invited(host)
    client.post(page_of(user), {"password": CHOSEN, "password_again": CHOSEN})
    user.refresh_from_db()
    assert user.has_usable_password()
    assert user.mail_consent_at is None
    assert user.mail_consent_version == ""


def test_looking_at_the_link_any_number_of_times_changes_nothing(client, host, clock, django_assert_num_queries):
    user = invited(host)
    before = Invitation.objects.values().get(), AuditEntry.objects.count()
    for _visit in range(3):
        client.get(page_of(user))
        client.head(page_of(user))
    assert (Invitation.objects.values().get(), AuditEntry.objects.count()) == before


def test_a_link_works_once(client, host, clock):
    user = invited(host)
    client.post(page_of(user), answer())
    client.logout()
    assert client.get(page_of(user)).status_code == 410
    second = client.post(
        page_of(user), answer(password="another long sentence", password_again="another long sentence")
    )
    assert second.status_code == 410
    assert "no longer works" in second.text
    assert "_auth_user_id" not in client.session
    user.refresh_from_db()
    assert user.check_password(CHOSEN)


def test_a_link_expires(client, host, clock):
    user = invited(host)
    clock.set(NOW + VALID_FOR - timedelta(seconds=1))
    assert client.get(page_of(user)).status_code == 200
    clock.set(NOW + VALID_FOR)
    assert client.get(page_of(user)).status_code == 410
    assert client.post(page_of(user), answer()).status_code == 410
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "%F0%28", "ä" * 500, "'--"])
def test_a_made_up_link_gets_the_same_page(client, host, clock, token):
    invited(host)
    made_up = client.get(f"/me/invitation/{token}/")
    assert made_up.status_code == 410
    assert "no longer works" in made_up.text


def test_a_link_for_somebody_else_changes_neither_of_the_two(client, host, stranger, clock):
    user = invited(host)
    client.force_login(stranger)
    for answered in (client.get(page_of(user)), client.post(page_of(user), answer())):
        assert answered.status_code == 403
        assert "Otto Stein" in answered.text
        assert user.email not in answered.text
    stranger.refresh_from_db()
    user.refresh_from_db()
    assert stranger.check_password(PASSWORD)
    assert not user.has_usable_password()


def test_more_than_the_form_asks_for_is_ignored(client, host, clock):
    user = invited(host)
    client.post(
        page_of(user),
        answer(is_staff="on", is_superuser="1", may_manage="on", email="boss@example.org", user=host.pk, id=host.pk),
    )
    user.refresh_from_db()
    assert user.has_usable_password()
    assert (user.is_staff, user.is_superuser, user.may_manage) == (False, False, False)
    assert user.email == "jan.hansen@example.org"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 12 characters"),
        ("passwordpassword", "easy to guess"),
        ("jan.hansen@example.org", "similar"),
        ("HansenHansenJan1", "easy to guess"),
        ("coopnetcoopnet12", "easy to guess"),
        ("", "required"),
        ("x" * 300, "at most 256"),
        ("seven lanterns\x00 by", "cannot be stored"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(client, host, clock, password, sentence):
    user = invited(host)
    page = client.post(page_of(user), answer(password=password, password_again=password))
    assert page.status_code == 200
    assert sentence in page.text
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_two_different_passwords_are_refused(client, host, clock):
    user = invited(host)
    page = client.post(page_of(user), answer(password_again="seven lanterns by the sea"))
    assert "The two passwords differ." in page.text
    assert find(token_of(user), now=NOW)


def test_guessing_is_slowed_down(client, host, clock):
    user = invited(host)
    for _attempt in range(10):
        client.post(page_of(user), answer(password="x", password_again="x"))
    page = client.post(page_of(user), answer())
    assert "Please wait a minute" in page.text
    clock.forward(seconds=61)
    assert client.post(page_of(user), answer()).status_code == 302


def test_the_token_is_nowhere_in_the_database(host, clock):
    user = invited(host)
    token, stored = token_of(user), Invitation.objects.values().get()
    assert len(token) == 43
    assert stored["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(stored)
    assert token not in str(list(OutboundMail.objects.values()))
    assert token not in str(list(AuditEntry.objects.values()))


def test_another_secret_key_makes_other_tokens(host, clock, settings):
    user = invited(host)
    before = token_of(user)
    settings.SECRET_KEY = "another"
    assert token_of(user) != before
    mail = OutboundMail.objects.get()
    assert isinstance(composed([mail], NOW)[mail.pk], Withdrawn)


def test_the_mail_carries_the_link_that_works(client, host, clock, last_mail):
    user = invited(host)
    message = last_mail()
    link = re.search(r"http://\S+/me/invitation/\S+", message.text)[0]
    assert link in message.html
    assert message.secrets == (token_of(user),)
    assert message.headers["Reply-To"] == host.email
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_a_mail_that_is_late_is_withdrawn(host, clock):
    user = invited(host)
    mail = OutboundMail.objects.get()
    accept(token=token_of(user), password=CHOSEN, consent=False, now=NOW)
    assert isinstance(composed([mail], NOW)[mail.pk], Withdrawn)


def test_the_same_wish_twice_is_one_mail(host, clock):
    assert invited(host) == invited(host)
    assert OutboundMail.objects.count() == 1
    assert User.objects.filter(email="jan.hansen@example.org").count() == 1


def test_an_invitation_about_something_else_is_another_mail(host, clock):
    invited(host)
    user = invited(host, about="the cooperation Solar")
    assert OutboundMail.objects.count() == 2
    first, second = (token_from(row.nonce) for row in user.invitations.order_by("pk"))
    accept(token=first, password=CHOSEN, consent=False, now=NOW)
    with pytest.raises(ActionRefused):
        accept(token=second, password="another long sentence", consent=False, now=NOW)
    user.refresh_from_db()
    assert user.check_password(CHOSEN)


@pytest.mark.parametrize("spelling", ["Anna.Becker@Example.org", " anna.becker@example.org "])
def test_somebody_known_is_returned_as_they_are(host, member, clock, spelling):
    user = invite(
        email=spelling, first_name="Wrong", last_name="Name", language="en", about="x", by=host, now=NOW, may_coach=True
    )
    assert user == member
    user.refresh_from_db()
    assert (user.full_name, user.may_coach, user.language) == ("Anna Becker", False, "de")
    assert not OutboundMail.objects.exists()
    assert not Invitation.objects.exists()


def test_a_suspended_person_gets_no_invitation_and_uses_none(client, host, chief, clock):
    user = invited(host)
    suspend(user, by=chief, now=NOW)
    assert client.get(page_of(user)).status_code == 410
    assert client.post(page_of(user), answer()).status_code == 410
    invited(host, about="again")
    assert Invitation.objects.count() == 1


def test_a_new_link_ends_the_old_one(client, host, clock):
    user = invited(host)
    old = page_of(user)
    clock.forward(days=1)
    resend(user, by=host, now=clock.now)
    assert client.get(old).status_code == 410
    assert client.get(page_of(user)).status_code == 200
    assert user.invitations.first().about == "the cooperation Catalogue"


def test_who_has_a_password_needs_no_new_link(host, member, clock):
    with pytest.raises(ActionRefused):
        resend(member, by=host, now=NOW)


def test_reminding_after_the_time_is_up_makes_a_new_link(host, clock):
    user = invited(host)
    remind(user, now=NOW + timedelta(hours=2))
    assert user.invitations.count() == 1
    assert OutboundMail.objects.count() == 2
    later = NOW + VALID_FOR + timedelta(days=1)
    remind(user, now=later)
    assert user.invitations.count() == 2
    assert user.invitations.first().expires_at == later + VALID_FOR


def test_accepting_leaves_nothing_half_done(host, clock, monkeypatch):
    user = invited(host)
    monkeypatch.setattr("accounts.actions.invitations.record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        accept(token=token_of(user), password=CHOSEN, consent=True, now=NOW)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert find(token_of(user), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_several_who_use_a_link_at_once_one_gets_in(clock):
    user = invited(manager())
    token, start, results = token_of(user), threading.Barrier(4), []

    def attempt(number: int) -> None:
        start.wait()
        try:
            accept(token=token, password=f"{number} {CHOSEN}", consent=True, now=NOW)
            results.append(number)
        except ActionRefused:
            results.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [number for number in results if number is not None]
    assert len(results) == 4
    assert len(winners) == 1
    user.refresh_from_db()
    assert user.check_password(f"{winners[0]} {CHOSEN}")
    assert AuditEntry.objects.filter(verb="accounts.accept_invitation").count() == 1
