"""Who sees a firm, and how much of it."""

import pytest
from django.db.models import Q

from partners import permissions, visibility
from partners.models import Contact, Firm
from tests.factories.partners import contact


def standing(user, firm):
    return Firm.objects.visible_to(user).with_standing(user).get(pk=firm.pk)


def sees(user, firm) -> bool:
    return Firm.objects.visible_to(user).filter(pk=firm.pk).exists()


def test_keeper_lead_and_member_see_the_firm_and_nobody_else(becker, keeper, lead, member, stranger, other_manager):
    assert [sees(user, becker) for user in (keeper, lead, member)] == [True, True, True]
    assert [sees(user, becker) for user in (stranger, other_manager)] == [False, False]


def test_who_left_no_longer_sees_the_firm(becker, member):
    becker.memberships.filter(user=member).update(ended_on="2026-01-01")
    assert not sees(member, becker)


@pytest.fixture
def scopes(monkeypatch):
    monkeypatch.setattr(visibility, "_scopes", [])
    monkeypatch.setattr(visibility, "_detail_scopes", [])


def test_a_scope_shows_the_public_data_only(scopes, becker, stranger):
    visibility.register_firm_scope(lambda user: Q(pk=becker.pk) if user == stranger else Q(pk__in=[]))
    assert sees(stranger, becker)
    assert not permissions.may_see_details(stranger, standing(stranger, becker))


def test_a_scope_with_details_shows_how_to_reach_people(scopes, becker, stranger):
    visibility.register_firm_scope(lambda user: Q(pk=becker.pk), details=True)
    assert permissions.may_see_details(stranger, standing(stranger, becker))
    assert not permissions.may_edit_firm(stranger, standing(stranger, becker))


def test_several_reasons_show_a_firm_once(scopes, becker, keeper, lead):
    visibility.register_firm_scope(lambda user: Q(name__startswith="Becker"))
    assert Firm.objects.visible_to(keeper).count() == 1
    assert Firm.objects.visible_to(lead).with_standing(lead).count() == 1


def test_lead_edits_and_member_does_not(becker, keeper, lead, member):
    assert permissions.may_edit_firm(keeper, standing(keeper, becker))
    assert permissions.may_edit_firm(lead, standing(lead, becker))
    assert not permissions.may_edit_firm(member, standing(member, becker))
    assert permissions.is_keeper(keeper, becker)
    assert not permissions.is_keeper(lead, becker)


def test_contacts_are_seen_by_their_owner_only(keeper, other_manager, lead):
    own = contact(keeper, email="a@example.org")
    assert list(Contact.objects.visible_to(keeper)) == [own]
    assert not Contact.objects.visible_to(other_manager).exists()
    assert not Contact.objects.visible_to(lead).exists()


@pytest.mark.parametrize(
    "wanted", ["grossmann", "GROẞMANN".lower(), "Größmann", "GRÖSSMANN", "groessmann metall", "Köln größ", "koeln"]
)
def test_search_knows_umlauts_and_capitals(becker, keeper, wanted):
    Firm.objects.filter(pk=becker.pk).update(name="Größmann METALLBAU", city="Köln")
    expected = wanted not in ("grossmann", "GROẞMANN".lower())
    assert Firm.objects.matching(wanted).exists() == expected


def test_search_survives_what_no_database_keeps(becker):
    assert not Firm.objects.matching("a\x00\ud800%_").exists()
    assert Firm.objects.matching("  ").exists()
