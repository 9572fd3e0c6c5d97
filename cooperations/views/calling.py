"""Whom the manager calls, and why: what no reminder could move, then what is most in need of a word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from cooperations.enums import Level
from cooperations.facts import CooperationFacts, PartyFacts
from cooperations.portfolio import Row
from cooperations.pulse import overdue_tasks, silent_party
from nagging.queries import call_list

SHOWN = 3


@dataclass(frozen=True)
class Call:
    """One line of the call list; ``person`` is None where nobody is responsible, ``silent_days`` without a sign."""

    row: Row
    party: PartyFacts | None
    person: User | None
    sentence: str
    why: str
    silent_days: int | None


def calls_for(rows: Sequence[Row], *, now: datetime, today: date) -> list[Call]:
    """The call list of these cooperations, filled up to three with those that need somebody most."""
    by_id = {row.cooperation.pk: row for row in rows}
    asked = [found for found in call_list(by_id, now=now) if found.finding.scope_id in by_id]
    called = {found.finding.scope_id for found in asked}
    needy = [row for row in rows if row.pulse.level == Level.NEEDS and row.cooperation.pk not in called]
    chosen = [(row, *whom(row.facts, today)) for row in needy[: max(0, SHOWN - len(called))]]
    people = User.objects.in_bulk([person for _row, _party, person in chosen if person])
    calls = [_from_finding(found, by_id[found.finding.scope_id], today) for found in _one_each(asked)]
    calls += [
        Call(row, party, people.get(person), row.pulse.headline, "", _silent_days(row.facts, today))
        for row, party, person in chosen
    ]
    return calls


def _one_each(asked: Iterable) -> list:
    """The gravest finding of each cooperation: one call settles all of them."""
    first: dict[int, object] = {}
    for found in asked:
        first.setdefault(found.finding.scope_id, found)
    return list(first.values())


def _from_finding(found, row: Row, today: date) -> Call:
    person = found.asked
    party = _party_of(row.facts, person.pk) if person else None
    return Call(
        row, party, person, found.wording.told or found.wording.question, found.why, _silent_days(row.facts, today)
    )


def _party_of(facts: CooperationFacts, person: int) -> PartyFacts | None:
    """The party for which the person stands: as responsible or deputy, else as owner of one of its open tasks."""
    for party in facts.parties:
        if person in (party.responsible_id, party.deputy_id):
            return party
    return next((one for one in facts.parties if any(task.owner_id == person for task in one.open_tasks)), None)


def phone_url(number: str) -> str:
    """The address that a phone dials."""
    return "tel:" + "".join(char for char in number if char.isdigit() or char == "+")


def whom(facts: CooperationFacts, today: date) -> tuple[PartyFacts | None, int | None]:
    """Whom to call without a finding: who owes the oldest step, else who speaks for the quietest party."""
    for party, task in overdue_tasks(facts, today):
        return party, task.owner_id or party.responsible_id
    idle = [party for party in facts.parties if not party.open_tasks]
    party = silent_party(facts, today) or next(iter(idle), None) or next(iter(facts.parties), None)
    return party, party.responsible_id if party else None


def _silent_days(facts: CooperationFacts, today: date) -> int | None:
    return (today - facts.last_sign_on).days if facts.last_sign_on else None
