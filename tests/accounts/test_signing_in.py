"""Signing in, new passwords and addresses: nobody learns who has an account, and every mail goes by the outbox."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.actions.invitations import invite
from accounts.actions.signing_in import restore, suspend
from accounts.errors import ActionRefused
from accounts.forms.passwords import EVEN_TIME
from accounts.models import AuditEntry, OutboundMail, User
from tests.factories.accounts import NOW, PASSWORD

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def sign_in(client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def without_what_was_typed(page, *typed: str) -> str:
    """The page without tokens, nonces and the text that the visitor sent."""
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce|csrf_token|X-CSRFToken": ?)="?[^" ]+', "", page.text)
    text = re.sub(r"[A-Za-z0-9]{64}", "", text)
    for word in typed:
        text = text.replace(word, "")
    return text


def link_in(text: str, part: str) -> str:
    return re.search(rf"{SITE}(/\S*{part}\S*)", text)[1]


def test_sign_in_by_mail_address_in_any_case(client, member):
    assert sign_in(client, "Anna.BECKER@example.org").status_code == 302
    assert client.session["_auth_user_id"] == str(member.pk)


def test_a_wrong_guess_tells_nothing(client, member, host):
    waiting = invite(email="new@example.org", first_name="N", last_name="Ew", by=host, now=NOW)
    answers = {
        email: sign_in(client, email, "not the password")
        for email in (member.email, waiting.email, "nobody@example.org")
    }
    pages = {without_what_was_typed(page, email) for email, page in answers.items()}
    assert len(pages) == 1
    assert {page.status_code for page in answers.values()} == {200}
    assert {tuple(sorted(page.cookies)) for page in answers.values()} == {("csrftoken",)} or len(
        {tuple(sorted(page.cookies)) for page in answers.values()}
    ) == 1


def test_five_wrong_guesses_hold_the_account_for_five_minutes_and_no_longer(client, member, clock):
    for number in range(5):
        sign_in(client, member.email, "not the password")
        clock.forward(seconds=20 + number)
    held = sign_in(client, member.email)
    assert held.status_code in (200, 429)
    assert "_auth_user_id" not in client.session
    clock.forward(minutes=6)
    assert sign_in(client, member.email).status_code == 302


def test_a_forged_forwarded_address_is_not_believed(client, member, clock):
    for number in range(12):
        client.post(
            reverse("account_login"),
            {"login": f"guess{number}@example.org", "password": "not the password"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
    assert "_auth_user_id" not in client.session
    sign_in(client, member.email)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client):
    page = client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert not User.objects.filter(email="new@example.org").exists()
    assert page.status_code in (200, 302, 404)


def test_a_link_elsewhere_is_not_followed_after_signing_in(client, member):
    answered = client.post(
        reverse("account_login") + "?next=https://evil.example/",
        {"login": member.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answered.status_code == 302
    assert "evil.example" not in answered.url


def test_a_suspension_counts_at_the_next_request(client, member, chief, clock):
    sign_in(client, member.email)
    assert client.get(reverse("accounts:settings")).status_code == 200
    suspend(member, by=chief, now=NOW)
    assert client.get(reverse("accounts:settings")).status_code == 302
    sign_in(client, member.email)
    assert client.get(reverse("accounts:settings")).status_code == 302
    restore(member, by=chief, now=NOW)
    assert sign_in(client, member.email).status_code == 302
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_nobody_suspends_themselves(chief):
    with pytest.raises(ActionRefused):
        suspend(chief, by=chief, now=NOW)
    chief.refresh_from_db()
    assert chief.is_active


def test_a_new_password_by_mail(client, member, clock, last_mail):
    client.post(reverse("account_reset_password"), {"email": member.email})
    message = last_mail()
    assert message.subject
    assert message.to_address == member.email
    page = client.get(link_in(message.text, "password/reset/key"), follow=True)
    assert page.status_code == 200
    chosen = "nine swans on the river"
    client.post(page.redirect_chain[-1][0], {"password1": chosen, "password2": chosen})
    member.refresh_from_db()
    assert member.check_password(chosen)
    assert AuditEntry.objects.filter(verb="accounts.set_password", object_id=member.pk).exists()
    # The owner is told, and the link is used up.
    assert OutboundMail.objects.filter(payload__kind="password_reset", to=member).count() == 1
    again = client.get(link_in(message.text, "password/reset/key"), follow=True)
    assert 'name="password1"' not in again.text


def test_the_link_for_a_new_password_expires(client, member, clock, last_mail):
    client.post(reverse("account_reset_password"), {"email": member.email})
    link = link_in(last_mail().text, "password/reset/key")
    clock.forward(hours=25)
    assert 'name="password1"' not in client.get(link, follow=True).text


def test_asking_for_a_new_password_tells_nothing(client, member, chief, host, stranger):
    suspend(stranger, by=chief, now=NOW)
    waiting = invite(email="new@example.org", first_name="N", last_name="Ew", by=host, now=NOW)
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (member.email, waiting.email, stranger.email, "nobody@example.org")
    ]
    assert {(page.status_code, page.url) for page in answers} == {(302, reverse("account_reset_password_done"))}
    assert OutboundMail.objects.filter(to=member).count() == 1
    assert not OutboundMail.objects.filter(to=stranger).exists()


def test_asking_takes_the_same_time_for_everybody(client, member, monkeypatch):
    """However long the work took, it is filled up to the same time, on a clock of our own."""
    now, naps = [100.0], []
    worked = {member.email: 0.25, "nobody@example.org": 0.01}

    def works(self, request, **kwargs):
        now[0] += worked[self.cleaned_data["email"]]
        return self.cleaned_data["email"]

    monkeypatch.setattr("accounts.forms.passwords.ResetPasswordForm.save", works)
    monkeypatch.setattr("accounts.forms.passwords.time.monotonic", lambda: now[0])
    monkeypatch.setattr("accounts.forms.passwords.time.sleep", naps.append)
    for email in worked:
        client.post(reverse("account_reset_password"), {"email": email})
    assert [took + nap for took, nap in zip(worked.values(), naps, strict=True)] == pytest.approx([EVEN_TIME] * 2)


def test_an_invited_person_who_asks_for_a_password_gets_the_invitation(client, host, clock, last_mail):
    waiting = invite(email="new@example.org", first_name="N", last_name="Ew", language="en", by=host, now=NOW)
    clock.forward(hours=1)
    client.post(reverse("account_reset_password"), {"email": waiting.email})
    assert OutboundMail.objects.filter(to=waiting, composer="accounts.invitation").count() == 2
    assert client.get(link_in(last_mail().text, "invitation")).status_code == 200


def test_the_links_lead_to_the_configured_site_whatever_host_was_asked(client, member, last_mail, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(reverse("account_reset_password"), {"email": member.email}, headers={"host": "evil.example"})
    message = last_mail()
    assert "evil.example" not in message.text + message.html
    assert SITE in message.text


def change_address(client, person: User, new: str):
    sign_in(client, person.email)
    return client.post(reverse("account_email"), {"action_add": "", "email": new})


def test_a_new_address_counts_when_it_is_proven(client, member, clock, last_mail):
    change_address(client, member, "anna@new.example")
    message = last_mail()
    assert message.to_address == "anna@new.example"
    member.refresh_from_db()
    assert member.email == "anna.becker@example.org"
    link = link_in(message.text, "confirm-email")
    client.get(link)
    member.refresh_from_db()
    assert member.email == "anna.becker@example.org"
    client.post(link)
    member.refresh_from_db()
    assert member.email == "anna@new.example"
    assert list(EmailAddress.objects.filter(user=member).values_list("email", "verified")) == [(member.email, True)]
    # The address before is told.
    assert last_mail().to_address == "anna.becker@example.org"


def test_asking_for_a_taken_address_tells_nothing_and_takes_nothing(client, member, stranger, clock):
    free = change_address(client, member, "free@new.example")
    clock.forward(minutes=10)
    taken = change_address(client, member, stranger.email)
    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    client.post(link_in(composed_for(member), "confirm-email"))
    stranger.refresh_from_db()
    member.refresh_from_db()
    assert (member.email, stranger.email) == ("anna.becker@example.org", "otto.stein@example.org")


def composed_for(person: User) -> str:
    from accounts.mail.composers import composed
    from coopnet.clock import now

    mail = OutboundMail.objects.filter(to=person, payload__kind="email_confirmation").select_related("to").first()
    return composed([mail], now())[mail.pk].text


def test_an_address_that_was_invited_meanwhile_is_not_taken_over(client, member, host, clock):
    change_address(client, member, "new@example.org")
    link = link_in(composed_for(member), "confirm-email")
    waiting = invite(email="new@example.org", first_name="N", last_name="Ew", by=host, now=NOW)
    answered = client.post(link)
    assert answered.status_code < 500
    waiting.refresh_from_db()
    member.refresh_from_db()
    assert waiting.email == "new@example.org"
    assert member.email == "anna.becker@example.org"


def test_a_change_of_address_needs_a_fresh_sign_in(client, member, clock):
    sign_in(client, member.email)
    clock.forward(minutes=11)
    answered = client.post(reverse("account_email"), {"action_add": "", "email": "anna@new.example"})
    assert answered.status_code == 302
    assert "reauthenticate" in answered.url
    assert not EmailAddress.objects.filter(email="anna@new.example").exists()


def test_confirming_needs_more_than_looking_and_not_too_late(client, member, clock):
    change_address(client, member, "anna@new.example")
    link = link_in(composed_for(member), "confirm-email")
    clock.forward(days=4)
    client.post(link)
    member.refresh_from_db()
    assert member.email == "anna.becker@example.org"


def test_the_admin_has_no_sign_in_of_its_own(client, db):
    answered = client.get(reverse("admin:login"))
    assert answered.status_code == 302
    assert reverse("account_login") in answered.url


def test_no_request_waits_for_a_mail_server(client, member, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": member.email})
    assert mailoutbox == []
    mail = OutboundMail.objects.get()
    assert mail.expires_at - mail.created_at == timedelta(hours=48)
