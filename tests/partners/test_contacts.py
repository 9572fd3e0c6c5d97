"""The pages of contacts."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from partners.models import Contact
from tests.factories.partners import contact, firm


@pytest.fixture
def anna(keeper, becker) -> Contact:
    return contact(keeper, first_name="Anna", last_name="Becker", firm=becker, phone="+49 351 1", note="likes tea")


def test_owner_creates_edits_and_deletes(client, keeper, becker):
    client.force_login(keeper)
    answer = client.post(
        reverse("partners:contact_create"),
        {
            "form_of_address": "ms",
            "last_name": "Größ",
            "firm": becker.pk,
            "phone": "+49 171 1",
            "connected_on": "3.11.2020",
            "lawful_basis": "interest",
        },
    )
    made = Contact.objects.get()
    assert answer.url == reverse("partners:contact_page", args=[made.pk])
    assert (made.owner, made.firm, made.phone) == (keeper, becker, "+49 171 1")
    assert made.connected_on.isoformat() == "2020-11-03"
    text = client.get(answer.url).content.decode()
    assert "+49 171 1" in text
    edit = reverse("partners:contact_edit", args=[made.pk])
    form = client.get(edit).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"note": "@new", "connected_on": "3.11.2020"}
    assert client.post(edit, data).status_code == 302
    made.refresh_from_db()
    assert made.note == "@new"
    delete = reverse("partners:contact_delete", args=[made.pk])
    assert "cannot be undone" in client.get(delete).content.decode()
    assert Contact.objects.exists()
    client.post(delete)
    assert not Contact.objects.exists()
    assert "Größ" not in str(AuditEntry.objects.values_list("data", flat=True))


def test_a_contact_needs_some_name(client, keeper):
    client.force_login(keeper)
    answer = client.post(
        reverse("partners:contact_create"), {"form_of_address": "neutral", "lawful_basis": "interest", "note": "who?"}
    )
    assert answer.status_code == 200
    assert "who?" in answer.content.decode()
    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize("name", ["contact_page", "contact_edit", "contact_delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_finds_a_contact(client, anna, other_manager, lead, stranger, name, method):
    for user in (other_manager, lead, stranger):
        client.force_login(user)
        assert getattr(client, method)(reverse(f"partners:{name}", args=[anna.pk])).status_code == 404
    assert Contact.objects.exists()


def test_contacts_are_for_managers(client, lead, stranger):
    for user in (lead, stranger):
        client.force_login(user)
        for name in ("contact_list", "contact_create", "import_start"):
            assert client.get(reverse(f"partners:{name}")).status_code == 403


def test_the_firm_page_shows_them_to_their_owner_only(client, anna, becker, keeper, lead):
    for user, shown in ((keeper, True), (lead, False)):
        client.force_login(user)
        text = client.get(reverse("partners:firm_page", args=[becker.pk])).content.decode()
        assert ("Anna Becker" in text) is shown


def test_a_foreign_firm_cannot_be_linked(client, keeper, other_manager):
    foreign = firm("Fremd", keeper=other_manager)
    client.force_login(keeper)
    answer = client.post(
        reverse("partners:contact_create"),
        {"form_of_address": "neutral", "last_name": "X", "lawful_basis": "interest", "firm": foreign.pk},
    )
    assert "firm" in answer.context["form"].errors
    assert "Fremd" not in answer.content.decode()
    assert not Contact.objects.exists()


def test_search_finds_by_parts_of_name_and_company(client, anna, keeper):
    contact(keeper, first_name="Otto", last_name="Ohne", company="Öl & Söhne")
    client.force_login(keeper)
    for wanted, names in (("beck", ["Anna Becker"]), ("SOEHNE", ["Otto Ohne"]), ("zzz", [])):
        page = client.get(reverse("partners:contact_list"), {"q": wanted}).context["page"]
        assert [one.full_name for one in page] == names
