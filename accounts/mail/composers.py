"""Who writes a mail: composers by name, each for a batch of rows of the outbox at the moment of sending."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import OutboundMail

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """A mail ready to leave.

    ``secrets`` are parts (tokens of links) that are blanked out in the copy that the outbox keeps; ``included`` are
    the ids of what the mail really speaks of, kept in ``payload["included"]`` for the app that asked for the mail.
    ``to_address`` replaces the person's address where just this one is meant: to be proven, or the one before.
    """

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    included: tuple[int, ...] = ()
    to_address: str = ""


@dataclass(frozen=True)
class Withdrawn:
    """The mail is no longer needed; ``reason`` (at most 200 characters) is kept."""

    reason: str


@dataclass(frozen=True)
class Postponed:
    """The mail still holds, but not at this hour: try again at ``until`` (aware)."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Broken:
    """The composer failed on this mail: it is tried again later, and the others are not held up."""

    error: str


Letter = Callable[[], Message]
"""Writes the mail when its turn comes, without a query: what takes time is done while the one before is on the wire."""

Composed = Message | Letter | Withdrawn | Postponed | Broken
Compose = Callable[[Sequence[OutboundMail], datetime], Mapping[int, Composed]]

_composers: dict[str, Compose] = {}


def register_composer(name: str, compose: Compose) -> None:
    """Add a composer: ``compose(mails, now)`` answers for each mail's id, with a constant number of queries.

    A mail that holds is a Message, or a function that writes it. The mails come with ``to`` loaded. A mail without an
    answer counts as withdrawn. ValueError for a name used twice.
    """
    if name in _composers:
        raise ValueError(f"composer {name} is registered twice")
    _composers[name] = compose


def composed(mails: Sequence[OutboundMail], now: datetime) -> dict[int, Composed]:
    """What becomes of each of ``mails``, by id; one call per composer."""
    answers: dict[int, Composed] = {}
    for name in sorted({mail.composer for mail in mails}):
        batch = [mail for mail in mails if mail.composer == name]
        written = _written(name, batch, now)
        for mail in batch:
            answers[mail.pk] = written.get(mail.pk, Withdrawn("nobody writes this mail any more"))
    return answers


def _written(name: str, batch: Sequence[OutboundMail], now: datetime) -> Mapping[int, Composed]:
    compose = _composers.get(name)
    if compose is None:
        return {}
    try:
        with transaction.atomic():
            return compose(batch, now)
    except Exception as error:
        # Whatever is wrong with one mail must not keep the mails of everybody else: find out which it is.
        logger.exception("composer %s failed", name)
        if len(batch) == 1:
            return {batch[0].pk: Broken(type(error).__name__)}
    return {mail.pk: answer for mail in batch for answer in _written(name, [mail], now).values()}


def written(answer: Message | Letter) -> Message | Broken:
    """The mail itself, written now where it was only promised."""
    if isinstance(answer, Message):
        return answer
    try:
        return answer()
    except Exception as error:
        # As above: the others go on.
        logger.exception("a mail could not be written")
        return Broken(type(error).__name__)
