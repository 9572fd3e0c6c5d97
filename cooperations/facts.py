"""What is true of cooperations: read in a constant number of queries, handed on as frozen dataclasses.

Pages, mails and rules judge by these facts, so they cannot disagree. Days are those of the installation's time zone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from cooperations.enums import PledgeKind, TaskState, VersionState
from cooperations.life import weeks
from cooperations.models import (
    AgreementVersion,
    Approval,
    Benefit,
    Contribution,
    ContributionVerdict,
    Cooperation,
    Party,
    Pledge,
    SuccessMeasure,
    Task,
)
from coopnet.clock import local_day
from coopnet.prepared import Among, Parameter, Prepared

RECENT = timedelta(days=90)
BROKEN_AFTER = timedelta(days=14)
WORD_EXPECTED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that still waits: offered or accepted."""

    id: int
    title: str
    due_on: date
    accepted: bool
    owner_id: int | None
    owner: str


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """One party. ``pledges`` leaves commissions out; kept, late and broken count promised tasks (see ``task_record``).

    ``given`` and ``given_value`` (in the cooperation's currency) count contributions of the last 90 days that are no
    gifts and not corrected; ``waiting`` those that nobody has judged for two weeks, since ``waiting_since``.
    """

    id: int
    firm_id: int
    firm: str
    responsible_id: int | None
    responsible: str
    deputy_id: int | None
    agreed_give_share: Decimal | None
    pledges: int
    substance: int
    measures: int
    reached: int
    benefits: int
    open_tasks: tuple[OpenTask, ...]
    kept: int
    late: int
    broken: int
    last_sign_on: date | None
    given: int
    given_value: Decimal
    waiting: int
    waiting_since: date | None


@dataclass(frozen=True, slots=True)
class CooperationFacts:
    """One cooperation with its current parties. ``weeks`` are life signs per week, 52 entries, oldest first.

    ``proposed_on`` is the day of the version that waits for approval, ``silent_approvers`` the parties still to answer.
    """

    id: int
    title: str
    kind: str
    mode: str
    state: str
    manager_id: int
    has_joint_goal: bool
    has_ending_terms: bool
    starts_on: date | None
    review_on: date | None
    rhythm_days: int | None
    active_since: date | None
    nag_from: date | None
    paused_until: date | None
    ended_on: date | None
    outcome: str
    last_sign_on: date | None
    stall_at: date | None
    quiet_on: date | None
    attention_on: date | None
    weeks: tuple[int, ...]
    proposed_on: date | None
    silent_approvers: tuple[int, ...]
    parties: tuple[PartyFacts, ...]


def facts_for(ids: Iterable[int], today: date) -> dict[int, CooperationFacts]:
    """Facts of the cooperations with these ids; five queries for any number, unknown ids are left out."""
    return facts_of(Cooperation.objects.filter(pk__in=list(ids)).order_by(), today)


def facts_of(cooperations: Iterable[Cooperation], today: date) -> dict[int, CooperationFacts]:
    """As :func:`facts_for`, for rows that were read already: four queries."""
    rows = list(cooperations)
    if not rows:
        return {}
    ids = [row.pk for row in rows]
    parties, proposed = _parties(ids, today)
    return {row.pk: _whole(row, tuple(parties.get(row.pk, ())), proposed.get(row.pk), today) for row in rows}


_Proposed = tuple[date, list[int]]


def _whole(
    row: Cooperation, parties: tuple[PartyFacts, ...], proposed: _Proposed | None, today: date
) -> CooperationFacts:
    return CooperationFacts(
        id=row.pk,
        title=row.title,
        kind=row.kind,
        mode=row.mode,
        state=row.state,
        manager_id=row.manager_id,
        has_joint_goal=bool(row.joint_goal.strip()),
        has_ending_terms=bool(row.ending_terms.strip()),
        starts_on=row.starts_on,
        review_on=row.review_on,
        rhythm_days=row.rhythm_days,
        active_since=row.active_since,
        nag_from=row.nag_from,
        paused_until=row.paused_until,
        ended_on=row.ended_on,
        outcome=row.outcome,
        last_sign_on=row.last_life_sign_at and local_day(row.last_life_sign_at),
        stall_at=row.stall_at,
        quiet_on=row.quiet_on,
        attention_on=row.attention_on,
        weeks=tuple(weeks(row.life_days, row.life_until, today)),
        proposed_on=proposed and proposed[0],
        silent_approvers=tuple(proposed[1]) if proposed else (),
        parties=parties,
    )


def _counted(rows) -> Coalesce:
    """How many of ``rows`` belong to the outer party, as a subquery."""
    counts = rows.filter(party=OuterRef("pk")).order_by().values("party").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), Value(0))


def _day(name: str) -> Parameter:
    return Parameter(name, DateField())


def _party_rows() -> QuerySet:
    pledges = Pledge.objects.standing().exclude(kind=PledgeKind.COMMISSION)
    proposed = AgreementVersion.objects.filter(cooperation=OuterRef("cooperation"), state=VersionState.PROPOSED)
    approved = Approval.objects.filter(version__state=VersionState.PROPOSED, party=OuterRef("pk"))
    return (
        Party.objects.current()
        .filter(Among("cooperation", "ids"))
        .annotate(
            n_pledges=_counted(pledges),
            n_substance=_counted(Pledge.objects.standing().filter(substance=True)),
            n_measures=_counted(SuccessMeasure.objects.all()),
            n_reached=_counted(SuccessMeasure.objects.filter(reached_on__isnull=False)),
            n_benefits=_counted(Benefit.objects.all()),
            proposed_at=Subquery(proposed.order_by().values("proposed_at")),
            approved=Exists(approved),
        )
        .order_by("id")
        .values_list(
            *("pk", "cooperation_id", "proposed_at", "approved", "firm_id", "firm__name", "responsible_id"),
            *("responsible__first_name", "responsible__last_name", "responsible__email", "deputy_id"),
            *("agreed_give_share", "last_life_sign_at"),
            *("n_pledges", "n_substance", "n_measures", "n_reached", "n_benefits"),
        )
    )


def _parties(ids: list[int], today: date) -> tuple[dict[int, list[PartyFacts]], dict[int, _Proposed]]:
    tasks, records, given = _open_tasks(ids), task_record(ids, today), _given(ids, today)
    found, proposed = defaultdict(list), {}
    for pk, cooperation, proposed_at, approved, *columns in _PARTIES.rows(ids=ids):
        if proposed_at:
            silent = proposed.setdefault(cooperation, (local_day(proposed_at), []))[1]
            silent += [] if approved else [pk]
        found[cooperation].append(_party(pk, columns, tasks.get(pk, []), records.get(pk), given.get(pk)))
    return found, proposed


def _party(pk: int, columns: list, tasks: list[OpenTask], record, given) -> PartyFacts:
    firm_id, firm, person, first, last, email, deputy, share, sign, *counts = columns
    pledges, substance, measures, reached, benefits = counts
    kept, late, broken = record or (0, 0, 0)
    number, value, waiting, since = given or (0, None, 0, None)
    return PartyFacts(
        id=pk,
        firm_id=firm_id,
        firm=firm,
        responsible_id=person,
        responsible=_name(first, last, email),
        deputy_id=deputy,
        agreed_give_share=share,
        pledges=pledges,
        substance=substance,
        measures=measures,
        reached=reached,
        benefits=benefits,
        open_tasks=tuple(tasks),
        kept=kept,
        late=late,
        broken=broken,
        last_sign_on=sign and local_day(sign),
        given=number,
        given_value=value or Decimal(0),
        waiting=waiting,
        waiting_since=since,
    )


def _name(first: str | None, last: str | None, email: str | None) -> str:
    return f"{first or ''} {last or ''}".strip() or email or ""


def _open_task_rows() -> QuerySet:
    return (
        Task.objects.open()
        .filter(Among("cooperation", "ids"))
        .order_by("due_on", "id")
        .values_list(
            *("party_id", "pk", "title", "due_on", "state", "owner_id"),
            *("owner__first_name", "owner__last_name", "owner__email"),
        )
    )


def _open_tasks(ids: list[int]) -> Mapping[int, list[OpenTask]]:
    found = defaultdict(list)
    for party, pk, title, due_on, state, owner_id, first, last, email in _OPEN_TASKS.rows(ids=ids):
        accepted = state == TaskState.ACCEPTED
        found[party].append(OpenTask(pk, title, due_on, accepted, owner_id, _name(first, last, email)))
    return found


def task_record(ids: Iterable[int], today: date) -> dict[int, tuple[int, int, int]]:
    """(kept, late, broken) by party id; only tasks that somebody accepted count.

    Kept: done by the promised day. Late: done after it, or open and not more than two weeks overdue. Broken: open
    longer than that, or dropped after the promised day. A task that was moved in time counts by its new day.
    """
    rows = _RECORDS.rows(ids=list(ids), today=today, long_ago=today - BROKEN_AFTER)
    return {party: (kept, late, broken) for party, kept, late, broken in rows}


def _record_rows() -> QuerySet:
    zone = ZoneInfo(settings.TIME_ZONE)
    done_late = Q(state=TaskState.DONE, ended__gt=F("due_on"))
    overdue = Q(state=TaskState.ACCEPTED, due_on__lt=_day("today"))
    long_overdue = Q(state=TaskState.ACCEPTED, due_on__lt=_day("long_ago"))
    return (
        Task.objects.filter(Among("cooperation", "ids"), accepted_at__isnull=False)
        .annotate(ended=TruncDate(Coalesce("done_at", "dropped_at"), tzinfo=zone))
        .order_by()
        .values("party")
        .annotate(
            kept=Count("pk", filter=Q(state=TaskState.DONE, ended__lte=F("due_on"))),
            late=Count("pk", filter=done_late | (overdue & ~long_overdue)),
            broken=Count("pk", filter=long_overdue | Q(state=TaskState.DROPPED, ended__gt=F("due_on"))),
        )
        .values_list("party", "kept", "late", "broken")
    )


def _given(ids: list[int], today: date) -> dict[int, tuple[int, Decimal, int, date | None]]:
    """(number, value, unjudged, unjudged since) of the last 90 days' contributions by party id."""
    rows = _GIVEN.rows(ids=ids, recent=today - RECENT, judged_by=today - WORD_EXPECTED)
    return {party: (n, total, waiting, since) for party, n, total, waiting, since in rows}


def _given_rows() -> QuerySet:
    unjudged = Q(happened_on__lt=_day("judged_by"), judged=False)
    own_currency = Q(currency=F("cooperation__currency"))
    return (
        Contribution.objects.counting()
        .filter(Among("cooperation", "ids"), is_gift=False, happened_on__gte=_day("recent"))
        .annotate(judged=Exists(ContributionVerdict.objects.filter(contribution=OuterRef("pk"))))
        .order_by()
        .values("party")
        .annotate(
            n=Count("pk"),
            total=Sum("value", filter=own_currency),
            waiting=Count("pk", filter=unjudged),
            since=Min("happened_on", filter=unjudged),
        )
        .values_list("party", "n", "total", "waiting", "since")
    )


_PARTIES, _OPEN_TASKS = Prepared(_party_rows), Prepared(_open_task_rows)
_RECORDS, _GIVEN = Prepared(_record_rows), Prepared(_given_rows)
