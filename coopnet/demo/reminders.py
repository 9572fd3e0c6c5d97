"""The reminders of the last weeks, as the engine would have sent them, and what some people answered."""

from datetime import datetime

from accounts.mail.sender import send_batch
from coopnet.demo.cast import Cast
from coopnet.demo.walk import Walk
from nagging.actions.asking import ask_due, settle
from nagging.answers import answer
from nagging.enums import AnswerKind
from nagging.models import Finding
from nagging.rules import SHARDS
from nagging.sweep import sweep

WEEKS = 6


def plan(walk: Walk, cast: Cast) -> None:
    """Sweep, ask and send on every business day of the last weeks; two people answer."""
    for days in range(7 * WEEKS, 0, -1):
        if walk.calendar.is_business_day(walk.day(days)):
            walk.at(days, _round, hour=12)
    walk.at(21, lambda now: _promise(walk, cast, now), hour=14)
    walk.at(5, lambda now: _help(cast, now), hour=14)


def _round(now: datetime) -> None:
    # All shards in one go: the examples are small.
    sweep(now=now, together=SHARDS)
    ask_due(now=now)
    while send_batch(now=now).taken:
        continue
    settle(now=now)


def _questions_to(cast: Cast, key: str):
    return Finding.objects.filter(closed_at__isnull=True, nags__person=cast[key]).order_by("pk").distinct()


def _promise(walk: Walk, cast: Cast, now: datetime) -> None:
    for finding in _questions_to(cast, "becker")[:1]:
        answer(finding, kind=AnswerKind.PROMISE, by=cast["becker"], now=now, promised_for=walk.ago(8))


def _help(cast: Cast, now: datetime) -> None:
    for finding in _questions_to(cast, "engel")[:1]:
        answer(
            finding,
            kind=AnswerKind.HELP,
            by=cast["engel"],
            now=now,
            text="Die Druckdaten fehlen mir noch, können wir kurz telefonieren?",
        )
