"""The administrator's pages about people; for everybody else they do not exist."""

import pytest
from django.urls import reverse

from accounts.actions.invitations import VALID_FOR, invite
from accounts.models import AuditEntry, Invitation, OutboundMail, User
from tests.factories.accounts import NOW, PASSWORD, person

pytestmark = pytest.mark.django_db
NEW = {
    "email": "Lea.Roth@example.org",
    "first_name": "Lea",
    "last_name": "Roth",
    "form_of_address": "ms",
    "language": "de",
    "may_manage": "on",
}


@pytest.fixture
def office(client, chief, clock):
    """The browser of an administrator who has just signed in."""
    client.post(reverse("account_login"), {"login": chief.email, "password": PASSWORD})
    return client


def act(client, user: User, name: str):
    return client.post(reverse("accounts:person_act", args=[user.pk, name]))


def test_for_everybody_else_the_pages_do_not_exist(client, member, host, stranger):
    for who in (member, host):
        client.force_login(who)
        for url in ("accounts:people", "accounts:invite_person"):
            assert client.get(reverse(url)).status_code == 404
            assert client.post(reverse(url), NEW).status_code == 404
        for pk in (stranger.pk, 10**6, 10**30):
            assert client.get(reverse("accounts:person", args=[pk])).status_code == 404
            assert client.post(reverse("accounts:person", args=[pk]), {"may_coach": "on"}).status_code == 404
            for name in ("suspend", "restore", "resend"):
                assert client.post(reverse("accounts:person_act", args=[pk, name])).status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active
    assert not stranger.may_coach
    assert not Invitation.objects.exists()


def test_inviting_a_person_with_what_they_may_start(office, chief):
    answered = office.post(reverse("accounts:invite_person"), {**NEW, "is_staff": "on", "may_coach": ""})
    user = User.objects.get(email="lea.roth@example.org")
    assert answered.url == reverse("accounts:person", args=[user.pk])
    assert (user.may_manage, user.may_coach, user.is_staff, user.language) == (True, False, False, "de")
    assert Invitation.objects.get().invited_by == chief
    assert OutboundMail.objects.get().to == user


def test_mistakes_keep_what_was_typed(office):
    page = office.post(reverse("accounts:invite_person"), {**NEW, "email": "lea.roth"})
    assert page.status_code == 200
    assert 'value="Roth"' in page.text
    assert not User.objects.filter(last_name="Roth").exists()


def test_the_list_tells_states_apart(office, host, member, chief):
    waiting = invite(email="w@example.org", first_name="Wim", last_name="Wait", by=host, now=NOW)
    late = invite(email="l@example.org", first_name="Lin", last_name="Late", by=host, now=NOW - VALID_FOR)
    User.objects.filter(pk=member.pk).update(is_active=False)
    page = office.get(reverse("accounts:people"))
    rows = page.text.split("<li ")
    state = {user.pk: next(row for row in rows if user.email in row) for user in (waiting, late, member, host)}
    assert "invited" in state[waiting.pk]
    assert "invitation expired" in state[late.pk]
    assert "suspended" in state[member.pk]
    assert "active" in state[host.pk]
    assert "may start cooperations" in state[host.pk]


@pytest.mark.parametrize(
    ("wanted", "found"), [("otto", 1), ("STEIN", 1), ("otto stein", 1), ("nobody", 0), ("%", 0), ("a\x00b'--", 0)]
)
def test_searching(office, stranger, wanted, found):
    page = office.get(reverse("accounts:people"), {"q": wanted})
    assert page.context["page"].paginator.count == found


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", ""])
def test_a_strange_page_number_is_no_error(office, number):
    assert office.get(reverse("accounts:people"), {"page": number}).status_code == 200


def test_three_people_take_as_many_queries_as_one(office, django_assert_num_queries):
    office.get(reverse("accounts:people"))
    for _number in range(3):
        person(consent=False)
    with django_assert_num_queries(4):
        office.get(reverse("accounts:people"))


def test_changing_rights_is_recorded(office, stranger, chief):
    office.post(reverse("accounts:person", args=[stranger.pk]), {"may_coach": "on", "is_staff": "on"})
    stranger.refresh_from_db()
    assert (stranger.may_coach, stranger.is_staff) == (True, False)
    entry = AuditEntry.objects.get(verb="accounts.change_rights")
    assert (entry.actor, entry.object_id, entry.data) == (chief, stranger.pk, {"may_manage": False, "may_coach": True})


def test_rights_need_a_fresh_sign_in(office, stranger, clock):
    clock.forward(minutes=11)
    assert office.get(reverse("accounts:person", args=[stranger.pk])).status_code == 200
    answered = office.post(reverse("accounts:person", args=[stranger.pk]), {"may_coach": "on"})
    assert "reauthenticate" in answered.url
    assert "reauthenticate" in act(office, stranger, "suspend").url
    stranger.refresh_from_db()
    assert stranger.is_active
    assert not stranger.may_coach


def test_suspend_and_let_in_again(office, stranger, chief):
    act(office, stranger, "suspend")
    stranger.refresh_from_db()
    assert not stranger.is_active
    act(office, stranger, "suspend")
    assert AuditEntry.objects.filter(verb="accounts.suspend").count() == 1
    act(office, stranger, "restore")
    stranger.refresh_from_db()
    assert stranger.is_active
    act(office, chief, "suspend")
    chief.refresh_from_db()
    assert chief.is_active


def test_a_new_invitation(office, host, stranger, clock):
    waiting = invite(email="w@example.org", first_name="Wim", last_name="Wait", by=host, now=NOW)
    clock.forward(minutes=5)
    act(office, waiting, "resend")
    assert waiting.invitations.open_at(clock.now).count() == 1
    assert waiting.invitations.count() == 2
    page = office.post(reverse("accounts:person_act", args=[stranger.pk, "resend"]), follow=True)
    assert "needs no invitation" in page.text
    assert stranger.invitations.count() == 0


def test_acts_are_posted(office, stranger):
    assert office.get(reverse("accounts:person_act", args=[stranger.pk, "suspend"])).status_code == 405
    assert office.get(f"/me/people/{stranger.pk}/delete/").status_code == 404


def test_the_admin_shows_and_does_not_change_the_trail(office, stranger):
    for model in ("user", "invitation", "auditentry", "absence"):
        assert office.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    assert office.get(reverse("admin:accounts_user_change", args=[stranger.pk])).status_code == 200
    assert office.get(reverse("admin:accounts_user_add")).status_code == 403
    assert office.get(reverse("admin:accounts_auditentry_add")).status_code == 403
    entry = AuditEntry.objects.first()
    assert office.post(reverse("admin:accounts_auditentry_change", args=[entry.pk]), {"verb": "x"}).status_code == 403


def test_the_admin_is_for_administrators(client, member, host):
    for who in (member, host):
        client.force_login(who)
        answered = client.get(reverse("admin:index"))
        assert answered.status_code in (302, 403)
        assert "Absences" not in answered.text


def test_a_change_in_the_admin_is_recorded(office, stranger):
    page = office.get(reverse("admin:accounts_user_change", args=[stranger.pk]))
    data = {name: value for name, value in page.context["adminform"].form.initial.items() if value not in (None, False)}
    data |= {"workday_start": "08:00", "workday_end": "17:00", "may_coach": "on"}
    answered = office.post(reverse("admin:accounts_user_change", args=[stranger.pk]), data)
    assert answered.status_code == 302, answered.context["adminform"].form.errors
    assert "may_coach" in AuditEntry.objects.get(verb="accounts.admin_change").data["fields"]


def test_many_invitations_are_slowed_down(office, clock):
    for number in range(60):
        office.post(reverse("accounts:invite_person"), {**NEW, "email": f"p{number}@example.org"})
    clock.forward(seconds=1)
    page = office.post(reverse("accounts:invite_person"), {**NEW, "email": "p61@example.org"})
    assert "many invitations" in page.text
    assert not User.objects.filter(email="p61@example.org").exists()
