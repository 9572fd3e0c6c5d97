"""A list of three rows takes as many queries as a list of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from coaching.actions.decisions import ask_back
from cooperations.actions.ledger import log_benefit, log_contribution
from nagging.actions.asking import ask_due
from nagging.sweep import sweep
from tests.factories import accounts, coaching, cooperations, partners
from tests.fixtures.time import TUESDAY

pytestmark = pytest.mark.django_db
BEGINNING = TUESDAY - timedelta(days=60)


@dataclass
class Page:
    """Who looks, at what, and how to add one more row of the kind that the page lists."""

    user: User
    path: str
    add: Callable[[], object]


def _portfolio(name: str) -> Page:
    """Cooperations of one manager; two of the firms' leads take part in all of them, and all are too quiet."""
    who = cooperations.cast()

    def add() -> None:
        cooperations.active(who, now=BEGINNING, title="Catalogue")
        for party in who.parties:
            _give(party)
        sweep(now=TUESDAY)
        ask_due(now=TUESDAY)

    user = who.leads[0] if name == "cooperations:desk" else who.manager
    return Page(user, reverse(name), add)


def _give(party) -> None:
    day = cooperations.local_day(BEGINNING)
    words = {"by": party.responsible, "now": BEGINNING, "text": "Proofs", "happened_on": day}
    log_contribution(party, kind="hours", quantity=3, unit="h", **words)
    log_benefit(party, giver=party.cooperation.parties.exclude(pk=party.pk).first(), thanks="Thank you", **words)


def _inside(name: str) -> Page:
    """What happened in one cooperation."""
    who = cooperations.active(cooperations.cast(), now=BEGINNING)

    def add() -> None:
        for party in who.parties:
            _give(party)
            cooperations.pledge(party, now=BEGINNING)
            cooperations.measure(party, now=BEGINNING)
            cooperations.task(party, now=BEGINNING, due_on=cooperations.local_day(BEGINNING))
        sweep(now=TUESDAY)
        ask_due(now=TUESDAY)

    return Page(who.manager, reverse(name, args=[who.cooperation.pk]), add)


def _firms() -> Page:
    keeper = accounts.manager()

    def add() -> None:
        partners.belongs_to(partners.firm(keeper=keeper), accounts.person())

    return Page(keeper, reverse("partners:firm_list"), add)


def _firm() -> Page:
    firm = partners.firm()
    return Page(firm.keeper, reverse("partners:firm_page", args=[firm.pk]), lambda: _known(firm))


def _known(firm) -> None:
    partners.belongs_to(firm, accounts.person())
    partners.contact(firm.keeper, firm=firm)


def _contacts() -> Page:
    owner = accounts.manager()
    firm = partners.firm(keeper=owner)
    return Page(owner, reverse("partners:contact_list"), lambda: partners.contact(owner, firm=firm))


def _people() -> Page:
    return Page(accounts.administrator(), reverse("accounts:people"), accounts.person)


def _teams(role: str) -> Page:
    people = coaching.cast()

    def add() -> None:
        engagement = coaching.running(people)
        coaching.held(people, engagement)
        coaching.adopted(people, engagement)
        coaching.put_to_team(people, engagement)

    user = people.coach if role == "coach" else people.team[0]
    return Page(user, reverse("coaching:teams"), add)


def _team(name: str) -> Page:
    people = coaching.cast()
    engagement = coaching.running(people)

    def add() -> None:
        coaching.held(people, engagement)
        coaching.put_to_team(people, engagement)
        decision = coaching.adopted(people, engagement)
        ask_back(decision, text="Why?", by=people.team[1], now=people.now)

    return Page(people.team[0], reverse(name, args=[engagement.pk]), add)


PAGES: dict[str, Callable[[], Page]] = {
    **{f"start: {n}": lambda n=n: _portfolio(n) for n in ("cooperations:portfolio", "cooperations:today")},
    "start: cooperations:desk": lambda: _portfolio("cooperations:desk"),
    "start: cooperations:going_out": lambda: _portfolio("cooperations:going_out"),
    **{
        f"one: {n}": lambda n=n: _inside(f"cooperations:{n}")
        for n in ("page", "timeline", "ledger", "reminders", "agreement", "contribute", "task_offer")
    },
    "firms": _firms,
    "firm": _firm,
    "contacts": _contacts,
    "people": _people,
    "teams of a coach": lambda: _teams("coach"),
    "teams of a member": lambda: _teams("member"),
    "team": lambda: _team("coaching:page"),
    "decisions": lambda: _team("coaching:decisions"),
}


def _queries(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("name", PAGES)
def test_three_rows_take_the_queries_of_one(clock, name):
    page = PAGES[name]()
    client = Client()
    client.force_login(page.user)
    page.add()
    _queries(client, page.path)  # what is looked up once per process
    one = _queries(client, page.path)
    page.add()
    page.add()
    three = _queries(client, page.path)
    assert len(one) > 2
    assert len(three) == len(one), "\n".join(sql for sql in three if three.count(sql) != one.count(sql))


def test_the_guard_counts_what_a_loop_asks(clock, monkeypatch):
    """Contacts with their firms asked for one by one."""
    monkeypatch.setattr("partners.querysets.ContactQuerySet.select_related", lambda rows, *names: rows)
    page = PAGES["contacts"]()
    client = Client()
    client.force_login(page.user)
    page.add()
    one = _queries(client, page.path)
    page.add()
    page.add()
    assert len(_queries(client, page.path)) > len(one)
