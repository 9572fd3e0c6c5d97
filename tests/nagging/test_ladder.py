"""The ladder as a pure function: one rung at a time, business days of the person, and the right person."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coopnet.clock import BusinessCalendar
from nagging.enums import NagState, Reason, Rung
from nagging.ladder import Ask, Call, Past, Situation, Wait, next_move
from nagging.people import Person
from nagging.rules import Chain

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 3, 3)
ASKED, DEPUTY, LEAD = 1, 2, 3
CHAIN = Chain(asked=ASKED, deputy=DEPUTY, lead=LEAD, manager=4)


def somebody(pk: int, **fields) -> Person:
    return Person(pk, f"P{pk}", BusinessCalendar("DE", "SN"), **{"zone": BERLIN, **fields})


PEOPLE = {pk: somebody(pk) for pk in (ASKED, DEPUTY, LEAD)}


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), BERLIN).astimezone(UTC)


def sent(rung: int, day: date, person: int = ASKED, *, notice: bool = False) -> Past:
    return Past(person, rung, NagState.SENT, day, notice)


def move(rung: int, *past: Past, day: date = TUESDAY, people=PEOPLE, chain: Chain = CHAIN, **fields):
    return next_move(Situation(rung=rung, chain=chain, past=past, **fields), people, at(day))


def after(days: int) -> date:
    return BusinessCalendar("DE", "SN").add(TUESDAY, days)


def test_the_first_question_goes_to_the_responsible_person_from_its_day_on():
    assert move(0, not_before=TUESDAY) == Ask(Rung.ASK, (ASKED,))
    assert move(0, not_before=after(1)) == Wait(after(1), Reason.TIME)


@pytest.mark.parametrize(
    ("rung", "days", "expected"),
    [
        (Rung.ASK, 3, Ask(Rung.DATE, (ASKED,))),
        (Rung.DATE, 5, Ask(Rung.DEPUTY, (ASKED, DEPUTY))),
        (Rung.DEPUTY, 4, Ask(Rung.LEAD, (ASKED,), is_notice=True)),
        (Rung.LEAD, 10, Call()),
    ],
)
def test_each_rung_has_its_time(rung, days, expected):
    past = (sent(rung, TUESDAY, LEAD if rung == Rung.LEAD else ASKED), sent(1, TUESDAY - timedelta(days=30)))
    assert move(rung, *past, day=after(days - 1)) == Wait(after(days), Reason.TIME)
    assert move(rung, *past, day=after(days)) == expected


def test_the_lead_is_asked_a_business_day_after_the_responsible_person_was_told():
    past = (sent(3, TUESDAY), sent(4, after(4), notice=True))
    assert move(3, *past, day=after(4)) == Wait(after(5), Reason.TIME)
    assert move(3, *past, day=after(5)) == Ask(Rung.LEAD, (LEAD,))


def test_who_leads_the_firm_themself_is_asked_again_without_a_notice():
    chain = Chain(asked=ASKED, lead=ASKED)
    assert move(3, sent(3, TUESDAY), day=after(5), chain=chain) == Ask(Rung.LEAD, (ASKED,))


def test_nobody_climbs_while_a_mail_is_on_its_way():
    waiting = Past(ASKED, 1, NagState.PENDING)
    assert move(1, waiting, day=after(20)) == Wait(None, Reason.IN_MAIL)


def test_a_question_that_was_not_handed_over_is_asked_again_on_the_same_rung():
    lost = Past(ASKED, 2, NagState.SUPPRESSED)
    assert move(2, sent(1, TUESDAY), lost, day=after(20)) == Ask(Rung.DATE, (ASKED,))


def test_a_promise_pauses_until_the_day_after():
    promised = after(3)
    assert move(1, sent(1, TUESDAY), day=promised, promised_for=promised) == Wait(after(4), Reason.PROMISED)
    assert move(1, sent(1, TUESDAY), day=after(4), promised_for=promised) == Ask(Rung.DATE, (ASKED,))


def test_help_and_the_call_list_stop_mails():
    assert move(2, sent(2, TUESDAY), day=after(30), help_wanted=True) == Wait(None, Reason.HELP)
    assert move(5, day=after(300)) == Wait(None, Reason.CALLED)


def test_holidays_of_the_own_region_stop_the_clock():
    # 17 November 2026 is the day after; 18 November (repentance day) is a holiday in Saxony only.
    monday = date(2026, 11, 16)
    saxony = move(1, sent(1, monday), day=date(2026, 11, 19))
    berlin = {pk: replace(one, calendar=BusinessCalendar("DE", "BE")) for pk, one in PEOPLE.items()}
    assert saxony == Wait(date(2026, 11, 20), Reason.TIME)
    assert move(1, sent(1, monday), day=date(2026, 11, 19), people=berlin) == Ask(Rung.DATE, (ASKED,))


def away(first: date, last: date, pk: int = ASKED) -> dict[int, Person]:
    return {**PEOPLE, pk: replace(PEOPLE[pk], absences=((first, last),))}


def test_absences_stop_the_clock():
    people = away(after(1), after(2))
    assert move(1, sent(1, TUESDAY), day=after(3), people=people) == Wait(after(5), Reason.TIME)


def test_the_deputy_is_asked_while_the_responsible_person_is_away():
    assert move(0, people=away(TUESDAY, after(2))) == Ask(Rung.ASK, (DEPUTY,))


def test_a_short_absence_of_everybody_is_waited_for():
    chain = Chain(asked=ASKED, lead=LEAD)
    assert move(0, people=away(TUESDAY, after(2)), chain=chain) == Wait(after(3), Reason.ABSENT)


def test_a_long_absence_without_deputy_brings_the_lead():
    chain = Chain(asked=ASKED, lead=LEAD)
    assert move(0, people=away(TUESDAY, after(60)), chain=chain) == Ask(Rung.ASK, (LEAD,))


def test_who_was_away_all_along_is_asked_before_the_lead_hears_of_it():
    past = (sent(1, TUESDAY, DEPUTY), sent(2, TUESDAY, DEPUTY), sent(3, TUESDAY, DEPUTY))
    assert move(3, *past, day=after(5)) == Ask(Rung.DEPUTY, (ASKED,))


def test_whoever_takes_over_is_asked_before_anybody_above():
    chain = replace(CHAIN, asked=7)
    people = {**PEOPLE, 7: somebody(7)}
    assert move(2, sent(1, TUESDAY), sent(2, TUESDAY), day=after(9), chain=chain, people=people) == Ask(Rung.DATE, (7,))


def test_nobody_responsible_is_the_deputys_then_the_leads_then_nobodys():
    assert move(0, chain=Chain(None, deputy=DEPUTY, lead=LEAD)) == Ask(Rung.ASK, (DEPUTY,))
    assert move(0, chain=Chain(None, lead=LEAD)) == Ask(Rung.ASK, (LEAD,))
    nobody = move(0, chain=Chain(None, manager=4))
    assert nobody.reason == Reason.NOBODY


def test_people_who_left_are_nobody():
    people = {**PEOPLE, ASKED: replace(PEOPLE[ASKED], active=False)}
    assert move(0, people=people) == Ask(Rung.ASK, (DEPUTY,))


def test_deputies_in_a_loop_who_are_all_away_for_ever_wait_without_end():
    long_away = {pk: replace(one, absences=((TUESDAY, TUESDAY + timedelta(days=2000)),)) for pk, one in PEOPLE.items()}
    chain = Chain(asked=ASKED, deputy=ASKED, lead=ASKED)
    assert move(0, people=long_away, chain=chain).reason == Reason.ABSENT


def test_the_deputy_comes_sooner_where_three_mails_stayed_unanswered():
    people = {**PEOPLE, ASKED: replace(PEOPLE[ASKED], unanswering=True)}
    assert move(2, sent(2, TUESDAY), day=after(2), people=people) == Ask(Rung.DEPUTY, (ASKED, DEPUTY))


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-03T06:00", "2026-03-03T08:00"),
        ("2026-03-03T08:00", "2026-03-03T08:00"),
        ("2026-03-03T16:59", "2026-03-03T16:59"),
        ("2026-03-03T17:00", "2026-03-04T08:00"),
        ("2026-03-06T18:00", "2026-03-09T08:00"),
        ("2026-03-28T12:00", "2026-03-30T08:00"),  # summer time begins in between
        ("2026-10-24T12:00", "2026-10-26T08:00"),  # and ends
        ("2026-04-02T20:00", "2026-04-07T08:00"),  # Easter
    ],
)
def test_the_next_moment_in_working_hours(local, expected):
    assert somebody(1).slot(moment(local)) == moment(expected)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_hours_that_end_before_they_begin_last_until_midnight():
    strange = somebody(1, start=time(20), end=time(4))
    assert strange.slot(at(TUESDAY, 10)) == at(TUESDAY, 20)
    assert strange.slot(at(TUESDAY, 23)) == at(TUESDAY, 23)
