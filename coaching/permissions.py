"""What somebody may do in an engagement, from the part they have in it. Pure: no query, no clock.

These answer *who*; whether the moment is right (a vote still open, a session already held) is for the actions.
"""

from collections.abc import Callable
from dataclasses import dataclass

from coaching import states


@dataclass(frozen=True)
class Standing:
    """The parts that one person has in one engagement; all False for everybody else, administrators included."""

    coach: bool = False
    member: bool = False
    seated: bool = False
    candidate: bool = False
    manager: bool = False
    lead: bool = False

    @property
    def inside(self) -> bool:
        return self.coach or self.seated

    @property
    def parts(self) -> frozenset[str]:
        """As in :mod:`coaching.states`."""
        held = {states.COACH: self.coach, states.MEMBER: self.member, states.MANAGER: self.manager}
        return frozenset(part for part, has in held.items() if has)


Rule = Callable[[Standing], bool]


def may_read_inside(standing: Standing) -> bool:
    return standing.inside


def may_see_subject(standing: Standing) -> bool:
    """Subject, reasons and team; the manager and the leads see only that it exists."""
    return standing.coach or standing.member or standing.candidate


def may_choose_coach(standing: Standing) -> bool:
    return standing.member or standing.manager


def may_vote(standing: Standing) -> bool:
    return standing.member


def may_decline_candidacy(standing: Standing) -> bool:
    return standing.candidate


def may_compose_team(standing: Standing, *, before_coach: bool) -> bool:
    """Add people: the client until there is a coach, then the team and its coach."""
    return standing.member or (standing.manager if before_coach else standing.coach)


def may_lead_sessions(standing: Standing) -> bool:
    return standing.coach


def may_write_notes(standing: Standing) -> bool:
    return standing.coach


def may_add_topic(standing: Standing) -> bool:
    return standing.inside


def may_propose_decision(standing: Standing) -> bool:
    """The coach may write one down in a session; it is still the team that adopts it."""
    return standing.inside


def may_speak_as_member(standing: Standing) -> bool:
    """Consent, object, confirm a summary, acknowledge, ask back: the team, never its coach."""
    return standing.seated and not standing.coach


def may_answer_question(standing: Standing) -> bool:
    return standing.inside
