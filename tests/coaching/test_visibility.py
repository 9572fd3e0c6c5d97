"""Who sees what: circles of people, every address, every method."""

import pytest
from django.urls import get_resolver

from accounts.models import AuditEntry, User
from coaching.actions.decisions import ask_back
from coaching.actions.notes import write_private_note
from coaching.actions.team import leave_team
from coaching.models import Decision, Engagement, PrivateNote, Session
from coaching.urls import urlpatterns
from coaching.visibility import people_inside, people_who_see
from tests.factories import coaching

SUBJECT, SUMMARY, TOPIC, DRAFT = "Subjectcanary", "Summarycanary", "Topiccanary", "Draftcanary"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


@pytest.fixture
def world(people):
    """A running engagement with one of everything; the values fill every address."""
    engagement = coaching.running(people)
    Engagement.objects.filter(pk=engagement.pk).update(subject=SUBJECT)
    session = coaching.held(people, engagement, summary=SUMMARY)
    coaching.planned(people, engagement, topic=TOPIC)
    decision = coaching.adopted(people, engagement)
    question = ask_back(decision, text="Questioncanary", by=people.team[0], now=people.now)
    note = write_private_note(engagement, text="x", by=people.coach, now=people.now)
    Session.objects.filter(pk=session.pk).update(draft=DRAFT)
    return {
        "engagement": engagement,
        "session": session,
        "decision": decision,
        "question": question,
        "note": PrivateNote.objects.get(pk=note),
    }


def addresses(world) -> dict[str, str]:
    """Every address of the app but the start page, filled with existing ids."""
    by_prefix = {"sessions/": "session", "decisions/": "decision", "questions/": "question"}
    found = {}
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if not route:
            continue
        kind = next((key for prefix, key in by_prefix.items() if route.startswith(prefix)), "engagement")
        filled = (
            route.replace("<int:pk>", str(world[kind].pk))
            .replace("<slug:to>", "closing")
            .replace("<uuid:note_id>", str(world["note"].pk))
            .replace("<int:cooperation_pk>", str(world["engagement"].cooperation_id))
        )
        assert "<" not in filled
        found[pattern.name] = f"/coaching/{filled}"
    assert len(found) > 25
    return found


def test_strangers_find_nothing_by_any_method(people, world, as_user):
    before = AuditEntry.objects.count()
    for name, address in addresses(world).items():
        nothing = address.replace(f"/{world['engagement'].pk}/", "/987654/")
        for user in people.outsiders:
            if user == people.colleague and name == "propose":
                continue
            browser = as_user(user)
            for method in METHODS:
                assert getattr(browser, method)(address).status_code == 404, (name, user, method)
                assert getattr(browser, method)(nothing).status_code == 404, (name, user, method)
    assert AuditEntry.objects.count() == before


def test_not_signed_in_is_sent_to_sign_in(people, world, client):
    for address in ["/coaching/", *addresses(world).values()]:
        assert client.get(address).status_code == 302
        assert "login" in client.get(address)["Location"]


OUTSIDE = {"page", "decisions"}
OUTSIDE_MANAGER = OUTSIDE | {"propose", "coach", "withdraw_ballot"}


def test_manager_and_leads_see_existence_and_no_content(people, world, as_user):
    canaries = (SUBJECT, SUMMARY, TOPIC, DRAFT, "Questioncanary", "Cora does.")
    allowed = {people.manager: OUTSIDE_MANAGER, people.leads[0]: OUTSIDE | {"propose"}}
    for user, names in allowed.items():
        browser = as_user(user)
        for name, address in addresses(world).items():
            response = browser.get(address)
            if name not in names:
                assert response.status_code == 404, (user, name)
            for canary in canaries:
                assert canary not in response.content.decode(), (user, name, canary)
        page = browser.get(f"/coaching/{world['engagement'].pk}/").content.decode()
        assert "Sessions held" in page
        for member in people.team:
            assert member.full_name not in page


def test_draft_is_for_the_coach_alone(people, world, as_user):
    for user in people.team:
        browser = as_user(user)
        for address in addresses(world).values():
            assert DRAFT not in browser.get(address).content.decode()
    address = f"/coaching/sessions/{world['session'].pk}/"
    assert DRAFT in as_user(people.coach).get(address).content.decode()


def test_reading_writes_nothing(people, world, as_user):
    """The guard of the house raises when a GET writes; here every page of the app is asked by everybody in it."""
    count = AuditEntry.objects.count()
    for user in (people.manager, *people.leads, *people.team, people.coach):
        browser = as_user(user)
        for name, address in {"teams": "/coaching/", **addresses(world)}.items():
            for method in ("get", "head", "options"):
                assert getattr(browser, method)(address).status_code in (200, 404, 405), (user, name)
    assert AuditEntry.objects.count() == count


def test_both_directions_agree(people, world):
    for engagement in Engagement.objects.select_related("cooperation"):
        for user in User.objects.all():
            sees = Engagement.objects.visible_to(user).filter(pk=engagement.pk).exists()
            assert sees == people_who_see(engagement).filter(pk=user.pk).exists(), user
            inside = Session.objects.visible_to(user).filter(engagement=engagement).exists()
            assert inside == people_inside(engagement).filter(pk=user.pk).exists(), user


def test_nobody_is_listed_twice(people, world):
    """A lead with two people in the team, a manager who is deputy, too: one row."""
    people.cooperation.deputy_manager = people.manager
    people.cooperation.save(update_fields=["deputy_manager"])
    for user in (people.manager, *people.leads, *people.team, people.coach):
        assert Engagement.objects.visible_to(user).count() == 1
        assert Decision.objects.visible_to(user).count() <= 1


def test_who_leaves_finds_nothing_at_the_next_request(people, world, as_user):
    browser = as_user(people.team[0])
    address = f"/coaching/sessions/{world['session'].pk}/"
    assert browser.get(address).status_code == 200
    leave_team(world["engagement"], by=people.team[0], now=people.now)
    assert browser.get(address).status_code == 404
    assert browser.get(f"/coaching/{world['engagement'].pk}/").status_code == 404


def test_audit_trail_of_the_administrator_does_not_show_coaching(people, world, rf):
    from django.contrib import admin

    request = rf.get("/")
    request.user = people.administrator
    shown = admin.site._registry[AuditEntry].get_queryset(request)
    assert AuditEntry.objects.filter(verb__startswith="coaching.").exists()
    assert shown.filter(verb__startswith="cooperations.").exists(), "the control: other rows are shown"
    assert not shown.filter(verb__startswith="coaching.").exists()
    assert not shown.filter(object_type__startswith="coaching.").exists()


def test_card_on_the_cooperation(people, world, rf):
    from coaching.card import cooperation_card

    def card(user):
        request = rf.get("/")
        request.user = user
        return cooperation_card(request, people.cooperation)

    for user in (people.manager, *people.leads, *people.team):
        assert "one session" in card(user)
        assert SUBJECT not in card(user)
    for user in (people.colleague, people.administrator):
        assert "session" not in card(user)


def test_every_address_is_covered():
    assert "coaching:session_note" in {
        f"coaching:{pattern.name}"
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "app_name", "") == "coaching"
        for pattern in resolver.url_patterns
    }
