"""Every act from its page: the form is filled in, the thing is done, one comes back to where one was."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cooperations.actions.agreement import propose_version
from cooperations.actions.cooperations import set_terms
from cooperations.enums import EventKind, Mode, Outcome, State, TaskState, VersionState
from cooperations.models import Cooperation, Event
from partners.models import Firm, Membership
from tests.factories import cooperations as make
from tests.factories.accounts import NOW, manager

pytestmark = pytest.mark.usefixtures("clock")
IN_A_MONTH = make.TODAY + timedelta(days=30)
DUE = f"{IN_A_MONTH:%d.%m.%Y}"


def page_of(team) -> str:
    return reverse("cooperations:page", args=[team.cooperation.pk])


# -- creating --------------------------------------------------------------------------------------------------------


def test_three_questions_make_a_cooperation_of_a_known_and_a_new_firm(client, db):
    who = make.cast(firms=("Becker Druck",))
    client.force_login(who.manager)
    response = client.post(
        reverse("cooperations:create"),
        {
            "title": "Catalogue",
            "field": "marketing",
            "first_firm": " becker  druck ",
            "second_firm": "Nordlicht Verlag",
            "joint_goal": "100 orders",
        },
    )
    cooperation = Cooperation.objects.get()
    assert response["Location"] == reverse("cooperations:page", args=[cooperation.pk])
    assert [party.firm.name for party in cooperation.parties.all()] == ["Becker Druck", "Nordlicht Verlag"]
    assert cooperation.parties.first().responsible == who.leads[0]
    assert Firm.objects.get(name="Nordlicht Verlag").keeper == who.manager
    assert "Nordlicht Verlag has no responsible person yet." in client.get(response["Location"]).content.decode()


def test_a_firm_of_somebody_else_is_neither_shown_nor_used(client, db):
    other = make.cast(firms=("Geheime Werkstatt",))
    mine = manager()
    client.force_login(mine)
    url = reverse("cooperations:create")
    assert "Geheime" not in client.get(url).content.decode()
    client.post(url, {"title": "Catalogue", "field": "marketing", "first_firm": "Geheime Werkstatt"})
    assert Firm.objects.filter(name="Geheime Werkstatt").count() == 2
    assert not other.firms[0].parties.exists()


def test_what_was_typed_stays_when_the_title_is_missing(client, db):
    client.force_login(manager())
    typed = {"title": "", "field": "sales", "first_firm": "A", "second_firm": "a", "joint_goal": "Mehr <b>Licht</b>"}
    response = client.post(reverse("cooperations:create"), typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Please name each firm once." in page
    assert "Mehr &lt;b&gt;Licht&lt;/b&gt;" in page
    assert not Cooperation.objects.exists()


@pytest.mark.parametrize("title", ["%00", "%20", "x" * 100_000])
def test_no_title_breaks_the_page(client, db, title):
    client.force_login(manager())
    body = f"title={title}&field=sales"
    kind = "application/x-www-form-urlencoded"
    assert client.post(reverse("cooperations:create"), body, content_type=kind).status_code == 200
    assert not Cooperation.objects.exists()


# -- parties ---------------------------------------------------------------------------------------------------------


def test_a_firm_joins_and_its_speaker_is_invited(client, db):
    team = make.exploring()
    client.force_login(team.manager)
    response = client.post(
        reverse("cooperations:party_add", args=[team.cooperation.pk]) + "?next=/cooperations/today/",
        {"firm": "Hof Linde", "email": "Greta@hof.example", "last_name": "Hof", "first_name": "Greta"},
    )
    assert response["Location"] == "/cooperations/today/"
    party = team.cooperation.parties.get(firm__name="Hof Linde")
    assert party.responsible.email == "greta@hof.example"
    assert party.responsible.mails.count() == 1


def test_a_firm_without_a_speaker_leads_to_the_question_who_speaks(client, db):
    team = make.exploring()
    client.force_login(team.manager)
    response = client.post(
        reverse("cooperations:party_add", args=[team.cooperation.pk]), {"firm": "Hof Linde"}, follow=True
    )
    assert "Who speaks for Hof Linde?" in response.content.decode()
    party = team.cooperation.parties.get(firm__name="Hof Linde")
    url = reverse("cooperations:party_responsible", args=[party.pk])
    half = client.post(url, {"person": "new", "last_name": "Hof"})
    assert "Please give the mail address" in half.content.decode()
    assert 'value="Hof"' in half.content.decode()
    client.post(url, {"person": "new", "last_name": "Hof", "email": "greta@hof.example"})
    party.refresh_from_db()
    assert party.responsible.last_name == "Hof"


def test_nobody_from_outside_can_be_named(client, team):
    client.force_login(team.manager)
    url = reverse("cooperations:party_responsible", args=[team.becker.pk])
    response = client.post(url, {"person": str(team.leads[1].pk)})
    assert response.status_code == 200
    team.becker.refresh_from_db()
    assert team.becker.responsible == team.leads[0]


def test_a_lead_names_another_deputy(client, team):
    client.force_login(team.leads[0])
    url = reverse("cooperations:party_edit", args=[team.becker.pk])
    same = client.post(url, {"responsible": team.leads[0].pk, "deputy": team.leads[0].pk, "own_goal": "More"})
    assert "The deputy has to be somebody else." in same.content.decode()
    client.post(url, {"responsible": team.leads[0].pk, "deputy": "", "own_goal": "Even more"})
    team.becker.refresh_from_db()
    assert (team.becker.deputy, team.becker.own_goal) == (None, "Even more")


# -- shares, terms, agreement ----------------------------------------------------------------------------------------


def test_a_partner_promises_changes_and_takes_back(client, db):
    team = make.exploring()
    client.force_login(team.leads[0])
    url = reverse("cooperations:pledge_add", args=[team.becker.pk])
    fields = {"text": "Photos", "kind": "hours", "rhythm": "once", "quantity": "1,5", "unit": "h", "substance": "on"}
    wrong = client.post(url, {**fields, "quantity": "a lot"})
    assert "a lot" in wrong.content.decode()
    assert not team.becker.pledges.exists()
    client.post(url, fields)
    pledge = team.becker.pledges.get()
    assert (pledge.quantity, pledge.substance) == (Decimal("1.50"), True)
    client.post(reverse("cooperations:pledge_edit", args=[pledge.pk]), {**fields, "text": "Photos and texts"})
    pledge.refresh_from_db()
    assert pledge.text == "Photos and texts"
    client.post(reverse("cooperations:pledge_withdraw", args=[pledge.pk]))
    assert not team.becker.pledges.standing().exists()


def test_a_success_is_described_and_reached(client, db):
    team = make.exploring()
    client.force_login(team.leads[0])
    client.post(
        reverse("cooperations:measure_add", args=[team.becker.pk]), {"text": "Customers", "target": "5", "due_on": DUE}
    )
    measure = team.becker.measures.get()
    assert measure.due_on == IN_A_MONTH
    url = reverse("cooperations:measure_reached", args=[measure.pk])
    assert "still to come" in client.post(url, {"on": DUE}).content.decode()
    client.post(url, {"on": f"{make.TODAY:%d.%m.%Y}"})
    measure.refresh_from_db()
    assert measure.reached_on == make.TODAY


def test_the_manager_changes_terms_in_one_form(client, team):
    client.force_login(team.manager)
    url = reverse("cooperations:terms", args=[team.cooperation.pk])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"rhythm_days": "14", "mode": Mode.FULL}
    before = client.post(url, {**typed, "starts_on": "3.11.2026", "goal_on": "1.11.2026"})
    assert "before the start" in before.content.decode()
    client.post(url, typed)
    team.cooperation.refresh_from_db()
    assert (team.cooperation.rhythm_days, team.cooperation.mode) == (14, Mode.FULL)


def test_every_party_approves_exactly_what_it_saw(client, db):
    team = make.ready()
    client.force_login(team.manager)
    client.post(reverse("cooperations:version_propose", args=[team.cooperation.pk]))
    version = team.cooperation.versions.get()
    url = reverse("cooperations:version", args=[version.pk])
    assert client.post(url, {"digest": version.digest, "read": "on"}).status_code == 403
    for lead in team.leads:
        client.force_login(lead)
        page = client.get(url).content.decode()
        assert version.digest in page
        assert "Hours for the catalogue" in page
        assert "confirm that you have read" in client.post(url, {"digest": version.digest}).content.decode()
        stale = client.post(url, {"digest": "0" * 64, "read": "on"})
        assert "The terms have changed meanwhile" in stale.content.decode()
        assert client.post(url, {"digest": version.digest, "read": "on"})["Location"] == page_of(team)
    team.cooperation.refresh_from_db()
    assert team.cooperation.state == State.AGREED


def test_one_sided_substance_has_to_be_seen(client, db):
    team = make.ready()
    make.pledge(team.becker, text="Our customers", substance=True)
    version = make.proposed(team)
    client.force_login(team.leads[1])
    url = reverse("cooperations:version", args=[version.pk])
    unseen = client.post(url, {"digest": version.digest, "read": "on"})
    assert "Please confirm that you have seen this." in unseen.content.decode()
    client.post(url, {"digest": version.digest, "read": "on", "substance_seen": "on"})
    assert version.approvals.get().substance_seen


def test_a_changed_agreement_shows_what_changes_and_can_be_taken_back(client, team):
    set_terms(team.cooperation, by=team.manager, now=NOW, joint_goal="200 orders")
    version = propose_version(team.cooperation, by=team.manager, now=NOW)
    client.force_login(team.leads[0])
    page = client.get(reverse("cooperations:version", args=[version.pk])).content.decode()
    assert "<del>A joint catalogue by autumn.</del>" in page
    assert "<ins>200 orders</ins>" in page
    url = reverse("cooperations:version_withdraw", args=[version.pk])
    assert client.post(url).status_code == 403
    client.force_login(team.manager)
    client.post(url)
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN


def test_what_a_unit_is_worth_is_not_shown_to_the_other_firm(client, db):
    team = make.ready()
    make.pledge(team.becker, text="Secret worth", value=Decimal("77.70"))
    version = make.proposed(team)
    url = reverse("cooperations:version", args=[version.pk])
    for user, sees in ((team.manager, True), (team.leads[0], True), (team.leads[1], False)):
        client.force_login(user)
        assert ("77.70" in client.get(url).content.decode()) is sees


# -- steps -----------------------------------------------------------------------------------------------------------


def offered(client, team, **fields):
    client.force_login(team.manager)
    typed = {"title": "Send samples", "owner": f"{team.becker.pk}-{team.leads[0].pk}", "due_on": DUE, **fields}
    return client.post(reverse("cooperations:task_offer", args=[team.cooperation.pk]), typed)


def test_a_step_is_offered_accepted_moved_and_kept(client, team):
    assert offered(client, team, for_party=str(team.nordlicht.pk)).status_code == 302
    step = team.cooperation.tasks.get(title="Send samples")
    assert (step.state, step.for_party, step.due_on) == (TaskState.OFFERED, team.nordlicht, IN_A_MONTH)
    client.force_login(team.leads[0])
    client.post(reverse("cooperations:task_accept", args=[step.pk]))
    client.post(reverse("cooperations:task_move", args=[step.pk]), {"due_on": "1.5.2026"})
    response = client.post(reverse("cooperations:task_finish", args=[step.pk]), {"next": "/cooperations/desk/"})
    assert response["Location"] == "/cooperations/desk/"
    step.refresh_from_db()
    assert (step.state, step.moved_count) == (TaskState.DONE, 1)


def test_a_step_is_declined_or_dropped_with_a_reason(client, team):
    offered(client, team)
    step = team.cooperation.tasks.get(title="Send samples")
    client.force_login(team.leads[0])
    url = reverse("cooperations:task_decline", args=[step.pk])
    assert client.post(url, {"reason": ""}).status_code == 200
    client.post(url, {"reason": "No oak left"})
    step.refresh_from_db()
    assert (step.state, step.decline_reason) == (TaskState.DECLINED, "No oak left")
    other = team.cooperation.tasks.filter(state=TaskState.ACCEPTED, party=team.becker).get()
    client.post(reverse("cooperations:task_drop", args=[other.pk]), {"reason": "Not needed"})
    other.refresh_from_db()
    assert other.state == TaskState.DROPPED


def test_a_cry_for_help_stands_in_the_timeline(client, team):
    step = team.cooperation.tasks.filter(party=team.becker).get()
    client.force_login(team.leads[0])
    client.post(reverse("cooperations:task_help", args=[step.pk]), {"text": "Who knows a printer?"})
    assert Event.objects.get(kind=EventKind.HELP_ASKED).data["text"] == "Who knows a printer?"


@pytest.mark.parametrize("owner", ["", "0-0", "abc", "{party}-{stranger}", "{party}-{other}"])
def test_a_foreign_owner_is_refused(client, team, owner):
    value = owner.format(party=team.becker.pk, stranger=team.stranger.pk, other=team.leads[1].pk)
    response = offered(client, team, owner=value)
    assert response.status_code == 200
    assert 'value="Send samples"' in response.content.decode()
    assert not team.cooperation.tasks.filter(title="Send samples").exists()


def test_another_firm_does_not_accept_or_finish(client, team):
    step = team.cooperation.tasks.filter(party=team.becker).get()
    client.force_login(team.leads[1])
    for name in ("task_accept", "task_finish", "task_decline", "task_move", "task_drop", "task_help"):
        assert client.post(reverse(f"cooperations:{name}", args=[step.pk])).status_code == 403, name


# -- state -----------------------------------------------------------------------------------------------------------


def test_explore_pause_resume_and_end_from_the_page(client, db):
    team = make.idea()
    client.force_login(team.manager)
    client.post(reverse("cooperations:explore", args=[team.cooperation.pk]))
    assert Cooperation.objects.get().state == State.EXPLORING
    refused = client.post(reverse("cooperations:activate", args=[team.cooperation.pk]), follow=True)
    assert "cannot go from" in refused.content.decode()
    url = reverse("cooperations:end", args=[team.cooperation.pk])
    assert client.post(url, {"outcome": Outcome.FADED}).status_code == 200
    client.post(url, {"outcome": Outcome.FADED, "lessons": "Too early."})
    ended = Cooperation.objects.get()
    assert (ended.state, ended.lessons) == (State.ENDED, "Too early.")
    assert "Too early." in client.get(page_of(team)).content.decode()


def test_a_pause_needs_a_day_ahead(client, team):
    client.force_login(team.manager)
    url = reverse("cooperations:pause", args=[team.cooperation.pk])
    late = client.post(url, {"reason": "Harvest", "paused_until": "1.1.2026"})
    assert "Please choose a day in the future." in late.content.decode()
    assert 'value="Harvest"' in late.content.decode()
    client.post(url, {"reason": "Harvest", "paused_until": DUE})
    paused = Cooperation.objects.get()
    assert (paused.state, paused.paused_until) == (State.PAUSED, IN_A_MONTH)
    client.post(reverse("cooperations:resume", args=[team.cooperation.pk]), {"reason": ""})
    assert Cooperation.objects.get().state == State.ACTIVE


def test_a_call_is_a_life_sign_only_when_somebody_answered(client, team, clock):
    client.force_login(team.manager)
    url = reverse("cooperations:call_note", args=[team.cooperation.pk])
    before = Cooperation.objects.get().last_life_sign_at
    clock.forward(days=2)
    client.post(url, {"result": "not_reached", "party": str(team.becker.pk)})
    assert Cooperation.objects.get().last_life_sign_at == before
    client.post(url, {"result": "talked", "party": "", "text": "Samples on Friday"})
    assert Cooperation.objects.get().last_life_sign_at > before
    assert "Samples on Friday" in client.get(page_of(team)).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", "/\x00"]
)
def test_the_way_back_never_leads_outside(client, team, elsewhere):
    step = team.cooperation.tasks.filter(party=team.becker).get()
    client.force_login(team.leads[0])
    response = client.post(reverse("cooperations:task_finish", args=[step.pk]), {"next": elsewhere})
    assert response["Location"] == page_of(team) + "#tasks"


def test_a_firm_page_shows_only_shared_cooperations(client, team):
    client.force_login(team.leads[1])
    page = client.get(reverse("partners:firm_page", args=[team.firms[0].pk]))
    assert "Catalogue" in page.content.decode()
    outsider = make.person()
    Membership.objects.create(firm=team.firms[0], user=outsider)
    team.becker.left_on = make.TODAY
    team.becker.save(update_fields=["left_on"])
    client.force_login(outsider)
    assert "Catalogue" not in client.get(reverse("partners:firm_page", args=[team.firms[0].pk])).content.decode()


def test_whoever_is_invited_is_written_to_in_the_language_of_whoever_invites(client, db):
    """It was English for everybody, because that is the first of the choices."""
    who = make.exploring()
    who.manager.language = "de"
    who.manager.save(update_fields=["language"])
    client.force_login(who.manager)
    page = client.get(reverse("cooperations:party_responsible", args=[who.parties[0].pk]))
    assert '<option value="de" selected>' in page.content.decode()
