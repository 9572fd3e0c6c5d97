"""The one door to the timeline: it also keeps the life signs and the days on which silence becomes a finding."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, Subquery

from accounts.models import User
from cooperations.attention import Watched, attention_day
from cooperations.enums import LIFE_SIGNS, PledgeKind, State, TaskState
from cooperations.life import active_days, noted
from cooperations.models import Cooperation, Event, Party, Pledge, SuccessMeasure, Task
from cooperations.stall import quiet_day, stall_day
from coopnet.clock import local_day


@transaction.atomic(savepoint=False)
def record_event(
    cooperation: Cooperation, kind: str, *, by: User | None, now: datetime, party: Party | None = None, **data
) -> Event:
    """Write one line of the timeline and, where it is a life sign, move the days of silence; four statements at most.

    Runs in the caller's transaction, after the caller's own writes, because it reads what they left open. ``by`` is
    None for the machine. ``data`` holds the words' parameters: dates and decimals are written as text. The watched
    columns of the given ``cooperation`` are brought up to date too.
    """
    held = _held(cooperation.pk)
    life_sign = kind in LIFE_SIGNS
    event = Event.objects.create(
        cooperation=cooperation, at=now, kind=kind, life_sign=life_sign, party=party, actor=by, data=plain(data)
    )
    columns: dict = {}
    if life_sign:
        days, until = noted(held.life_days, held.life_until, local_day(now))
        last = max(held.last_life_sign_at or now, now)
        columns = {"life_days": days, "life_until": until, "last_life_sign_at": last}
    for name, value in columns.items():
        setattr(held, name, value)
    columns |= asdict(_days(held, local_day(now)))
    Cooperation.objects.filter(pk=cooperation.pk).update(**columns)
    for name, value in columns.items():
        setattr(cooperation, name, value)
    if life_sign and party is not None:
        earlier = Q(last_life_sign_at__isnull=True) | Q(last_life_sign_at__lt=now)
        Party.objects.filter(earlier, pk=party.pk).update(last_life_sign_at=now)
    return event


@dataclass(frozen=True)
class _Days:
    stall_at: date | None
    quiet_on: date | None
    attention_on: date | None


def _held(cooperation_id: int) -> Cooperation:
    """The row, held until the end of the transaction, with what its parties' tasks and shares say."""
    accepted = Task.objects.filter(cooperation=OuterRef("pk"), state=TaskState.ACCEPTED, party__left_on__isnull=True)
    busy = Task.objects.filter(party=OuterRef("pk")).open()
    share = Pledge.objects.standing().exclude(kind=PledgeKind.COMMISSION).filter(party=OuterRef("pk"))
    success = SuccessMeasure.objects.filter(party=OuterRef("pk"))
    lacking = Party.objects.current().filter(
        ~Exists(busy) | ~Exists(share) | ~Exists(success), cooperation=OuterRef("pk")
    )
    first_due = accepted.order_by().values("cooperation").annotate(first=Min("due_on")).values("first")
    held = Cooperation.objects.locked().annotate(first_due_on=Subquery(first_due), lacks_something=Exists(lacking))
    return held.get(pk=cooperation_id)


def _days(held: Cooperation, today: date) -> _Days:
    """The three days of ``held`` as things stand; see the model."""
    stall = quiet = None
    if held.state == State.ACTIVE:
        signs = active_days(held.life_days, held.life_until)
        last = max(filter(None, [held.active_since, signs[-1] if signs else None]), default=today)
        stall = stall_day(last, signs, held.kind, held.rhythm_days)
        quiet = quiet_day(last, stall)
        if held.nag_from:
            stall = max(stall, held.nag_from)
    watched = Watched(
        state=held.state,
        stall_at=stall,
        nag_from=held.nag_from,
        starts_on=held.starts_on,
        review_on=held.review_on,
        paused_until=held.paused_until,
        first_due_on=held.first_due_on,
        lacks_something=held.lacks_something,
    )
    return _Days(stall, quiet, attention_day(watched, today))


def plain(data):
    """``data`` as JSON can hold it: decimals and dates as text, everything else as it is."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, Decimal):
        return format(data, "f")
    return data
