"""Who belongs to a firm."""

import pytest
from django.urls import reverse

from accounts.actions.invitations import invite
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Invitation, User
from partners.actions import people
from partners.enums import FirmRole
from partners.models import Firm, Membership
from tests.factories.accounts import NOW
from tests.factories.partners import belongs_to

NEW = {
    "email": "Nina.New@Example.org",
    "first_name": "Nina",
    "last_name": "New",
    "form_of_address": "ms",
    "language": "de",
    "role": "lead",
    "position": "Chefin",
}


def test_adding_somebody_new_invites_them(client, becker, keeper):
    client.force_login(keeper)
    url = reverse("partners:person_add", args=[becker.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, NEW).url == reverse("partners:firm_page", args=[becker.pk])
    nina = User.objects.get(email="nina.new@example.org")
    assert Membership.objects.get(firm=becker, user=nina).role == FirmRole.LEAD
    assert Invitation.objects.get(user=nina).about == "Becker Druck"
    assert AuditEntry.objects.filter(verb="partners.add_person", object_id=becker.pk, actor=keeper).exists()


def test_adding_twice_is_refused_with_a_sentence(client, becker, keeper):
    client.force_login(keeper)
    url = reverse("partners:person_add", args=[becker.pk])
    client.post(url, NEW)
    answer = client.post(url, NEW)
    assert answer.status_code == 200
    assert "already belongs" in answer.content.decode()
    assert 'value="Chefin"' in answer.content.decode()
    assert Membership.objects.filter(firm=becker).count() == 1


def test_nothing_stays_when_the_membership_fails(becker, keeper, monkeypatch):
    monkeypatch.setattr(people.audit, "record", lambda *args, **data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        people.add_person(becker, **NEW, by=keeper, now=NOW)
    assert not User.objects.filter(email="nina.new@example.org").exists()
    assert not Membership.objects.exists()


def test_who_left_can_come_back(becker, member):
    membership = Membership.objects.get(user=member)
    people.end_membership(membership, by=becker.keeper, now=NOW)
    belongs_to(becker, member)
    assert Membership.objects.filter(user=member).count() == 2


def test_lead_changes_role_and_position(client, becker, lead, member):
    client.force_login(lead)
    membership = Membership.objects.get(user=member)
    url = reverse("partners:person_edit", args=[membership.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"role": "lead", "position": "Prokura"}).status_code == 302
    membership.refresh_from_db()
    assert (membership.role, membership.position) == ("lead", "Prokura")
    entry = AuditEntry.objects.get(verb="partners.change_membership")
    assert entry.data["before"] == {"role": "member", "position": ""}


def test_the_last_lead_cannot_leave_by_their_own_hand(client, becker, lead, keeper):
    membership = Membership.objects.get(user=lead)
    client.force_login(lead)
    answer = client.post(reverse("partners:person_end", args=[membership.pk]), follow=True)
    assert "speaks for it" in answer.content.decode()
    assert client.post(reverse("partners:person_edit", args=[membership.pk]), {"role": "member"}).status_code == 200
    membership.refresh_from_db()
    assert membership.ended_on is None
    assert membership.role == "lead"
    client.force_login(keeper)
    client.post(reverse("partners:person_end", args=[membership.pk]))
    membership.refresh_from_db()
    assert membership.ended_on is not None


def test_ending_works_at_once_and_only_once(client, becker, keeper, member):
    membership = Membership.objects.get(user=member)
    client.force_login(keeper)
    url = reverse("partners:person_end", args=[membership.pk])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404
    assert AuditEntry.objects.filter(verb="partners.end_membership").count() == 1
    client.force_login(member)
    assert client.get(reverse("partners:firm_page", args=[becker.pk])).status_code == 404
    with pytest.raises(ActionRefused):
        people.end_membership(Membership.objects.get(user=member), by=keeper, now=NOW)


def test_members_and_strangers_change_nothing(client, becker, lead, member, stranger, other_manager):
    membership = Membership.objects.get(user=lead)
    for user, answer in ((member, 403), (stranger, 404), (other_manager, 404)):
        client.force_login(user)
        for name in ("person_edit", "person_end"):
            assert client.post(reverse(f"partners:{name}", args=[membership.pk]), NEW).status_code == answer
        assert client.post(reverse("partners:person_add", args=[becker.pk]), NEW).status_code == answer
    assert Membership.objects.filter(firm=becker, ended_on=None).count() == 2
    assert not User.objects.filter(email="nina.new@example.org").exists()


def test_an_existing_person_keeps_name_and_rights(becker, keeper, stranger):
    people.add_person(becker, **NEW | {"email": stranger.email}, by=keeper, now=NOW)
    stranger.refresh_from_db()
    assert stranger.full_name == "Sven Stranger"
    assert Firm.objects.visible_to(stranger).get() == becker
    assert invite.__module__ == "accounts.actions.invitations"
