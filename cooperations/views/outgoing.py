"""Which reminders go out on the next working day, and who gets nothing and why, for the pages of a manager."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nagging.letters import words_of
from nagging.plan import Held, Plan, Question
from nagging.queries import going_out
from nagging.rules import Wording

AT = time(10, 0)
"""By ten in the morning the mails of the day have left."""


@dataclass(frozen=True)
class Asked:
    """One question that goes out."""

    question: Question
    wording: Wording


@dataclass(frozen=True)
class Mail:
    """One reminder mail to one person."""

    name: str
    items: list[Asked]


@dataclass(frozen=True)
class Waiting:
    """One question that is not asked, and why."""

    held: Held
    wording: Wording


@dataclass(frozen=True)
class Outgoing:
    """The next working day: its mails, what waits, and what comes on the call list instead."""

    day: date
    plan: Plan

    @property
    def mails(self) -> int:
        return len(self.plan.digests)

    @property
    def questions(self) -> int:
        return sum(len(digest.questions) for digest in self.plan.digests)

    def in_words(self, now: datetime) -> tuple[list[Mail], list[Waiting], list[Wording]]:
        """The mails, what is held back, and what comes on the call list, each with its wording."""
        asked = [question.finding for digest in self.plan.digests for question in digest.questions]
        held = [one.finding for one in self.plan.held]
        words = words_of([*asked, *held, *self.plan.called], self.day)
        mails = [
            Mail(
                digest.person.name,
                [Asked(one, words[one.finding.pk]) for one in digest.questions if one.finding.pk in words],
            )
            for digest in self.plan.digests
        ]
        waiting = [Waiting(one, words[one.finding.pk]) for one in self.plan.held if one.finding.pk in words]
        return mails, waiting, [words[one.pk] for one in self.plan.called if one.pk in words]


def next_working_day(user, scope_ids: Collection[int], now: datetime) -> Outgoing:
    """What goes out on the next working day of ``user`` after today, for these cooperations."""
    today = now.astimezone(user.zone).date()
    day = user.calendar.on_or_after(today + timedelta(days=1))
    return Outgoing(day, going_out(datetime.combine(day, AT, tzinfo=user.zone), scope_ids=scope_ids))
