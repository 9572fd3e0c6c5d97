"""The digest on every rung, in both languages, from real cooperations; and the headers that let a person stop it."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives

from accounts.mail.composers import Message, Withdrawn
from accounts.mail.message import wire_bytes, wire_form
from accounts.mail.sender import send_batch
from accounts.models import Absence, OutboundMail, User
from coopnet.clock import local_day
from nagging.actions.asking import ask_due, settle
from nagging.letters import compose
from nagging.sweep import sweep
from partners.enums import FirmRole
from partners.models import Membership
from tests.factories import cooperations as house
from tests.factories.accounts import NOW, person
from tests.mails.snapshots import assert_good_html, assert_like_snapshot

pytestmark = pytest.mark.django_db
both_languages = pytest.mark.parametrize("language", ["en", "de"])
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def standing_clock(clock, settings):
    """Links that expire are made at a known time, and mails stay here."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def catalogue(language: str) -> house.Cast:
    """Ms Becker owes the price list since 17 March; her deputy is Mr Nowak, the firm is led by Ms Ihde."""
    who = house.active(house.cast(), title="Catalogue")
    party = who.parties[0]
    who.lead = person("Silke", "Ihde", form_of_address="ms", language=language, email=f"lead{party.pk}@example.org")
    Membership.objects.filter(firm=party.firm).update(role=FirmRole.MEMBER)
    Membership.objects.create(firm=party.firm, user=who.lead, role=FirmRole.LEAD)
    for pk, first, last, address in (
        (party.responsible_id, "Anna", "Becker", "ms"),
        (party.deputy_id, "Piotr", "Nowak", "mr"),
    ):
        fields = {"first_name": first, "last_name": last, "form_of_address": address, "language": language}
        User.objects.filter(pk=pk).update(**fields)
    User.objects.filter(pk=who.manager.pk).update(first_name="Mara", last_name="Lindner")
    # Only Becker is late.
    who.cooperation.tasks.exclude(party=party).delete()
    for other in who.parties[1:]:
        house.task(other, title="Photos", due_on=local_day(NOW) + 200 * DAY)
    return who


def mails_until(days: int) -> list[EmailMultiAlternatives]:
    """One round a day, nobody answers; every mail that left, in order."""
    for day in range(days):
        moment = NOW + day * DAY
        sweep(now=moment)
        ask_due(now=moment)
        while send_batch(now=moment).taken:
            pass
        settle(now=moment)
    return django_mail.outbox


@both_languages
def test_the_mails_of_one_ladder(language):
    who = catalogue(language)
    people = [who.parties[0].responsible.email, who.parties[0].deputy.email, who.lead.email]
    mine = [mail for mail in mails_until(60) if mail.to[0] in people]
    assert [mail.to[0] for mail in mine].count(who.lead.email) >= 1
    for number, mail in enumerate(mine, 1):
        body, html = (
            part.replace(f"/cooperations/{who.cooperation.pk}/", "/cooperations/1/")
            for part in (mail.body, mail.alternatives[0].content)
        )
        message = Message(mail.subject, body, html)
        assert_like_snapshot(f"nagging.digest.{number}", language, message)
        assert_good_html(message)


def one_mail(who: house.Cast) -> OutboundMail:
    sweep(now=NOW + 20 * DAY)
    ask_due(now=NOW + 21 * DAY)
    return OutboundMail.objects.get(to=who.parties[0].responsible, category="digest")


def test_one_click_unsubscribing_is_in_the_headers(client):
    mail = one_mail(catalogue("en"))
    message = compose([mail], mail.not_before)[mail.pk]()
    wire = message_from_bytes(wire_bytes(wire_form(mail, message)), policy=policy.default)
    address = wire["List-Unsubscribe"].strip("<>")
    assert wire["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert wire["Auto-Submitted"] == "auto-generated"
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 302
    mail.to.refresh_from_db()
    assert mail.to.reminders_stopped_at is not None
    assert isinstance(compose([mail], mail.not_before)[mail.pk], Withdrawn)


def test_both_ways_of_writing_say_the_same():
    mail = one_mail(catalogue("de"))
    message = compose([mail], mail.not_before)[mail.pk]()
    email = wire_form(mail, message)
    fast = message_from_bytes(wire_bytes(email).removesuffix(b".\r\n"), policy=policy.default)
    slow = message_from_bytes(email.message().as_bytes(), policy=policy.default)
    for name in ("Subject", "From", "To", "Message-ID", "List-Unsubscribe", "Auto-Submitted"):
        assert str(fast[name]).strip() == str(slow[name]).strip()
    for kind in ("plain", "html"):
        bodies = [one.get_body((kind,)).get_content().replace("\r\n", "\n").strip() for one in (fast, slow)]
        assert bodies[0] == bodies[1]
    assert max(len(line) for line in wire_bytes(email).splitlines()) < 998


def test_links_of_the_mail_do_not_stand_in_the_database():
    catalogue("en")
    mails_until(25)
    kept = "".join(mail.text + mail.html for mail in OutboundMail.objects.filter(category="digest"))
    assert "/answer/" in kept
    assert "/answer/W" not in kept
    assert "/answer/…" in kept


def test_many_digests_take_as_many_queries_as_one(django_assert_max_num_queries):
    for _number in range(2):
        catalogue("en")
    moment = NOW + 21 * DAY
    sweep(now=moment - DAY)
    ask_due(now=moment)
    mails = list(OutboundMail.objects.filter(category="digest").select_related("to"))
    assert len(mails) >= 2
    with django_assert_max_num_queries(20):
        compose(mails[:1], moment)
    with django_assert_max_num_queries(20):
        compose(mails, moment)


def test_who_is_away_when_the_mail_is_due_does_not_get_it():
    mail = one_mail(catalogue("en"))
    Absence.objects.create(user=mail.to, starts_on=mail.not_before.date(), ends_on=mail.not_before.date() + 9 * DAY)
    answer = compose([mail], mail.not_before)[mail.pk]
    assert not callable(answer)
