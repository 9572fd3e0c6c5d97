"""What is going on in a team, read for many engagements in a constant number of queries.

The start page, and later the reminders, say the same because both read this. Nothing here is private to the coach, and
nothing about votes goes beyond whether one is open.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from coaching.enums import BallotState, DecisionState, Presence, SessionState, Stance
from coaching.models import Acknowledgement, Attendance, Ballot, Decision, Member, Session, SummaryResponse, Voice


@dataclass(frozen=True)
class Waiting:
    """A decision and the members whose word on it is missing: consent to a proposal, or understanding."""

    decision: Decision
    members: tuple[Member, ...]
    objections: int = 0


@dataclass(frozen=True)
class TeamFacts:
    """One team at one moment. ``unheard`` are members who neither came to the last session nor answered its summary."""

    members: tuple[Member, ...] = ()
    next_session: Session | None = None
    last_session: Session | None = None
    unanswered: tuple[Member, ...] = ()
    unheard: tuple[Member, ...] = ()
    proposals: tuple[Waiting, ...] = ()
    not_understood: tuple[Waiting, ...] = ()
    ballot: Ballot | None = None


def team_facts(engagement_ids: Iterable[int], now: datetime) -> dict[int, TeamFacts]:
    """The facts of these engagements; eight queries, however many there are."""
    ids = list(engagement_ids)
    members = _by_engagement(
        Member.objects.filter(engagement__in=ids, left_at__isnull=True).select_related("user", "firm")
    )
    upcoming = _first_of_each(_planned(ids))
    held = _first_of_each(_last_held(ids))
    came, answered = _heard(held.values())
    ballots = _first_of_each(Ballot.objects.filter(engagement__in=ids, state=BallotState.OPEN).select_related("coach"))
    decisions = _by_engagement(_open_decisions(ids))
    spoken = _spoken([decision for found in decisions.values() for decision in found])
    return {
        key: _facts(
            members[key],
            upcoming.get(key),
            held.get(key),
            (came, answered),
            _waiting(decisions[key], members[key], spoken),
            ballots.get(key),
        )
        for key in ids
    }


def waiting_for(decision: Decision) -> tuple[Member, ...]:
    """Seated members whose consent (to a proposal) or understanding (of what holds) is missing; two queries."""
    members = decision.engagement.members.filter(left_at__isnull=True).select_related("user", "firm")
    found = _waiting([decision], list(members), _spoken([decision]))
    return found[0].members


def _planned(ids: Sequence[int]):
    return (
        Session.objects.filter(engagement__in=ids, state=SessionState.PLANNED)
        .order_by("starts_at", "id")
        .prefetch_related("agenda__proposer__user")
    )


def _last_held(ids: Sequence[int]):
    later = Session.objects.filter(
        engagement=OuterRef("engagement"), state=SessionState.HELD, starts_at__gt=OuterRef("starts_at")
    )
    return Session.objects.filter(engagement__in=ids, state=SessionState.HELD).filter(~Exists(later))


def _open_decisions(ids: Sequence[int]):
    return Decision.objects.filter(
        engagement__in=ids, state__in=[DecisionState.PROPOSED, DecisionState.ADOPTED]
    ).order_by("number")


def _heard(sessions: Iterable[Session]) -> tuple[set, set]:
    """(session, member) of those who came, and of those who answered the summary as it is worded now."""
    versions = {session.pk: session.summary_version for session in sessions}
    came = set(
        Attendance.objects.filter(session__in=versions, presence=Presence.PRESENT).values_list("session", "member")
    )
    answers = SummaryResponse.objects.filter(session__in=versions).values_list("session", "member", "version")
    return came, {(session, member) for session, member, version in answers if version == versions[session]}


def _spoken(decisions: Sequence[Decision]) -> dict[tuple[int, int], bool]:
    """(decision, member) of those whose word is there: on this wording of a proposal, or in their own words.

    The value tells whether it is an objection.
    """
    proposed = {decision.pk: decision.revision for decision in decisions if decision.state == DecisionState.PROPOSED}
    adopted = [decision.pk for decision in decisions if decision.state == DecisionState.ADOPTED]
    voices = Voice.objects.filter(decision__in=proposed).values_list("decision", "member", "revision", "stance")
    spoken = {
        (decision, member): stance == Stance.OBJECTION
        for decision, member, revision, stance in voices
        if revision == proposed[decision]
    }
    words = Acknowledgement.objects.filter(decision__in=adopted).values_list("decision", "member")
    return spoken | dict.fromkeys(words, False)


def _waiting(decisions: Sequence[Decision], members: Sequence[Member], spoken: dict) -> list[Waiting]:
    seated = [member for member in members if member.seated_at]
    return [
        Waiting(
            decision,
            tuple(member for member in seated if (decision.pk, member.pk) not in spoken),
            sum(spoken.get((decision.pk, member.pk), False) for member in seated),
        )
        for decision in decisions
    ]


def _facts(
    members: Sequence[Member],
    upcoming: Session | None,
    held: Session | None,
    heard: tuple[set, set],
    waiting: list[Waiting],
    ballot: Ballot | None,
) -> TeamFacts:
    came, answered = heard
    seated = [member for member in members if member.seated_at]
    unanswered = [member for member in seated if held and (held.pk, member.pk) not in answered]
    return TeamFacts(
        members=tuple(members),
        next_session=upcoming,
        last_session=held,
        unanswered=tuple(unanswered),
        unheard=tuple(member for member in unanswered if (held.pk, member.pk) not in came),
        proposals=tuple(item for item in waiting if item.decision.state == DecisionState.PROPOSED),
        not_understood=tuple(item for item in waiting if item.decision.state == DecisionState.ADOPTED and item.members),
        ballot=ballot,
    )


def _by_engagement(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.engagement_id].append(row)
    return found


def _first_of_each(rows) -> dict[int, object]:
    found: dict[int, object] = {}
    for row in rows:
        found.setdefault(row.engagement_id, row)
    return found
