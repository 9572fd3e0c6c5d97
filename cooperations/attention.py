"""On which day does a cooperation need its manager, if nothing happens until then?

Like the day of the stall it can only come nearer, so it is stored and the portfolio counts by it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, CharField, Q, Value, When

from cooperations.enums import Level, State

PREPARATION_RESTS = timedelta(days=21)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Watched:
    """What the day depends on.

    ``first_due_on`` is the earliest date of an accepted task; ``lacks_something``: a party has no share, no open task
    or no measure of success.
    """

    state: str
    stall_at: date | None
    nag_from: date | None
    starts_on: date | None
    review_on: date | None
    paused_until: date | None
    first_due_on: date | None
    lacks_something: bool


def attention_day(watched: Watched, today: date) -> date | None:
    """The day from which the manager is needed, as of an act on ``today``; None once it has ended.

    Active: silence, a task overdue, a review overdue, a party without share, open task or success; never in the
    quiet week after a pause. Paused: the day to come back. In preparation: three weeks without an act, or a start
    that has passed.
    """
    if watched.state == State.ENDED:
        return None
    if watched.state == State.PAUSED:
        return watched.paused_until
    if watched.state != State.ACTIVE:
        days = [today + PREPARATION_RESTS]
        if watched.state == State.AGREED and watched.starts_on:
            days.append(max(watched.starts_on + DAY, today))
        return min(days)
    days = [watched.stall_at, watched.first_due_on and watched.first_due_on + DAY]
    days += [watched.review_on and watched.review_on + DAY, today if watched.lacks_something else None]
    earliest = min((day for day in days if day), default=None)
    return max(earliest, watched.nag_from) if earliest and watched.nag_from else earliest


def level_of(state: str, attention_on: date | None, quiet_on: date | None, today: date) -> Level:
    """How alive, in one word; :func:`level_expression` says the same of many rows."""
    if attention_on is not None and attention_on <= today:
        return Level.NEEDS
    if state in (State.PAUSED, State.ENDED) or (quiet_on is not None and quiet_on <= today):
        return Level.QUIET
    return Level.ALIVE


def level_expression(today: date) -> Case:
    """:func:`level_of` as an expression over Cooperation."""
    resting = Q(state__in=(State.PAUSED, State.ENDED)) | Q(quiet_on__lte=today)
    return Case(
        When(attention_on__lte=today, then=Value(Level.NEEDS)),
        When(resting, then=Value(Level.QUIET)),
        default=Value(Level.ALIVE),
        output_field=CharField(max_length=6),
    )
