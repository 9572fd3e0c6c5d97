"""What the next four weeks bring: steps that are due, starts, reviews and pauses that end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cooperations.enums import State
from cooperations.facts import CooperationFacts

AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Coming:
    """One day of the near future; ``icon`` is its mark."""

    day: date
    cooperation_id: int
    title: str
    text: str
    icon: str


def coming(facts: Iterable[CooperationFacts], today: date) -> list[Coming]:
    """Everything dated from today to four weeks ahead, in order."""
    found = [one for each in facts for one in _of(each) if today <= one.day <= today + AHEAD]
    return sorted(found, key=lambda one: (one.day, one.title, one.text))


def _of(facts: CooperationFacts) -> list[Coming]:
    days = [
        Coming(task.due_on, facts.id, facts.title, f"{task.title} ({party.firm})", "clipboard-check")
        for party in facts.parties
        for task in party.open_tasks
    ]
    if facts.review_on and facts.state == State.ACTIVE:
        days.append(Coming(facts.review_on, facts.id, facts.title, _("Review"), "eye"))
    if facts.starts_on and facts.state in (State.EXPLORING, State.AGREED):
        days.append(Coming(facts.starts_on, facts.id, facts.title, _("Start"), "player-play"))
    if facts.paused_until:
        days.append(Coming(facts.paused_until, facts.id, facts.title, _("The pause ends"), "clock-pause"))
    return days
