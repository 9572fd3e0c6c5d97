"""The pages of firms."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from coopnet.ui import slots
from partners.models import Firm
from tests.factories.partners import belongs_to, contact, firm


def page(becker) -> str:
    return reverse("partners:firm_page", args=[becker.pk])


def test_each_sees_what_is_theirs(client, becker, keeper, lead, member):
    for user, sees_note in ((keeper, True), (lead, False), (member, False)):
        client.force_login(user)
        text = client.get(page(becker)).content.decode()
        assert "Becker Druck GmbH" in text
        assert "+49 351 4711" in text
        assert "lena.lead@example.org" in text or user is not lead
        assert ("pays slowly" in text) is sees_note


def test_partner_of_a_cooperation_sees_public_data(client, becker, lead, stranger, monkeypatch):
    from django.db.models import Q

    from partners import visibility

    monkeypatch.setattr(visibility, "_scopes", [lambda user: Q(pk=becker.pk)])
    client.force_login(stranger)
    text = client.get(page(becker)).content.decode()
    for shown in ("Becker Druck", "Druckerei", "Dresden", "https://becker.example", "Lena Lead"):
        assert shown in text
    for hidden in ("+49 351", "post@becker.example", "Am Bühl", lead.email, "pays slowly", "01099"):
        assert hidden not in text


@pytest.mark.parametrize("name", ["firm_page", "firm_edit", "person_add"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_get_404_as_for_a_firm_that_is_not_there(client, becker, stranger, name, method):
    client.force_login(stranger)
    for pk in (becker.pk, 987654321, 10**30):
        assert getattr(client, method)(reverse(f"partners:{name}", args=[pk])).status_code == 404


def test_a_member_may_not_edit(client, becker, member):
    client.force_login(member)
    for name in ("firm_edit", "person_add"):
        assert client.get(reverse(f"partners:{name}", args=[becker.pk])).status_code == 403


def test_lead_edits_all_but_the_note(client, becker, keeper, lead):
    client.force_login(lead)
    url = reverse("partners:firm_edit", args=[becker.pk])
    form = client.get(url).context["form"]
    assert "keeper_note" not in form.fields
    data = {name: form[name].value() or "" for name in form.fields} | {
        "city": "Pirna",
        "website": "neu.example",
        "keeper_note": "nice people",
        "keeper": lead.pk,
    }
    assert client.post(url, data).status_code == 302
    becker.refresh_from_db()
    assert (becker.city, becker.website, becker.keeper_note) == ("Pirna", "https://neu.example", "pays slowly")
    assert becker.keeper == keeper
    entry = AuditEntry.objects.get(verb="partners.change_firm")
    assert entry.actor == lead
    assert entry.data == {"fields": ["city", "website"]}


def test_the_second_of_two_editors_is_told_and_loses_nothing(client, becker, keeper, lead):
    client.force_login(lead)
    url = reverse("partners:firm_edit", args=[becker.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"city": "Pirna"}
    Firm.objects.filter(pk=becker.pk).update(city="Kiel")
    answer = client.post(url, data)
    assert answer.status_code == 200
    assert "Kiel" in answer.content.decode()
    assert 'value="Pirna"' in answer.content.decode()
    becker.refresh_from_db()
    assert becker.city == "Kiel"
    data["seen"] = answer.context["form"]["seen"].value()
    assert client.post(url, data).status_code == 302
    becker.refresh_from_db()
    assert becker.city == "Pirna"


def test_a_changed_note_of_the_keeper_does_not_show_to_the_lead(client, becker, lead):
    client.force_login(lead)
    url = reverse("partners:firm_edit", args=[becker.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    Firm.objects.filter(pk=becker.pk).update(keeper_note="changed")
    assert client.post(url, data).status_code == 302


def test_manager_creates_a_firm(client, keeper):
    client.force_login(keeper)
    url = reverse("partners:firm_create")
    assert client.get(url).status_code == 200
    answer = client.post(url, {"name": "Nordlicht", "country": "DE"})
    made = Firm.objects.get(name="Nordlicht")
    assert answer.url == reverse("partners:firm_page", args=[made.pk])
    assert made.keeper == keeper


def test_bad_input_keeps_what_was_typed(client, keeper):
    client.force_login(keeper)
    data = {"name": "", "trade": "Leuchten", "country": "DE", "email": "nonsense", "city": "a\x00b"}
    answer = client.post(reverse("partners:firm_create"), data)
    assert answer.status_code == 200
    assert {"name", "email", "city"} <= set(answer.context["form"].errors)
    assert 'value="Leuchten"' in answer.content.decode()
    assert not Firm.objects.exists()


def test_only_who_may_manage_creates_firms(client, lead):
    client.force_login(lead)
    assert client.get(reverse("partners:firm_create")).status_code == 403
    assert client.post(reverse("partners:firm_create"), {"name": "X", "country": "DE"}).status_code == 403


def test_list_shows_the_own_ones_with_search_and_pages(client, keeper, other_manager):
    for number in range(30):
        firm(f"Nummer {number:02}", keeper=keeper, city="Görlitz")
    firm("Fremd", keeper=other_manager)
    client.force_login(keeper)
    url = reverse("partners:firm_list")
    first = client.get(url)
    assert first.context["page"].paginator.count == 30
    assert "Fremd" not in first.content.decode()
    for wrong in ("2", "-1", "x", "99999999999999999999", "²", ""):
        assert client.get(url, {"page": wrong, "q": "goerlitz"}).status_code == 200
    assert client.get(url, {"q": "nummer 07 GÖRLITZ"}).context["page"].paginator.count == 1
    assert client.get(url, {"q": "\x00"}).status_code == 200


@pytest.mark.parametrize("name", ["firm_list", "contact_list"])
def test_lists_take_as_many_queries_for_one_row_as_for_three(
    client, keeper, becker, lead, django_assert_num_queries, name
):
    contact(keeper, firm=becker)
    client.force_login(keeper)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse(f"partners:{name}")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        other = firm(keeper=keeper)
        belongs_to(other, lead)
        contact(keeper, firm=other)
    with django_assert_num_queries(len(one)):
        assert client.get(url).context["page"].paginator.count == 3


def test_other_apps_add_to_the_page(client, becker, keeper, monkeypatch):
    monkeypatch.setitem(slots._fills, "firm.page", [lambda request, firm: f"<p>card of {firm.pk}</p>"])
    client.force_login(keeper)
    assert f"<p>card of {becker.pk}</p>" in client.get(page(becker)).content.decode()
