"""The plan: who would be asked what at a moment, and who not, each with the reason.

One computation for the sending, for ``manage.py nag --dry-run`` and for the page that says what goes out; only reads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from accounts.enums import MailState
from accounts.models import User
from nagging import rules
from nagging.enums import NagState, Reason, Rung
from nagging.ladder import Ask, Call, Past, Situation, Wait, next_move
from nagging.models import Finding, Nag
from nagging.people import Person, load
from nagging.rules import Chain

QUESTIONS_A_DAY = 5
MAILS_A_WEEK = 4
WEEK = timedelta(days=7)
# Ids in one statement; databases limit the number of parameters.
AT_ONCE = 5000
# Days differ between time zones by at most so much.
ZONES_APART = timedelta(hours=15)


@dataclass(frozen=True)
class Question:
    """One question to one person; ``is_notice`` tells the responsible person that the lead is asked next."""

    finding: Finding
    rung: int
    is_notice: bool = False


@dataclass(frozen=True)
class PlannedDigest:
    """The mail of one person on their local ``day``, not before ``not_before`` (aware)."""

    person: Person
    day: date
    not_before: datetime
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Held:
    """A question that is not asked now. ``suppressed`` ones are on record as a nag: this person cannot be asked."""

    finding: Finding
    reason: Reason
    until: date | None
    rung: int
    person: Person | None = None
    suppressed: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that is due at a moment: asked, held back or handed to the manager."""

    digests: tuple[PlannedDigest, ...] = ()
    held: tuple[Held, ...] = ()
    called: tuple[Finding, ...] = ()


@dataclass
class _Desk:
    """What one person already has today."""

    person: Person
    now: datetime
    questions: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.today = self.person.day_of(self.now)
        self.slot = self.person.slot(self.now)

    def refusal(self, rung: int) -> tuple[date, Reason] | None:
        """Until when and why a question of this rung has to wait; None where there is room today."""
        person, today = self.person, self.today
        if person.day_of(self.slot) != today:
            return person.day_of(self.slot), Reason.ABSENT if person.away_on(today) else Reason.HOURS
        if today in person.written_on:
            return person.add(today, 1), Reason.DAY_DONE
        if len(self.questions) >= QUESTIONS_A_DAY:
            return person.add(today, 1), Reason.DAY_FULL
        last_week = sorted(day for day in person.digest_days if day > today - WEEK)
        if len(last_week) >= MAILS_A_WEEK:
            return last_week[-MAILS_A_WEEK] + WEEK, Reason.WEEK_FULL
        light = rung <= Rung.ASK and not any(question.rung > Rung.ASK for question in self.questions)
        if last_week and person.slow:
            return last_week[-1] + WEEK, Reason.WEEKLY
        if last_week and light:
            # Looked at again every day: a graver question may open a mail that takes it along.
            return person.add(today, 1), Reason.WEEKLY
        return None


def compute(now: datetime, *, scope_ids: Collection[int] | None = None) -> Plan:
    """The plan at ``now``, for all findings or those of some scopes; the number of queries depends on the rules.

    Restricted to scopes it does not see what other scopes ask of the same people: there their budget may still push a
    question to a later day.
    """
    findings = list(_candidates(now, scope_ids))
    situations, people = situations_of(findings, now)
    asks: list[tuple[Finding, Ask]] = []
    held: list[Held] = []
    called: list[Finding] = []
    for finding in findings:
        match next_move(situations[finding.pk], people, now):
            case Ask() as ask:
                asks.append((finding, ask))
            case Wait(until, reason):
                held.append(Held(finding, reason, until, finding.rung, people.get(situations[finding.pk].chain.asked)))
            case Call():
                called.append(finding)
    desks = _placed(asks, people, now, held)
    digests = (
        PlannedDigest(desk.person, desk.today, desk.slot, tuple(desk.questions))
        for desk in desks.values()
        if desk.questions
    )
    return Plan(tuple(sorted(digests, key=lambda digest: digest.person.id)), tuple(held), tuple(called))


def situations_of(findings: Sequence[Finding], now: datetime) -> tuple[dict[int, Situation], dict[int, Person]]:
    """What decides about each of ``findings``, by id, and everybody who has to do with them."""
    chains = chains_of(findings)
    nags = nags_of(findings, now)
    people, _users = people_of(chains.values(), nags.values(), now)
    situations = {}
    for finding in findings:
        past = tuple(
            Past(
                nag.person_id,
                nag.rung,
                NagState(nag.state),
                people[nag.person_id].day_of(nag.sent_at) if nag.sent_at else None,
                nag.is_notice,
            )
            for nag in nags[finding.pk]
        )
        situations[finding.pk] = Situation(
            rung=finding.rung,
            chain=chains[finding.pk],
            past=past,
            not_before=finding.next_step_on,
            promised_for=finding.promised_for,
            help_wanted=finding.help_wanted_at is not None,
        )
    return situations, people


def people_of(
    chains: Iterable[Chain], nags: Iterable[Iterable[Nag]], now: datetime, *, more: Collection[int] = ()
) -> tuple[dict[int, Person], dict[int, User]]:
    """Everybody in ``chains`` or asked by ``nags``, and ``more``, by id: as the engine and as the mails see them."""
    ids = {key for chain in chains for key in astuple(chain) if key is not None}
    ids |= {nag.person_id for of_finding in nags for nag in of_finding} | set(more)
    people: dict[int, Person] = {}
    users: dict[int, User] = {}
    for part in in_parts(sorted(ids)):
        some = User.objects.in_bulk(part)
        users.update(some)
        people.update(load(some.values(), now=now))
    return people, users


def chains_of(findings: Iterable[Finding]) -> dict[int, Chain]:
    """Who is asked about each finding, by its id; a constant number of queries per rule."""
    subjects: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    chains: dict[int, Chain] = {}
    for finding in findings:
        subjects[finding.rule][finding.subject_id].append(finding.pk)
        chains[finding.pk] = Chain(asked=None)
    for code, of_rule in subjects.items():
        rule = rules.get(code)
        for part in in_parts(sorted(of_rule)) if rule else ():
            for subject_id, chain in rule.chains(part).items():
                chains.update(dict.fromkeys(of_rule[subject_id], chain))
    return chains


def nags_of(findings: Sequence[Finding], now: datetime) -> dict[int, list[Nag]]:
    """The nags of each finding, by its id, at ``now``: what became of their mails is read in, unsaved."""
    found: dict[int, list[Nag]] = defaultdict(list)
    for part in in_parts([finding.pk for finding in findings]):
        nags = list(Nag.objects.filter(finding__in=part).order_by("pk"))
        outcomes = outcomes_of([nag.pk for nag in nags if nag.state == NagState.PENDING], now)
        for nag in nags:
            if nag.pk in outcomes:
                nag.state, nag.suppressed_reason, nag.sent_at = outcomes[nag.pk]
            found[nag.finding_id].append(nag)
    return found


def outcomes_of(nag_ids: Sequence[int], now: datetime) -> dict[int, tuple[NagState, str, datetime | None]]:
    """What became of pending nags whose mails are decided: state, reason, moment of sending; by id of the nag."""
    columns = (
        "pk",
        "digest__mail__state",
        "digest__mail__sent_at",
        "digest__mail__payload",
        "digest__mail__expires_at",
    )
    outcomes: dict[int, tuple[NagState, str, datetime | None]] = {}
    for part in in_parts(nag_ids):
        for pk, state, sent_at, payload, expires_at in Nag.objects.filter(pk__in=part).values_list(*columns):
            if state == MailState.SENT and pk in (payload or {}).get("included", ()):
                outcomes[pk] = (NagState.SENT, "", sent_at)
            elif reason := _lost(state, expires_at, now):
                outcomes[pk] = (NagState.SUPPRESSED, reason, None)
    return outcomes


def _lost(state: str | None, expires_at: datetime | None, now: datetime) -> str:
    """Why a question did not leave with its mail; "" while that is open."""
    if state is None or expires_at is None:
        return Reason.EXPIRED
    over = expires_at <= now
    if state in (MailState.SENT, MailState.WITHDRAWN):
        return Reason.EXPIRED if state == MailState.WITHDRAWN and over else Reason.GONE
    if state == MailState.PENDING:
        return Reason.EXPIRED if over else ""
    return {MailState.FAILED: Reason.UNDELIVERED, MailState.UNKNOWN: Reason.UNKNOWN}.get(MailState(state), "")


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """``ids`` in parts that fit into one statement."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _candidates(now: datetime, scope_ids: Collection[int] | None) -> Iterable[Finding]:
    latest = (now + ZONES_APART).date()
    open_ones = Finding.objects.open().filter(rung__lt=Rung.CALL, help_wanted_at__isnull=True)
    open_ones = open_ones.filter(rule__in=[rule.code for rule in rules.all_rules()])
    if scope_ids is not None:
        open_ones = open_ones.filter(scope_id__in=scope_ids)
    return open_ones.filter(Q(next_step_on__lte=latest) | Q(next_step_on__isnull=True)).order_by("pk")


def _placed(
    asks: list[tuple[Finding, Ask]], people: Mapping[int, Person], now: datetime, held: list[Held]
) -> dict[int, _Desk]:
    """Put the questions on the desks of their people, gravest first; what finds no room goes to ``held``."""
    desks: dict[int, _Desk] = {}
    severity = {rule.code: rule.severity for rule in rules.all_rules()}

    def first_served(pair: tuple[Finding, Ask]) -> tuple:
        finding, ask = pair
        return ask.rung <= Rung.ASK, -severity[finding.rule], -ask.rung, finding.opened_at, finding.pk

    for finding, ask in sorted(asks, key=first_served):
        askees = [people[pk] for pk in ask.people]
        mailable = [desks.setdefault(one.id, _Desk(one, now)) for one in askees if not one.unmailable]
        refusals = [refusal for desk in mailable if (refusal := desk.refusal(ask.rung))]
        for one in askees:
            if one.unmailable and not refusals:
                until = one.add(one.day_of(now), 1)
                held.append(Held(finding, Reason(one.unmailable), until, ask.rung, one, suppressed=True))
        if refusals:
            until, reason = max(refusals)
            held.append(Held(finding, reason, until, ask.rung, askees[0]))
        else:
            for desk in mailable:
                desk.questions.append(Question(finding, ask.rung, ask.is_notice))
    return desks
