"""The ladder: what comes next for one finding. Pure; plan.py feeds it and decides on which day there is room.

Rungs (business days of the person's own region; the next date counts from the day on which the mail was handed over):
0 only on the board · 1 asks the responsible person · 2 (+3) asks for a day and a time · 3 (+5) the deputy too ·
4 (+5) the lead of the firm, the responsible person being told a day before · 5 (+10) the manager's call list, and mails
stop. One rung at a time, and nobody is passed over before their own question was handed over and its time is up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nagging.enums import NagState, Reason, Rung
from nagging.people import Person
from nagging.rules import Chain

# Business days that a question of this rung is left alone before the next rung.
TIME_TO_ANSWER = {Rung.ASK: 3, Rung.DATE: 5, Rung.DEPUTY: 5, Rung.LEAD: 10}
# After three unanswered digests the deputy is asked sooner.
SOONER_TO_DEPUTY = 2
NOTICE_BEFORE = 1
# Who is back within so many working days is waited for; else the question goes to whoever is there.
WAIT_FOR_RETURN = 10


@dataclass(frozen=True)
class Past:
    """A nag of this finding: to whom, on which rung, what became of it, and on which of their days it was sent."""

    person_id: int
    rung: int
    state: NagState
    sent_on: date | None = None
    is_notice: bool = False


@dataclass(frozen=True)
class Situation:
    """Everything about one finding that decides what comes next; ``not_before`` is its ``next_step_on``."""

    rung: int
    chain: Chain
    past: tuple[Past, ...] = ()
    not_before: date | None = None
    promised_for: date | None = None
    help_wanted: bool = False


@dataclass(frozen=True)
class Ask:
    """Ask ``people`` on ``rung`` (a notice: tell them that rung 4 comes next; the finding stays where it is)."""

    rung: int
    people: tuple[int, ...]
    is_notice: bool = False


@dataclass(frozen=True)
class Wait:
    """Nothing now, and why; look again on ``until`` (None: when something else happens)."""

    until: date | None
    reason: Reason


@dataclass(frozen=True)
class Call:
    """Put it on the manager's call list; mails stop."""


Move = Ask | Wait | Call


def next_move(situation: Situation, people: Mapping[int, Person], now: datetime) -> Move:
    """What the ladder does at ``now``; ``people`` holds the chain, missing and inactive ones are nobody."""
    if situation.help_wanted:
        return Wait(None, Reason.HELP)
    if situation.rung >= Rung.CALL:
        return Wait(None, Reason.CALLED)
    if any(past.state == NagState.PENDING for past in situation.past):
        return Wait(None, Reason.IN_MAIL)
    first = _responsible(situation.chain, people, now)
    if isinstance(first, Wait):
        return first
    today = first.day_of(now)
    if situation.promised_for and today <= situation.promised_for:
        return Wait(first.works_from(situation.promised_for + timedelta(days=1)), Reason.PROMISED)
    if situation.not_before and today < situation.not_before:
        return Wait(situation.not_before, Reason.TIME)
    if situation.rung == Rung.BOARD:
        return Ask(Rung.ASK, (first.id,))
    return _climb(situation, first, people, now)


def _climb(situation: Situation, first: Person, people: Mapping[int, Person], now: datetime) -> Move:
    """From a rung on which somebody is asked."""
    rung = Rung(situation.rung)
    asked = [past for past in situation.past if past.state == NagState.SENT and not past.is_notice]
    current = [past for past in asked if past.rung == rung and _back(_asker(past, people, first), now)]
    if not current:
        # It never reached the mail server, or whoever got it is away for long: asked again, its time begins anew.
        return Ask(rung, _askees(rung, situation.chain, first, people, now))
    days = days_to_answer(rung, first)
    lead = _lead(situation.chain, first, people, now)
    tells = rung == Rung.DEPUTY and lead is not None and not first.unmailable
    wait = days - tells * NOTICE_BEFORE
    up = max(_asker(past, people, first).add(past.sent_on, wait) for past in current if past.sent_on)
    if first.day_of(now) < up:
        return Wait(up, Reason.TIME)
    if rung >= Rung.DATE and not first.unmailable and all(past.person_id != first.id for past in asked):
        # They took over, or were away when the question was asked: nobody else hears of it before them.
        return Ask(rung, (first.id,))
    if tells:
        told = [past for past in situation.past if past.is_notice and past.person_id == first.id]
        if not any(past.state == NagState.SENT for past in told):
            return Ask(Rung.LEAD, (first.id,), is_notice=True)
        up = max(first.add(past.sent_on, NOTICE_BEFORE) for past in told if past.sent_on)
        if first.day_of(now) < up:
            return Wait(up, Reason.TIME)
    if rung == Rung.LEAD:
        return Call()
    above = Rung(rung + 1)
    return Ask(above, _askees(above, situation.chain, first, people, now))


def days_to_answer(rung: Rung, first: Person) -> int:
    """Business days until the next rung, where ``first`` is the one who is asked."""
    if rung == Rung.DATE and first.unanswering:
        return SOONER_TO_DEPUTY
    return TIME_TO_ANSWER[rung]


def _asker(past: Past, people: Mapping[int, Person], first: Person) -> Person:
    """Whose working days count: of the one who was asked, while they are still known."""
    return people.get(past.person_id, first)


def _askees(rung: Rung, chain: Chain, first: Person, people: Mapping[int, Person], now: datetime) -> tuple[int, ...]:
    if rung == Rung.DEPUTY:
        deputy = _active(chain.deputy, people)
        if deputy and deputy.id != first.id and not deputy.away_on(deputy.day_of(now)):
            return first.id, deputy.id
    if rung == Rung.LEAD:
        lead = _lead(chain, first, people, now)
        return (lead.id if lead else first.id,)
    return (first.id,)


def _lead(chain: Chain, first: Person, people: Mapping[int, Person], now: datetime) -> Person | None:
    """The lead, where that is somebody else than the one asked all along, and there."""
    lead = _active(chain.lead, people)
    if lead is None or lead.id == first.id or _back(lead, now) is None:
        return None
    return lead


def _responsible(chain: Chain, people: Mapping[int, Person], now: datetime) -> Person | Wait:
    """The right person now: the assignee, else the deputy, else the lead; a short absence of all is waited for."""
    near = [person for key in (chain.asked, chain.deputy) if (person := _active(key, people))]
    lead = _active(chain.lead, people)
    for person in near:
        if not person.away_on(person.day_of(now)):
            return person
    returns = [day for person in near if (day := _back(person, now))]
    if returns:
        return Wait(min(returns), Reason.ABSENT)
    if lead is None:
        return Wait(_tomorrow(near, now), Reason.ABSENT if near else Reason.NOBODY)
    if lead.away_on(lead.day_of(now)):
        return Wait(_back(lead, now) or _tomorrow([lead], now), Reason.ABSENT)
    return lead


def _back(person: Person, now: datetime) -> date | None:
    """Today or the day on which ``person`` is back; None where that is too far away to wait."""
    today = person.day_of(now)
    if not person.away_on(today):
        return today
    back = person.works_from(today)
    return back if person.calendar.between(today, back) <= WAIT_FOR_RETURN else None


def _active(key: int | None, people: Mapping[int, Person]) -> Person | None:
    person = people.get(key) if key is not None else None
    return person if person and person.active else None


def _tomorrow(people: list[Person], now: datetime) -> date:
    day = people[0].day_of(now) if people else now.date()
    return day + timedelta(days=1)
