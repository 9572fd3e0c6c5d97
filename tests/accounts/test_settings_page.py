"""What people decide for themselves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.actions.settings import add_absence, stop_reminders
from accounts.models import Absence, AuditEntry, User
from tests.factories.accounts import NOW

pytestmark = pytest.mark.django_db
REGION = {
    "language": "en",
    "timezone": "Europe/Vienna",
    "country": "AT",
    "subdivision": "9",
    "workday_start": "07:30",
    "workday_end": "16:00",
}


def save(client, section: str, **data):
    return client.post(reverse("accounts:settings_save", args=[section]), data)


@pytest.fixture(autouse=True)
def signed_in(client, member, clock):
    client.force_login(member)


def test_the_page_shows_what_is_stored(client, member):
    page = client.get(reverse("accounts:settings"))
    assert page.status_code == 200
    assert 'value="Anna"' in page.text
    assert '<option value="Europe/Berlin" selected>' in page.text


def test_name_and_phone(client, member):
    answered = save(client, "person", first_name="Anne", last_name="Becker", form_of_address="neutral", phone="+49 1")
    assert answered.status_code == 302
    member.refresh_from_db()
    assert (member.first_name, member.form_of_address, member.phone) == ("Anne", "neutral", "+49 1")
    entry = AuditEntry.objects.get(verb="accounts.change_settings")
    assert entry.data == {"fields": ["first_name", "form_of_address", "phone"]}
    assert "Anne" not in str(entry.data)
    assert entry.origin == "127.0.0.1"


@pytest.mark.parametrize(
    "extra", [{"is_staff": "on"}, {"is_superuser": "on"}, {"may_manage": "on"}, {"email": "x@y.zz"}]
)
@pytest.mark.parametrize("section", ["person", "region"])
def test_more_than_the_form_asks_for_is_ignored(client, member, section, extra):
    data = REGION if section == "region" else {"first_name": "A", "last_name": "B", "form_of_address": "ms"}
    before = User.objects.values("is_staff", "is_superuser", "may_manage", "email").get(pk=member.pk)
    assert save(client, section, **data, **extra).status_code == 302
    assert User.objects.values("is_staff", "is_superuser", "may_manage", "email").get(pk=member.pk) == before


def test_region_and_working_hours(client, member):
    assert save(client, "region", **REGION).status_code == 302
    member.refresh_from_db()
    assert (member.timezone, member.country, member.subdivision, member.language) == ("Europe/Vienna", "AT", "9", "en")
    assert str(member.workday_start) == "07:30:00"
    assert not member.calendar.is_business_day(date(2026, 10, 26))
    assert client.get(reverse("accounts:settings")).headers["Content-Language"] == "en"


def test_without_scripts_a_part_of_the_country_before_is_dropped(client, member):
    User.objects.filter(pk=member.pk).update(subdivision="SN")
    assert save(client, "region", **{**REGION, "subdivision": "SN"}).status_code == 302
    member.refresh_from_db()
    assert (member.country, member.subdivision) == ("AT", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subdivision", "ZZ"),
        ("country", "XX"),
        ("country", ""),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("language", "fr"),
        ("workday_start", "25:00"),
        ("workday_end", "07:30"),
        ("workday_end", "06:00"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(client, member, field, value):
    data = {**REGION, "country": "DE", "subdivision": "", field: value}
    page = save(client, "region", **data)
    assert page.status_code == 200
    assert page.context["forms"]["region"].errors
    assert not page.context["forms"]["person"].is_bound
    assert 'value="Anna"' in page.text
    member.refresh_from_db()
    assert member.timezone == "Europe/Berlin"


def test_the_name_in_the_frame_stays_the_stored_one_while_a_mistake_is_shown(client, member):
    page = save(client, "person", first_name="", last_name="Typed", form_of_address="ms")
    assert page.status_code == 200
    assert "Anna Becker" in page.text
    assert 'value="Typed"' in page.text


def test_the_parts_of_another_country_can_be_fetched(client):
    page = client.get(reverse("accounts:subdivisions"), {"country": "AT"})
    assert '<option value="9">Wien</option>' in page.text
    for unknown in ("", "XX", "\x00", "DE'--"):
        assert "<option" in client.get(reverse("accounts:subdivisions"), {"country": unknown}).text


def test_reminders_off_and_on(client, member, clock):
    save(client, "reminders")
    member.refresh_from_db()
    assert member.reminders_stopped_at == NOW
    assert not member.wants_reminders
    clock.forward(days=1)
    save(client, "reminders", wanted="on")
    member.refresh_from_db()
    assert member.wants_reminders
    assert member.mail_consent_at == clock.now
    verbs = AuditEntry.objects.filter(actor=member, at__gte=NOW).values_list("verb", flat=True)
    assert list(verbs)[:2] == ["accounts.agree_to_reminders", "accounts.stop_reminders"]


def test_saving_what_is_so_already_writes_nothing(client, member):
    entries = AuditEntry.objects.count()
    save(client, "reminders", wanted="on")
    save(client, "person", first_name="Anna", last_name="Becker", form_of_address="ms", phone="")
    assert AuditEntry.objects.count() == entries
    stop_reminders(member, by=None, now=NOW)
    stop_reminders(member, by=None, now=NOW + timedelta(days=1))
    member.refresh_from_db()
    assert member.reminders_stopped_at == NOW


def test_absences(client, member):
    assert save(client, "absence", starts_on="10.3.", ends_on="20.3.").status_code == 302
    absence = Absence.objects.get()
    assert (absence.user, absence.starts_on, absence.ends_on) == (member, date(2026, 3, 10), date(2026, 3, 20))
    assert "10.03.2026" in client.get(reverse("accounts:settings")).text
    client.post(reverse("accounts:absence_remove", args=[absence.pk]))
    assert not Absence.objects.exists()
    assert client.post(reverse("accounts:absence_remove", args=[absence.pk])).status_code == 404


@pytest.mark.parametrize(
    ("first", "last"), [("20.3.", "10.3."), ("1.1.2026", "2.1.2026"), ("", ""), ("x", "y"), ("15.3.", "16.3.")]
)
def test_absences_that_cannot_be(client, member, first, last):
    add_absence(member, starts_on=date(2026, 3, 16), ends_on=date(2026, 3, 18), by=member, now=NOW)
    page = save(client, "absence", starts_on=first, ends_on=last)
    assert page.status_code == 200
    assert page.context["forms"]["absence"].errors
    assert Absence.objects.count() == 1


def test_nobody_takes_back_the_absence_of_another(client, stranger):
    absence = add_absence(stranger, starts_on=date(2026, 3, 16), ends_on=date(2026, 3, 18), by=stranger, now=NOW)
    assert client.post(reverse("accounts:absence_remove", args=[absence.pk])).status_code == 404
    assert client.post(reverse("accounts:absence_remove", args=[10**30])).status_code == 404
    assert Absence.objects.count() == 1


def test_an_unknown_card_does_not_exist(client):
    assert save(client, "password").status_code == 404
    assert client.get(reverse("accounts:settings_save", args=["person"])).status_code == 405


def test_the_page_costs_few_queries(client, member, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(reverse("accounts:settings"))
