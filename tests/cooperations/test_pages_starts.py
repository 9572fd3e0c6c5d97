"""The start pages and the lists: what they say, and that they cost the same for one row and for three."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperations.actions.agreement import propose_version
from cooperations.actions.cooperations import add_party, set_terms, start_cooperation
from cooperations.actions.ledger import log_contribution
from cooperations.actions.tasks import offer_task
from cooperations.enums import Field, Kind, State
from cooperations.models import Cooperation
from nagging.enums import AnswerKind, Rung
from nagging.models import Answer, Finding
from tests.factories import cooperations as make
from tests.factories.accounts import NOW, manager

PORTFOLIO, PAGE, CONTRIBUTION = 8, 12, 12
"""The most statements that these pages may take; see the measurements of ``make bench``."""


def queries(client, url: str, data: dict | None = None) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.post(url, data) if data else client.get(url)
    assert response.status_code == (302 if data else 200)
    points = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN")
    return len([query for query in captured if not query["sql"].startswith(points)])


def another(team: make.Cast, title: str) -> make.Cast:
    """One more running cooperation of the same people and firms."""
    more = make.Cast(team.manager, team.stranger, team.leads, team.members, team.firms)
    return make.active(more, title=title)


def found(team: make.Cast, *, rung: int = Rung.CALL) -> Finding:
    """An open finding: Becker Druck is late with its step."""
    step = team.cooperation.tasks.filter(party=team.becker).first()
    return Finding.objects.create(
        rule="cooperations.task_overdue",
        rule_version=1,
        subject_id=step.pk,
        scope_id=team.cooperation.pk,
        shard=team.cooperation.shard,
        since=make.TODAY,
        opened_at=NOW,
        rung=rung,
    )


def waiting(team: make.Cast) -> None:
    """Something of every kind waits for the word of Nordlicht, and everybody got something."""
    log_contribution(
        team.becker,
        by=team.leads[0],
        now=NOW,
        kind="hours",
        text="Photos",
        quantity=3,
        unit="h",
        happened_on=make.TODAY,
    )
    offer_task(
        team.cooperation,
        party=team.nordlicht,
        owner=team.leads[1],
        title="Samples",
        due_on=make.TODAY,
        by=team.manager,
        now=NOW,
    )
    set_terms(team.cooperation, by=team.manager, now=NOW, joint_goal="Something new")
    propose_version(team.cooperation, by=team.manager, now=NOW)


@pytest.mark.parametrize("name", ["today", "portfolio", "going_out"])
def test_the_managers_pages_cost_the_same_for_one_and_three(client, team, clock, name):
    clock.forward(days=40)
    client.force_login(team.manager)
    url = reverse(f"cooperations:{name}")
    found(team)
    one = queries(client, url)
    for title in ("Fair", "Workshop"):
        found(another(team, title))
    assert queries(client, url) == one


def test_the_desk_costs_the_same_for_one_and_three(client, team, clock):
    waiting(team)
    client.force_login(team.leads[1])
    one = queries(client, reverse("cooperations:desk"))
    for title in ("Fair", "Workshop"):
        waiting(another(team, title))
    assert queries(client, reverse("cooperations:desk")) == one


def test_the_lists_stay_within_their_limits(client, team, clock):
    client.force_login(team.manager)
    for number in range(9):
        another(team, f"Cooperation {number}")
    assert queries(client, reverse("cooperations:portfolio")) <= PORTFOLIO
    assert queries(client, reverse("cooperations:portfolio") + "?q=becker&level=alive&page=1") <= PORTFOLIO


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_the_page_stays_within_its_limit(client, team, clock, who):
    waiting(team)
    client.force_login(team.manager if who == "manager" else team.leads[1])
    url = reverse("cooperations:page", args=[team.cooperation.pk])
    one = queries(client, url)
    for number in range(3):
        make.pledge(team.becker, text=f"More {number}")
        make.measure(team.becker, text=f"More {number}")
        make.task(team.becker, title=f"More {number}")
    assert queries(client, url) == one <= PAGE


def test_logging_a_contribution_stays_within_its_limit(client, team, clock):
    client.force_login(team.leads[0])
    pledge = team.becker.pledges.get()
    typed = {"what": f"{team.becker.pk}-{pledge.pk}", "quantity": "2", "happened_on": "today", "token": "once"}
    url = reverse("cooperations:contribute", args=[team.cooperation.pk])
    assert queries(client, url, typed) <= CONTRIBUTION


def test_a_new_manager_is_shown_the_first_step(client, db):
    client.force_login(manager())
    page = client.get(reverse("cooperations:today")).content.decode()
    assert reverse("cooperations:create") in page
    assert reverse("partners:import_start") in page
    assert "Call these" not in page


def test_today_says_whom_to_call_and_why(client, team, clock):
    team.leads[0].phone = "+49 341 5550100"
    team.leads[0].save(update_fields=["phone"])
    clock.set(datetime(2026, 3, 20, 9, 0, tzinfo=UTC))
    found(team)
    client.force_login(team.manager)
    response = client.get(reverse("cooperations:today"))
    (call,) = response.context["calls"]
    assert (call.person, call.party.firm) == (team.leads[0], "Becker Druck")
    page = response.content.decode()
    assert 'href="tel:+493415550100"' in page
    assert team.leads[0].full_name in page
    assert reverse("cooperations:call_note", args=[team.cooperation.pk]) in page
    assert "Going out" in page


def test_who_needs_a_word_is_called_before_any_mail_climbed(client, team, clock):
    clock.forward(days=60)
    client.force_login(team.manager)
    (call,) = client.get(reverse("cooperations:today")).context["calls"]
    assert call.person in team.leads
    assert "have not moved for" in call.sentence
    assert call.silent_days


def test_a_promised_date_stands_on_the_managers_page(client, team, clock):
    Answer.objects.create(
        finding=found(team, rung=Rung.ASK),
        person=team.leads[0],
        kind=AnswerKind.PROMISE,
        promised_for=make.TODAY + timedelta(days=5),
        text="After the fair",
        at=NOW,
    )
    client.force_login(team.manager)
    page = client.get(reverse("cooperations:today")).content.decode()
    assert "After the fair" in page
    assert "8 Mar 2026" in page


def test_the_reminders_of_a_cooperation_are_for_who_drives_it(client, team, clock):
    found(team, rung=Rung.ASK)
    url = reverse("cooperations:reminders", args=[team.cooperation.pk])
    client.force_login(team.manager)
    assert "Price list" in client.get(url).content.decode()
    client.force_login(team.leads[0])
    assert client.get(url).status_code == 404


def test_the_next_four_weeks_hold_steps_and_reviews(client, team, clock):
    set_terms(team.cooperation, by=team.manager, now=NOW, review_on=make.TODAY + timedelta(days=20))
    client.force_login(team.manager)
    coming = client.get(reverse("cooperations:today")).context["coming"]
    assert [one.text for one in coming] == ["Price list (Becker Druck)", "Price list (Nordlicht)", "Review"]


def test_the_portfolio_is_filtered_by_its_address(client, team, clock):
    client.force_login(team.manager)
    start_cooperation(by=team.manager, now=NOW, title="Messestand", kind=Kind.NETWORK, field=Field.SALES)
    url = reverse("cooperations:portfolio")
    titles = lambda query: [row.cooperation.title for row in client.get(url + query).context["shown"].rows]  # noqa: E731
    assert titles("?q=messe") == ["Messestand"]
    assert titles("?q=becker") == ["Catalogue"]
    assert titles(f"?state={State.IDEA}") == ["Messestand"]
    assert titles("?level=needs") == []
    assert len(titles("?level=nonsense&state=%00&page=-1&q=%00")) in (0, 2)
    assert "Nothing fits this filter" in client.get(url + "?q=zzz").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "abc", "9" * 30, "2", "٣", "%00"])
def test_no_page_number_breaks_the_portfolio(client, team, clock, page):
    client.force_login(team.manager)
    assert client.get(reverse("cooperations:portfolio") + f"?page={page}").status_code == 200


def test_a_partner_finds_own_cooperations_in_the_list(client, team, clock):
    client.force_login(team.members[0])
    assert "Catalogue" in client.get(reverse("cooperations:portfolio")).content.decode()


def test_fifty_rows_fit_into_sixty_kilobytes(client, team, clock):
    for number in range(50):
        cooperation = start_cooperation(
            by=team.manager, now=NOW, title=f"A rather usual title {number}", kind=Kind.COOPERATION, field=Field.SALES
        )
        for firm, lead in zip(team.firms, team.leads, strict=True):
            add_party(cooperation, firm=firm, responsible=lead, by=team.manager, now=NOW)
    busy = "0000100" * 53
    Cooperation.objects.update(life_days=busy, life_until=make.TODAY + timedelta(days=5), last_life_sign_at=NOW)
    client.force_login(team.manager)
    response = client.get(reverse("cooperations:portfolio"))
    assert len(response.context["shown"].rows) == 50
    assert len(response.content) <= 60_000


def test_desk_shows_what_was_promised_and_what_waits(client, team, clock):
    waiting(team)
    client.force_login(team.leads[1])
    page = client.get(reverse("cooperations:desk")).content.decode()
    for text in ("I promised", "Price list", "Samples", "Becker Druck gave 3", "Version 2 of the agreement"):
        assert text in page, text
    client.force_login(team.leads[0])
    page = client.get(reverse("cooperations:desk")).content.decode()
    assert "Becker Druck gave 3" not in page


def test_amounts_stay_hidden_where_the_terms_say_so(client, team, clock):
    waiting(team)
    url = reverse("cooperations:ledger", args=[team.cooperation.pk])
    entry = team.becker.contributions.get()
    correct = reverse("cooperations:contribution_correct", args=[entry.pk])
    client.force_login(team.leads[0])
    client.post(
        correct,
        {
            "what": f"{team.becker.pk}-0",
            "text": "Photos",
            "quantity": "3",
            "unit": "h",
            "kind": "hours",
            "value": "777",
            "happened_on": "today",
        },
    )
    assert "777.00" in client.get(url).content.decode()
    client.force_login(team.leads[1])
    assert "777" not in client.get(url).content.decode()
    client.force_login(team.manager)
    assert "777.00" in client.get(url).content.decode()
