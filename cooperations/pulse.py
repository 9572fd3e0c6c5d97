"""How alive a cooperation is: a number from named parts, each with its reason in words and its date. Pure.

The level and the headline come from the same stored days and facts as the reminders, so that a page and a mail never
disagree. All sentences are in the active language.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cooperations.attention import level_of
from cooperations.enums import Level, Outcome, State
from cooperations.facts import CooperationFacts, OpenTask, PartyFacts
from coopnet.ui.formats import day

WEIGHTS = {"rhythm": 35, "tasks": 30, "reciprocity": 20, "rituals": 15}
LABELS = {
    "rhythm": gettext_lazy("rhythm"),
    "tasks": gettext_lazy("tasks"),
    "reciprocity": gettext_lazy("give and take"),
    "rituals": gettext_lazy("rituals"),
}
LOW = 70
APPROVAL_EXPECTED = timedelta(days=7)


@dataclass(frozen=True)
class Part:
    """One part: ``score`` and ``weight`` from 0 to 100, why in words, and since when (or None).

    The words are made when they are read: of the two hundred parts of a list, two or three are.
    """

    name: str
    score: int
    weight: int
    on: date | None
    say: Callable[[], str] = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def reason(self) -> str:
        return self.say()


@dataclass(frozen=True)
class Pulse:
    """``number`` from 0 to 100, the level in one word, its parts, and the sentence that says the most important."""

    number: int
    level: Level
    parts: tuple[Part, ...]
    headline: str


def pulse(facts: CooperationFacts, today: date) -> Pulse:
    """The pulse of ``facts`` as of ``today``; a cooperation that is not active has a level and a headline only."""
    level = level_of(facts.state, facts.attention_on, facts.quiet_on, today)
    if facts.state != State.ACTIVE:
        return Pulse(0, level, (), _resting(facts, today))
    parts = tuple(build(facts, today) for build in (_rhythm, _tasks, _reciprocity, _rituals))
    number = round(sum(part.score * part.weight for part in parts) / sum(part.weight for part in parts))
    return Pulse(number, level, parts, _headline(facts, today, level, parts))


def _part(name: str, score: float, on: date | None, say: Callable[[], str]) -> Part:
    return Part(name, max(0, min(100, round(score))), WEIGHTS[name], on, say)


def _last_sign(facts: CooperationFacts) -> date | None:
    return max(filter(None, (facts.last_sign_on, facts.active_since)), default=None)


def _rhythm(facts: CooperationFacts, today: date) -> Part:
    """Full marks for a quarter of the silence that makes a finding, a quarter of them when it is one."""
    last = _last_sign(facts)
    if last is None:
        return _part("rhythm", 0, None, lambda: _("Nothing has happened yet."))
    silent = (today - last).days
    allowed = max(1, (facts.stall_at - last).days) if facts.stall_at else 28
    return _part("rhythm", 100 * (1.25 - silent / allowed), last, lambda: _silence(facts, silent))


def _silence(facts: CooperationFacts, silent: int) -> str:
    if silent <= 0:
        reason = _("Something moved today.")
    else:
        reason = ngettext("The last life sign was %(n)s day ago.", "The last life sign was %(n)s days ago.", silent)
        reason %= {"n": silent}
    if facts.rhythm_days:
        agreed = ngettext("Agreed is every day.", "Agreed is every %(n)s days.", facts.rhythm_days)
        reason = f"{reason} {agreed % {'n': facts.rhythm_days}}"
    return reason


def overdue_tasks(facts: CooperationFacts, today: date) -> list[tuple[PartyFacts, OpenTask]]:
    """Accepted tasks whose day has passed, the oldest first."""
    late = [
        (party, task) for party in facts.parties for task in party.open_tasks if task.accepted and task.due_on < today
    ]
    return sorted(late, key=lambda pair: (pair[1].due_on, pair[1].id))


def idle_parties(facts: CooperationFacts) -> list[PartyFacts]:
    """Parties without an open task: it will not come about by itself."""
    return [party for party in facts.parties if not party.open_tasks]


def lacks_share_or_success(party: PartyFacts) -> bool:
    """A firm that joined later and has not said yet what it brings, or what it wants."""
    return not (party.pledges and party.measures)


def _lacking(party: PartyFacts) -> str:
    if not party.pledges:
        return _("%(firm)s has promised nothing yet that is more than a commission.") % {"firm": party.firm}
    return _("%(firm)s has not said yet by what it will know its success.") % {"firm": party.firm}


def _promised(task: OpenTask) -> str:
    words = {"task": task.title, "person": task.owner, "day": day(task.due_on)}
    if not task.owner:
        return _("“%(task)s” was promised for %(day)s.") % words
    return _("%(person)s promised “%(task)s” for %(day)s.") % words


def _idle(parties: list[PartyFacts]) -> str:
    if len(parties) == 1:
        return _("%(firm)s has no open task.") % {"firm": parties[0].firm}
    return _("%(firms)s have no open task.") % {"firms": _joined([party.firm for party in parties])}


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _tasks(facts: CooperationFacts, today: date) -> Part:
    """What was kept counts whole, what was late half; every task overdue and every idle party costs."""
    kept, late, broken = (sum(getattr(party, name) for party in facts.parties) for name in ("kept", "late", "broken"))
    overdue, idle = overdue_tasks(facts, today), idle_parties(facts)
    ended = kept + late + broken
    score = (100 * (kept + late / 2) / ended if ended else 100) - 20 * len(overdue) - 25 * len(idle)
    if overdue:
        return _part("tasks", score, overdue[0][1].due_on, lambda: _promised(overdue[0][1]))
    return _part("tasks", score, None, lambda: _idle(idle) if idle else _kept(kept, ended))


def _kept(kept: int, ended: int) -> str:
    if not ended:
        return _("Every firm has its next step.")
    words = {"kept": kept, "all": ended}
    return ngettext("%(kept)s of %(all)s promise was kept.", "%(kept)s of %(all)s promises were kept.", ended) % words


def silent_party(facts: CooperationFacts, today: date) -> PartyFacts | None:
    """The party that has been silent too long by the cooperation's own measure while another one was not."""
    last = _last_sign(facts)
    if last is None or facts.stall_at is None or len(facts.parties) < 2:
        return None
    allowed = (facts.stall_at - last).days

    def silence(party: PartyFacts) -> int:
        start = max(filter(None, (party.last_sign_on, facts.active_since)), default=today)
        return (today - start).days

    longest = max(facts.parties, key=silence)
    busiest = min(facts.parties, key=silence)
    return longest if silence(longest) > allowed >= silence(busiest) else None


def _reciprocity(facts: CooperationFacts, today: date) -> Part:
    """Half for a party that is silent while others are not; the rest by how far giving is from what was agreed."""
    silent = silent_party(facts, today)
    total = sum(party.given_value for party in facts.parties)
    gap, who = _imbalance(facts, total)
    score = 100 - (50 if silent else 0) - max(0, gap - 10)
    if silent:
        since = max(filter(None, (silent.last_sign_on, facts.active_since)), default=today)
        return _part("reciprocity", score, since, lambda: _silent_while(facts, silent, since, today))
    return _part("reciprocity", score, None, lambda: _given(facts, who if gap > 20 else None))


def _given(facts: CooperationFacts, generous: PartyFacts | None) -> str:
    if generous is not None:
        return _("%(firm)s gave far more than agreed in the last three months.") % {"firm": generous.firm}
    if not any(party.given for party in facts.parties):
        return _("Nobody logged a contribution in the last three months.")
    return _("Giving is about as agreed.")


def _imbalance(facts: CooperationFacts, total) -> tuple[float, PartyFacts | None]:
    """How many percent points the most generous party is above its agreed share, and who that is."""
    if not total or len(facts.parties) < 2:
        return 0.0, None
    equal = 100 / len(facts.parties)

    def above(party: PartyFacts) -> float:
        agreed = equal if party.agreed_give_share is None else float(party.agreed_give_share)
        return 100 * float(party.given_value / total) - agreed

    who = max(facts.parties, key=above)
    return above(who), who


def _silent_while(facts: CooperationFacts, silent: PartyFacts, since: date, today: date) -> str:
    days = (today - since).days
    givers = [party for party in facts.parties if party.id != silent.id and party.given]
    words = {"firm": silent.firm, "n": days}
    if not givers:
        return (
            ngettext("%(firm)s has been silent for %(n)s day.", "%(firm)s has been silent for %(n)s days.", days)
            % words
        )
    giver = max(givers, key=lambda party: party.given)
    words |= {"giver": giver.firm, "times": giver.given}
    return (
        ngettext(
            "%(firm)s has been silent for %(n)s days; %(giver)s gave once in the last three months.",
            "%(firm)s has been silent for %(n)s days; %(giver)s gave %(times)s times in the last three months.",
            giver.given,
        )
        % words
    )


def _rituals(facts: CooperationFacts, today: date) -> Part:
    """Reviews held, versions approved, contributions confirmed."""
    review = facts.review_on if facts.review_on and facts.review_on < today else None
    approval = facts.proposed_on if facts.proposed_on and facts.proposed_on + APPROVAL_EXPECTED < today else None
    waiting = sum(party.waiting for party in facts.parties)
    score = 100 - (40 if review else 0) - (30 if approval else 0) - min(30, 10 * waiting)
    if review:
        return _part("rituals", score, review, lambda: _("The review was due on %(day)s.") % {"day": day(review)})
    if approval:
        return _part("rituals", score, approval, lambda: _waiting_version(facts, approval))
    since = min(filter(None, (party.waiting_since for party in facts.parties)), default=None)
    if waiting:
        return _part("rituals", score, since, lambda: _unconfirmed(waiting, since))
    return _part("rituals", score, None, lambda: _next_review(facts))


def _waiting_version(facts: CooperationFacts, since: date) -> str:
    firms = [party.firm for party in facts.parties if party.id in facts.silent_approvers]
    return _("A new version has waited for %(firms)s since %(day)s.") % {"firms": _joined(firms), "day": day(since)}


def _unconfirmed(waiting: int, since: date | None) -> str:
    return ngettext(
        "%(n)s contribution has waited for confirmation since %(day)s.",
        "%(n)s contributions have waited for confirmation, the first since %(day)s.",
        waiting,
    ) % {"n": waiting, "day": day(since)}


def _next_review(facts: CooperationFacts) -> str:
    if facts.review_on:
        return _("The next review is on %(day)s.") % {"day": day(facts.review_on)}
    return _("No review is planned.")


def _headline(facts: CooperationFacts, today: date, level: Level, parts: tuple[Part, ...]) -> str:
    """The most important first: silence, a broken promise, an idle party, a review; then the weakest part."""
    overdue, idle = overdue_tasks(facts, today), idle_parties(facts)
    if facts.stall_at and facts.stall_at <= today:
        return " ".join([_stalled(facts, today), *(_promised(task) for _party, task in overdue[:1])])
    if level is Level.NEEDS and overdue:
        return _promised(overdue[0][1])
    if level is Level.NEEDS and idle:
        return _idle(idle)
    if level is Level.NEEDS and (without := next(filter(lacks_share_or_success, facts.parties), None)):
        return _lacking(without)
    weakest = min(parts, key=lambda part: (part.score, -part.weight))
    if level is Level.NEEDS or weakest.score < LOW:
        return weakest.reason
    return _moving(facts)


def _stalled(facts: CooperationFacts, today: date) -> str:
    last = _last_sign(facts)
    days = (today - last).days if last else 0
    words = {"firms": _joined([party.firm for party in facts.parties]) or facts.title, "n": days}
    return ngettext("%(firms)s have not moved for %(n)s day.", "%(firms)s have not moved for %(n)s days.", days) % words


def _moving(facts: CooperationFacts) -> str:
    signs = sum(facts.weeks[-4:])
    if not signs:
        return _("All is quiet, and within the rhythm.")
    return ngettext("%(n)s life sign in four weeks.", "%(n)s life signs in four weeks.", signs) % {"n": signs}


def _resting(facts: CooperationFacts, today: date) -> str:
    """What there is to say of a cooperation that is not active."""
    sentences: dict[str, Callable[[], str]] = {
        State.IDEA: lambda: _("An idea. Talk it over with the firms."),
        State.EXPLORING: lambda: _exploring(facts, today),
        State.AGREED: lambda: (
            _("Agreed. It starts on %(day)s.") % {"day": day(facts.starts_on)} if facts.starts_on else _("Agreed.")
        ),
        State.PAUSED: lambda: _("Paused until %(day)s.") % {"day": day(facts.paused_until)},
        State.ENDED: lambda: (
            _("Ended on %(day)s: %(outcome)s.") % {"day": day(facts.ended_on), "outcome": Outcome(facts.outcome).label}
        ),
    }
    return sentences[facts.state]()


def _exploring(facts: CooperationFacts, today: date) -> str:
    if facts.proposed_on:
        firms = [party.firm for party in facts.parties if party.id in facts.silent_approvers]
        return _("Waiting for the approval of %(firms)s.") % {"firms": _joined(firms)}
    if facts.attention_on and facts.attention_on <= today:
        return _("The preparation has rested for three weeks.")
    return _("In preparation: shares, tasks and success are being agreed.")
