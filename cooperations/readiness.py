"""No start without share, tasks and success: what is still missing before a cooperation can be agreed. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cooperations.enums import Mode
from cooperations.facts import CooperationFacts, PartyFacts

FEWEST_PARTIES = 2


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. ``code`` names the form that mends it, ``text`` is a sentence in the active language.

    Codes: parties, joint_goal, start, review, ending (of the cooperation: ``party_id`` is None); responsible, pledge,
    task, measure (of one party).
    """

    code: str
    party_id: int | None
    text: str


def gaps(facts: CooperationFacts) -> list[Gap]:
    """Everything that is missing, cooperation first, then party by party; empty when approval may open."""
    return [*_of_the_whole(facts), *(gap for party in facts.parties for gap in _of_one(party))]


def _of_the_whole(facts: CooperationFacts) -> Iterator[Gap]:
    if len(facts.parties) < FEWEST_PARTIES:
        yield Gap("parties", None, _("At least two firms take part."))
    if not facts.has_joint_goal:
        yield Gap("joint_goal", None, _("The joint goal is not said yet."))
    if facts.starts_on is None:
        yield Gap("start", None, _("The start has no date yet."))
    if facts.review_on is None:
        yield Gap("review", None, _("The first review has no date yet."))
    if facts.mode == Mode.FULL and not facts.has_ending_terms:
        yield Gap("ending", None, _("It is not said yet how the cooperation ends."))


def _of_one(party: PartyFacts) -> Iterator[Gap]:
    words = {"firm": party.firm}
    if party.responsible_id is None:
        yield Gap("responsible", party.id, _("%(firm)s has no responsible person yet.") % words)
    if not party.pledges:
        yield Gap("pledge", party.id, _("%(firm)s has promised nothing yet that is more than a commission.") % words)
    if not any(task.accepted for task in party.open_tasks):
        yield Gap("task", party.id, _("%(firm)s has no accepted task yet.") % words)
    if not party.measures:
        yield Gap("measure", party.id, _("%(firm)s has not said yet by what it will know its success.") % words)
