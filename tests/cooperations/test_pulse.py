"""Facts, pulse and timeline: numbers with reasons, in a constant number of queries."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from cooperations.actions.agreement import propose_version
from cooperations.actions.cooperations import add_party, change_party, set_terms, transition
from cooperations.actions.events import record_event
from cooperations.actions.ledger import give_verdict, log_benefit, log_contribution
from cooperations.actions.shares import reach_measure
from cooperations.actions.tasks import decline_task, finish_task, move_task
from cooperations.enums import EventKind, Level, Outcome, State, Verdict
from cooperations.facts import facts_for
from cooperations.models import Cooperation, Event, Task
from cooperations.portfolio import portfolio
from cooperations.pulse import WEIGHTS, pulse
from cooperations.timeline import is_on_behalf, remark, words
from partners.models import Firm, Membership
from tests.factories import cooperations as make
from tests.factories.accounts import NOW, person

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def later(days: int):
    return NOW + timedelta(days=days)


def give(party, *, now=NOW, **fields):
    fields = {"kind": "hours", "text": "Texts", "quantity": Decimal(3), "unit": "h", "value": Decimal(180), **fields}
    return log_contribution(
        party, by=party.responsible, now=now, happened_on=TODAY + timedelta(days=(now - NOW).days), **fields
    )


def pulse_in(team, days: int):
    today = TODAY + timedelta(days=days)
    return pulse(facts_for([team.cooperation.pk], today)[team.cooperation.pk], today)


def part(found, name: str):
    return next(one for one in found.parts if one.name == name)


def test_facts_take_five_queries_for_any_number(team, django_assert_num_queries):
    ids = [team.cooperation.pk]
    for _ in range(2):
        other = make.active()
        give(other.becker)
        finish_task(Task.objects.filter(party=other.nordlicht).first(), by=other.manager, now=NOW)
        ids.append(other.cooperation.pk)
    facts_for(ids, TODAY)
    for asked in (ids[:1], ids):
        with django_assert_num_queries(5):
            found = facts_for(asked, TODAY)
        assert set(found) == set(asked)
    assert facts_for([10**12], TODAY) == {}
    assert facts_for([], TODAY) == {}


def test_facts_tell_the_shares_of_each_party(team):
    give(team.becker)
    give(team.becker, is_gift=True)
    give(team.becker, value=None)
    make.pledge(team.becker, text="Customers", substance=True)
    make.pledge(team.becker, text="5 %", kind="commission")
    reach_measure(team.becker.measures.get(), on=TODAY, by=team.manager, now=NOW)
    log_benefit(team.nordlicht, by=team.leads[1], now=NOW, text="Order", happened_on=TODAY)
    becker, nordlicht = facts_for([team.cooperation.pk], TODAY)[team.cooperation.pk].parties
    assert (becker.pledges, becker.substance, becker.measures, becker.reached) == (2, 1, 1, 1)
    assert (becker.given, becker.given_value, becker.benefits, nordlicht.benefits) == (2, Decimal(180), 0, 1)
    assert (nordlicht.given, nordlicht.firm, nordlicht.responsible) == (0, "Nordlicht", team.leads[1].full_name)
    assert facts_for([team.cooperation.pk], TODAY + timedelta(days=100))[team.cooperation.pk].parties[0].given == 0


def test_alive_then_quiet_then_in_need(team):
    for party in team.parties:
        make.task(party, due_on=TODAY + timedelta(days=200), title="Later")
    for task in Task.objects.filter(title="Price list"):
        finish_task(task, by=task.owner, now=NOW)
    levels = [pulse_in(team, days).level for days in (0, 13, 14, 27, 28)]
    assert levels == [Level.ALIVE, Level.ALIVE, Level.QUIET, Level.QUIET, Level.NEEDS]
    numbers = [pulse_in(team, days).number for days in (0, 13, 28, 60)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 100
    assert pulse_in(team, 28).headline == "Becker Druck and Nordlicht have not moved for 28 days."
    assert sum(WEIGHTS.values()) == 100


def test_an_overdue_promise_is_the_headline(team):
    found = pulse_in(team, 15)
    assert found.level == Level.NEEDS
    owner = team.leads[0].full_name
    assert found.headline == f"{owner} promised “Price list” for 17 Mar 2026."
    assert part(found, "tasks").on == TODAY + timedelta(days=14)
    with translation.override("de"):
        assert "17.03.2026" in pulse_in(team, 15).headline


def test_a_party_without_a_next_step_is_told(team):
    finish_task(Task.objects.get(party=team.becker), by=team.leads[0], now=NOW)
    found = pulse_in(team, 0)
    assert (found.level, found.headline) == (Level.NEEDS, "Becker Druck has no open task.")
    assert part(found, "tasks").score == 75


def test_a_firm_that_joins_later_brings_and_wants_something_too(team):
    firm = Firm.objects.create(name="Third", keeper=team.manager, created_at=NOW)
    lead = person()
    Membership.objects.create(firm=firm, user=lead, role="lead")
    third = add_party(team.cooperation, firm=firm, responsible=lead, by=team.manager, now=NOW)
    make.task(third)
    assert pulse_in(team, 0).headline == "Third has promised nothing yet that is more than a commission."
    make.pledge(third)
    assert pulse_in(team, 0).headline == "Third has not said yet by what it will know its success."
    make.measure(third)
    assert pulse_in(team, 0).level == Level.ALIVE


def test_one_who_is_silent_while_the_other_gives(team):
    set_terms(team.cooperation, by=team.manager, now=NOW, rhythm_days=14)
    for task in Task.objects.all():
        move_task(task, due_on=TODAY + timedelta(days=200), by=task.owner, now=NOW)
    for days in (10, 20, 30, 40):
        give(team.nordlicht, now=later(days))
    found = part(pulse_in(team, 41), "reciprocity")
    assert found.reason == (
        "Becker Druck has been silent for 41 days; Nordlicht gave 4 times in the last three months."
    )
    assert found.on == TODAY
    assert found.score < 50


def test_giving_far_more_than_agreed(team):
    change_party(team.becker, by=team.manager, now=NOW, agreed_give_share=Decimal(20))
    give(team.becker)
    assert part(pulse_in(team, 0), "reciprocity").reason == (
        "Becker Druck gave far more than agreed in the last three months."
    )
    change_party(team.becker, by=team.manager, now=NOW, agreed_give_share=Decimal(100))
    assert part(pulse_in(team, 0), "reciprocity").score == 100


def test_rituals_review_approval_and_confirmation(team):
    assert part(pulse_in(team, 0), "rituals").reason == "The next review is on 1 Jun 2026."
    entry = give(team.becker)
    assert part(pulse_in(team, 15), "rituals").reason.startswith("1 contribution has waited for confirmation since")
    give_verdict(entry, party=team.nordlicht, verdict=Verdict.CONFIRMED, by=team.leads[1], now=NOW)
    assert part(pulse_in(team, 15), "rituals").score == 100
    set_terms(team.cooperation, by=team.manager, now=NOW, joint_goal="More")
    propose_version(team.cooperation, by=team.manager, now=NOW)
    waiting = part(pulse_in(team, 8), "rituals")
    assert waiting.reason == "A new version has waited for Becker Druck and Nordlicht since 3 Mar 2026."
    set_terms(team.cooperation, by=team.manager, now=NOW, review_on=TODAY)
    assert part(pulse_in(team, 1), "rituals").reason == "The review was due on 3 Mar 2026."
    assert pulse_in(team, 1).level == Level.NEEDS


def test_what_rests_has_a_sentence_and_no_number():
    who = make.idea()
    assert pulse_in(who, 0).headline == "An idea. Talk it over with the firms."
    assert (pulse_in(who, 20).level, pulse_in(who, 21).level) == (Level.ALIVE, Level.NEEDS)
    who = make.ready()
    assert pulse_in(who, 21).headline == "The preparation has rested for three weeks."
    make.proposed(who)
    assert pulse_in(who, 0).headline == "Waiting for the approval of Becker Druck and Nordlicht."
    who = make.active()
    until = TODAY + timedelta(days=30)
    transition(who.cooperation, to=State.PAUSED, by=who.manager, now=NOW, reason="Fair", paused_until=until)
    assert (pulse_in(who, 0).headline, pulse_in(who, 0).level) == ("Paused until 2 Apr 2026.", Level.QUIET)
    assert pulse_in(who, 30).level == Level.NEEDS
    transition(who.cooperation, to=State.ENDED, by=who.manager, now=NOW, outcome=Outcome.REACHED, lessons="Go on.")
    assert pulse_in(who, 0).headline == "Ended on 3 Mar 2026: goal reached."
    assert pulse_in(who, 0).number == 0


# -- portfolio -------------------------------------------------------------------------------------------------------


def fill_portfolio(team, number: int) -> None:
    for place in range(number):
        again = make.Cast(
            manager=team.manager, stranger=team.stranger, leads=team.leads, members=team.members, firms=team.firms
        )
        make.active(again, title=f"Number {place:02}")


def test_a_page_takes_six_queries_whatever_its_length(team, django_assert_num_queries):
    fill_portfolio(team, 3)
    portfolio(team.manager, today=TODAY)
    for per_page in (1, 3):
        with django_assert_num_queries(6):
            assert len(portfolio(team.manager, today=TODAY, per_page=per_page).rows) == per_page


def test_who_needs_the_manager_first(team):
    fill_portfolio(team, 3)
    names = {one.title: one for one in Cooperation.objects.all()}
    idle = Task.objects.filter(cooperation=names["Number 02"]).first()
    finish_task(idle, by=idle.owner, now=NOW)
    found = portfolio(team.manager, today=TODAY)
    assert found.rows[0].cooperation.title == "Number 02"
    assert (found.total, found.all, found.pages) == (4, 4, 1)
    assert found.counts == {Level.ALIVE: 3, Level.QUIET: 0, Level.NEEDS: 1}
    for row in found.rows:
        assert row.pulse == pulse(row.facts, TODAY)
        assert row.facts == facts_for([row.cooperation.pk], TODAY)[row.cooperation.pk]


def test_filters_and_pages(team):
    fill_portfolio(team, 3)

    def titles(**given):
        return [row.cooperation.title for row in portfolio(team.manager, today=TODAY, **given).rows]

    assert titles(search="number 01") == ["Number 01"]
    assert len(titles(search="nordl")) == 4
    assert titles(search="nobody") == []
    assert len(titles(state=State.ACTIVE, field="marketing", level=Level.ALIVE)) == 4
    assert titles(state=State.IDEA) == titles(level="unheard of") == titles(field="x") == []
    found = portfolio(team.manager, today=TODAY, per_page=3, page=99)
    assert (found.page, found.pages, len(found.rows)) == (2, 2, 1)
    assert portfolio(team.manager, today=TODAY, page=-1).page == 1
    assert portfolio(team.leads[0], today=TODAY).rows == []
    assert len(portfolio(team.leads[0], today=TODAY, seen=True).rows) == 4
    assert portfolio(team.stranger, today=TODAY, seen=True).rows == []


def test_what_has_ended_is_found_when_asked_for(team):
    transition(team.cooperation, to=State.ENDED, by=team.manager, now=NOW, outcome=Outcome.FADED, lessons="Sooner.")
    assert portfolio(team.manager, today=TODAY).rows == []
    assert len(portfolio(team.manager, today=TODAY, state=State.ENDED).rows) == 1


# -- timeline --------------------------------------------------------------------------------------------------------


def test_every_kind_of_event_has_words_in_both_languages(team):
    """Also with nothing in its data, as an old event might be."""
    for kind in EventKind:
        bare = Event(cooperation=team.cooperation, at=NOW, kind=kind, actor=None, data={})
        for language in ("en", "de"):
            with translation.override(language):
                assert words(bare)
                assert "%(" not in words(bare)
                assert remark(bare) == ""


def test_the_sentences_of_a_history(team):
    give(team.becker, quantity=Decimal("6.50"), text="fair stand")
    record_event(team.cooperation, EventKind.NOTE, by=team.manager, now=NOW, party=team.becker, nothing=True)
    offered = make.task(team.nordlicht, accepted=False, title="Samples")
    decline_task(offered, reason="No wood", by=team.leads[1], now=NOW)
    events = Event.objects.filter(cooperation=team.cooperation).select_related("party__firm", "actor").order_by("id")
    told = [words(event) for event in events]
    assert f"{team.manager.full_name} started with the idea “Catalogue”." == told[0]
    for sentence in (
        "Becker Druck joined.",
        "Becker Druck promised to bring: Hours for the catalogue.",
        "Nordlicht will know its success by: New customers.",
        "“Price list” was offered to Becker Druck, due 17 Mar 2026.",
        "Becker Druck promised “Price list” for 17 Mar 2026.",
        f"{team.leads[0].full_name} approved version 1 for Becker Druck.",
        "Version 1 is in force.",
        "All have approved: the cooperation is agreed.",
        "The cooperation has begun.",
        "Becker Druck gave 6.5 h: fair stand.",
        "Becker Druck had nothing to add this week.",
        "Nordlicht declined “Samples”.",
    ):
        assert sentence in told
    declined = events.get(kind=EventKind.TASK_DECLINED)
    assert remark(declined) == "No wood"
    assert not is_on_behalf(declined)
    with translation.override("de"):
        assert "17.03.2026" in words(events.filter(kind=EventKind.TASK_OFFERED).first())
