"""The outbox: mails as rows, written in the transaction of what they are about."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.enums import MailCategory, MailState
from accounts.models import OutboundMail, User

GIVE_UP_AFTER = timedelta(hours=48)


def enqueue(
    *,
    key: str,
    category: MailCategory | str,
    composer: str,
    payload: Mapping,
    to: User,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    resends: int = 1,
) -> OutboundMail:
    """Note that a mail has to leave; the same ``key`` a second time returns the row of the first.

    It leaves at ``not_before`` or soon after, and is withdrawn unsent at ``expires_at`` (default: 48 hours later).
    ``resends`` says how often it may be transmitted again after an unknown outcome.
    """
    start = not_before or now
    mail, created = OutboundMail.objects.get_or_create(
        key=key,
        defaults={
            "category": category,
            "composer": composer,
            "payload": dict(payload),
            "to": to,
            "created_at": now,
            "not_before": start,
            "expires_at": expires_at or start + GIVE_UP_AFTER,
            "resends_left": resends,
        },
    )
    if created and start <= now:
        wake_sender()
    return mail


def enqueue_many(mails: Iterable[OutboundMail]) -> list[OutboundMail]:
    """Store unsaved rows in one statement, in the order of their keys so that two writers cannot deadlock."""
    stored = OutboundMail.objects.bulk_create(sorted(mails, key=lambda mail: mail.key))
    if stored:
        wake_sender()
    return stored


def wake_sender() -> None:
    """Ask for a round of sending after the commit; only a hint, since the beat comes anyway."""
    from accounts.jobs import send_due  # the job sends what this module stores

    transaction.on_commit(send_due.delay)


def due(now: datetime) -> QuerySet[OutboundMail]:
    """Mails that should leave at ``now``, longest waiting first."""
    waiting = OutboundMail.objects.filter(state=MailState.PENDING, not_before__lte=now, expires_at__gt=now)
    return waiting.order_by("not_before", "pk")


def expire(now: datetime) -> int:
    """Take back what was not sent in its time; returns how many.

    What was tried in vain is shown as undeliverable, what was not even tried as no longer needed.
    """
    late = OutboundMail.objects.filter(state=MailState.PENDING)
    over = late.filter(expires_at__lte=now)
    tried = over.filter(attempts__gt=0).update(state=MailState.FAILED)
    untried = over.filter(attempts=0).update(state=MailState.WITHDRAWN, last_error="not sent in its time")
    given_up = late.filter(first_tried_at__lte=now - GIVE_UP_AFTER).update(state=MailState.FAILED)
    return tried + untried + given_up
