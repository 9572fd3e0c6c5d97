"""Sending what stands in the outbox: lease, write, transmit, record.

Every step is a conditional UPDATE, so that any number of senders may run, each may be killed at any statement, and no
mail is decided twice. What cannot be known (killed or cut off between handing over and recording) is called unknown.
"""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.enums import MailState
from accounts.mail.composers import Broken, Letter, Message, Postponed, Withdrawn, composed, written
from accounts.mail.message import one_line, wire_bytes, wire_form, without_secrets
from accounts.mail.outbox import due, expire
from accounts.mail.transport import Outcome, Result, Transport, Unreachable
from accounts.models import OutboundMail, User
from coopnet.prepared import Parameter, PreparedUpdate

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=10)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240))
_FREE = {"lease_token": "", "leased_until": None, "started_at": None}


@dataclass
class Sent:
    """What one round did: ``taken`` rows were leased, the others count what became of them."""

    taken: int = 0
    sent: int = 0
    later: int = 0
    failed: int = 0
    withdrawn: int = 0
    unknown: int = 0


_Turn = tuple[OutboundMail, Message | Letter]


@dataclass(frozen=True)
class _Letter:
    """A mail that is written and waits for its turn."""

    mail: OutboundMail
    message: Message
    email: EmailMessage
    wire: bytes


def send_batch(*, now: datetime, limit: int = BATCH) -> Sent:
    """One round: at most ``limit`` mails that are due at ``now`` over one connection. ``taken`` 0: nothing is due."""
    recover(now=now)
    token, mails = lease(now=now, limit=limit)
    done = Sent(taken=len(mails))
    messages = _to_send(mails, token, now, done)
    if messages:
        try:
            with Transport() as transport:
                _transmit(transport, messages, token, now, done)
        except Unreachable as error:
            logger.warning("mail server: %s", error)
            done.later += _put_back(token, now, str(error))
    return done


def recover(*, now: datetime) -> None:
    """Settle leases that ran out, and mails whose time is over.

    A mail that was not started is free again; one that was may have arrived: it is transmitted again (with the same
    Message-ID) as often as ``resends_left`` says, and is then called unknown.
    """
    stale = OutboundMail.objects.filter(state=MailState.LEASED, leased_until__lte=now)
    stale.filter(started_at__isnull=True).update(state=MailState.PENDING, **_FREE)
    again = {"state": MailState.PENDING, "resends_left": F("resends_left") - 1, **_FREE}
    stale.filter(started_at__isnull=False, resends_left__gt=0).update(**again)
    stale.filter(started_at__isnull=False, resends_left=0).update(state=MailState.UNKNOWN, lease_token="")
    expire(now)


def lease(*, now: datetime, limit: int) -> tuple[str, list[OutboundMail]]:
    """Claim up to ``limit`` due mails for ten minutes; the token proves the claim."""
    token = secrets.token_hex(16)
    with transaction.atomic():
        locks = {"skip_locked": connection.features.has_select_for_update_skip_locked}
        ids = list(due(now).select_for_update(**locks).values_list("pk", flat=True)[:limit])
        claim = OutboundMail.objects.filter(pk__in=ids, state=MailState.PENDING)
        if not ids or not claim.update(state=MailState.LEASED, lease_token=token, leased_until=now + LEASE):
            return token, []
    held = OutboundMail.objects.filter(lease_token=token).select_related("to").order_by("not_before", "pk")
    return token, list(held)


def _mine(mail: OutboundMail, token: str) -> QuerySet[OutboundMail]:
    """``mail``, as long as the lease is ours."""
    return OutboundMail.objects.filter(pk=mail.pk, lease_token=token)


def _to_send(mails: list[OutboundMail], token: str, now: datetime, done: Sent) -> list[_Turn]:
    """The mails that still hold; the others are withdrawn or put off."""
    messages: list[_Turn] = []
    answers = composed(mails, now)
    for mail in mails:
        match answers[mail.pk]:
            case Withdrawn(reason):
                done.withdrawn += _mine(mail, token).update(state=MailState.WITHDRAWN, last_error=reason[:200], **_FREE)
            case Postponed(until, reason):
                put_off = {"state": MailState.PENDING, "not_before": until, "last_error": reason[:200], **_FREE}
                done.later += _mine(mail, token).update(**put_off)
            case Broken(error):
                done.later += _mine(mail, token).update(**_later(mail.attempts, now, error))
            case holds:
                messages.append((mail, holds))
    return messages


def _transmit(transport: Transport, messages: list[_Turn], token: str, now: datetime, done: Sent) -> None:
    """Send one after the other; while the server takes one in, the next is written and the one before is recorded."""
    under_way: _Letter | None = None
    for letter in _letters(messages, token, now, done):
        before, result = under_way, transport.finish() if under_way else None
        if before and result and not result.alive:
            _record(before, result, token, now, done)
            done.later += _put_back(token, now, result.error)
            return
        started = _start(letter, token, now)
        at_once = transport.begin(letter.email, letter.wire) if started else None
        under_way = letter if started and not at_once else None
        if before and result:
            _record(before, result, token, now, done)
        if at_once:
            _record(letter, at_once, token, now, done)
            if not at_once.alive:
                done.later += _put_back(token, now, at_once.error)
                return
    if under_way:
        _record(under_way, transport.finish(), token, now, done)


def _start(letter: _Letter, token: str, now: datetime) -> bool:
    """Mark that ``letter`` is handed over now: from here on its outcome is unknown until it is recorded.

    Not a moment earlier: what was only written when the process is killed was not sent, and may be sent again.
    """
    return bool(_STARTED.run(id=letter.mail.pk, lease_token=token, started_at=now))


def _letters(messages: list[_Turn], token: str, now: datetime, done: Sent) -> Iterator[_Letter]:
    """Each mail in its wire form; what cannot be written is settled here."""
    for mail, answer in messages:
        message = written(answer)
        if isinstance(message, Broken):
            done.later += _mine(mail, token).update(**_later(mail.attempts, now, message.error))
            continue
        email = wire_form(mail, message)
        try:
            wire = wire_bytes(email)
        except ValueError as error:
            # A header or address that cannot be written; no server will ever see it.
            done.failed += _mine(mail, token).update(state=MailState.FAILED, last_error=str(error)[:200], **_FREE)
            continue
        yield _Letter(mail, message, email, wire)


def _record(letter: _Letter, result: Result, token: str, now: datetime, done: Sent) -> None:
    """Store what the server said, in a short transaction of its own."""
    mail = letter.mail
    match result.outcome:
        case Outcome.SENT:
            done.sent += _SENT.run(id=mail.pk, lease_token=token, **_sent(letter, now))
        case Outcome.LATER:
            done.later += _mine(mail, token).update(**_later(mail.attempts, now, result.error))
        case Outcome.REFUSED:
            done.failed += _mine(mail, token).update(state=MailState.FAILED, last_error=result.error, **_FREE)
        case Outcome.BAD_ADDRESS:
            done.failed += _mine(mail, token).update(state=MailState.FAILED, last_error=result.error, **_FREE)
            User.objects.filter(pk=mail.to_id, email=letter.email.to[0]).update(mail_suspended_at=now)
        case Outcome.UNKNOWN:
            # Nobody holds it any more, its lease runs out: then recover() decides, and not in the same breath.
            done.unknown += _mine(mail, token).update(
                last_error=result.error, attempts=F("attempts") + 1, lease_token=""
            )


def _sent(letter: _Letter, now: datetime) -> dict:
    mail, message = letter.mail, letter.message
    return {
        "sent_at": now,
        "attempts": mail.attempts + 1,
        "last_error": "",
        "to_address": letter.email.to[0],
        "subject": one_line(message.subject)[:250],
        "text": without_secrets(message.text, message),
        "html": without_secrets(message.html, message),
        "payload": {**mail.payload, "included": list(message.included)},
    }


def _column(name: str) -> Parameter:
    return Parameter(name, OutboundMail._meta.get_field(name))


def _leased() -> QuerySet:
    return OutboundMail.objects.filter(pk=_column("id"), lease_token=_column("lease_token"))


_KEPT = ("sent_at", "attempts", "last_error", "to_address", "subject", "text", "html", "payload")
# The two statements of every mail.
_STARTED = PreparedUpdate(
    lambda: _leased().filter(state=MailState.LEASED), lambda: {"started_at": _column("started_at")}
)
_SENT = PreparedUpdate(_leased, lambda: {"state": MailState.SENT, **_FREE, **{name: _column(name) for name in _KEPT}})


def _later(attempts: int, now: datetime, error: str) -> dict:
    wait = BACKOFF[min(attempts, len(BACKOFF) - 1)]
    return {
        "state": MailState.PENDING,
        "attempts": F("attempts") + 1,
        "not_before": now + wait,
        "first_tried_at": Coalesce("first_tried_at", Value(now)),
        "last_error": error[:200],
        **_FREE,
    }


def _put_back(token: str, now: datetime, error: str) -> int:
    """Free what is still leased by ``token`` and was not handed over, for another try after the shortest wait."""
    rest = OutboundMail.objects.filter(lease_token=token, state=MailState.LEASED)
    return rest.update(**_later(0, now, error))
