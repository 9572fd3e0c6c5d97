"""Giving and getting from the pages: three fields, one row per click, the word of who received it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cooperations.actions.ledger import log_contribution
from cooperations.enums import EntryStatus, EventKind
from cooperations.models import Contribution, Cooperation, Event
from tests.factories import cooperations as make
from tests.factories.accounts import NOW

pytestmark = pytest.mark.usefixtures("clock")


def given(team, *, quantity=3) -> Contribution:
    return log_contribution(
        team.becker,
        by=team.leads[0],
        now=NOW,
        kind="hours",
        text="Photos",
        quantity=Decimal(quantity),
        unit="h",
        happened_on=make.TODAY,
    )


def test_a_contribution_in_three_fields_and_a_double_click_is_one(client, team):
    client.force_login(team.leads[0])
    pledge = team.becker.pledges.get()
    desk = reverse("cooperations:desk")
    form = client.get(desk).context["form"]
    assert form["what"].value() == f"{team.becker.pk}-{pledge.pk}"
    typed = {
        "what": form["what"].value(),
        "quantity": "1:30",
        "happened_on": "today",
        "token": form["token"].value(),
    }
    for _click in range(2):
        assert client.post(desk, typed).status_code == 302
    entry = Contribution.objects.get()
    assert (entry.text, entry.unit, entry.quantity, entry.pledge) == (pledge.text, "h", Decimal("1.50"), pledge)
    assert entry.value == Decimal("90.00")
    assert client.get(desk).context["form"]["quantity"].value() == "1.5"


def test_something_else_needs_words_and_they_are_kept(client, team):
    client.force_login(team.leads[0])
    url = reverse("cooperations:contribute", args=[team.cooperation.pk])
    typed = {
        "what": f"{team.becker.pk}-0",
        "quantity": "2",
        "happened_on": "today",
        "unit": "pieces",
        "kind": "material",
    }
    assert "Please say in a few words" in client.post(url, typed).content.decode()
    client.post(url, {**typed, "text": "Two chairs", "is_gift": "on"})
    entry = Contribution.objects.get()
    assert (entry.text, entry.kind, entry.is_gift) == ("Two chairs", "material", True)


@pytest.mark.parametrize("field", ["quantity", "happened_on"])
@pytest.mark.parametrize("value", ["", "-3", "x" * 9999, "1e99", "٣", "\x00", "31.12.2199"])
def test_no_quantity_and_no_day_breaks_the_form(client, team, field, value):
    client.force_login(team.leads[0])
    typed = {"what": f"{team.becker.pk}-0", "text": "Words that stay", "quantity": "2", "happened_on": "today"}
    response = client.post(reverse("cooperations:contribute", args=[team.cooperation.pk]), {**typed, field: value})
    assert response.status_code == 200
    assert "Words that stay" in response.content.decode()
    assert not Contribution.objects.exists()


def test_one_cannot_log_for_another_firm(client, team):
    client.force_login(team.leads[0])
    typed = {"what": f"{team.nordlicht.pk}-0", "text": "Sneaky", "quantity": "2", "happened_on": "today"}
    response = client.post(reverse("cooperations:contribute", args=[team.cooperation.pk]), typed)
    assert response.status_code == 200
    assert not Contribution.objects.exists()


def test_the_receiver_confirms_or_sees_it_differently(client, team):
    entry, other = given(team), given(team, quantity=9)
    client.force_login(team.leads[0])
    assert client.post(reverse("cooperations:contribution_confirm", args=[entry.pk])).status_code == 403
    client.force_login(team.members[1])
    client.post(reverse("cooperations:contribution_confirm", args=[entry.pk]))
    url = reverse("cooperations:contribution_dispute", args=[other.pk])
    assert client.post(url, {"reason": ""}).status_code == 200
    client.post(url, {"reason": "It was six"})
    found = Contribution.objects.with_status()
    assert found.get(pk=entry.pk).status == EntryStatus.CONFIRMED
    assert found.get(pk=other.pk).status == EntryStatus.DISPUTED
    assert "It was six" in client.get(reverse("cooperations:ledger", args=[team.cooperation.pk])).content.decode()


def test_a_correction_replaces_and_keeps_the_old(client, team):
    entry = given(team)
    client.force_login(team.leads[0])
    url = reverse("cooperations:contribution_correct", args=[entry.pk])
    form = client.get(url).context["form"]
    assert form["quantity"].value() == "3"
    typed = {name: form[name].value() or "" for name in form.fields} | {"quantity": "4"}
    client.post(url, typed)
    assert Contribution.objects.get(corrects=entry).quantity == 4
    assert Contribution.objects.with_status().get(pk=entry.pk).status == EntryStatus.CORRECTED


def test_a_benefit_with_thanks_arrives_on_the_givers_desk(client, team):
    client.force_login(team.leads[1])
    client.post(
        reverse("cooperations:benefit", args=[team.nordlicht.pk]),
        {"text": "An order", "happened_on": "today", "giver": str(team.becker.pk), "thanks": "Wonderful"},
    )
    client.force_login(team.leads[0])
    assert "Wonderful" in client.get(reverse("cooperations:desk")).content.decode()


def test_nothing_this_week_is_noted_once_and_is_no_life_sign(client, team):
    before = Cooperation.objects.get().last_life_sign_at
    client.force_login(team.leads[0])
    for _click in range(2):
        client.post(reverse("cooperations:nothing_this_week"))
    assert Event.objects.filter(kind=EventKind.NOTE, party=team.becker).count() == 1
    assert Cooperation.objects.get().last_life_sign_at == before
