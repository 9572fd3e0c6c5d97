"""The one door through which an engagement changes its state."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from coaching import states, vault
from coaching.enums import BallotState, EngagementState
from coaching.models import Ballot, Engagement, StateChange
from coaching.permissions import Standing
from coaching.standing import require


@transaction.atomic
def move(
    engagement: Engagement,
    *,
    to: str,
    by: User,
    now: datetime,
    reason: str = "",
    paused_until: date | None = None,
    retention_months: int | None = None,
) -> Engagement:
    """Move the engagement by hand, as far as the table allows it to somebody with the part of ``by``.

    ``paused_until`` belongs to a pause, ``retention_months`` (0-36) to the start of the work. Raises ActionRefused
    where the move is not in the table, not for ``by``, or lacks its reason.
    """
    reason = reason.strip()

    def allowed(standing: Standing) -> bool:
        return bool(standing.parts)

    engagement, standing = require(allowed, engagement, by)
    if to not in states.next_states(engagement.state, standing.parts):
        raise ActionRefused(_("That is not possible now."))
    if to in states.NEEDS_REASON and not reason:
        raise ActionRefused(_("Please say why in a sentence."))
    fields: dict[str, object] = {"paused_until": paused_until if to == EngagementState.PAUSED else None}
    if to == EngagementState.PAUSED and paused_until is None:
        raise ActionRefused(_("A pause needs a day on which the team comes back."))
    if to == EngagementState.RUNNING and engagement.state == EngagementState.CONTRACTING:
        fields["started_at"] = engagement.started_at or now
        if retention_months is not None:
            fields["retention_months"] = retention_months
    return shift(engagement, to=to, by=by, now=now, reason=reason, **fields)


@transaction.atomic
def shift(engagement: Engagement, *, to: str, by: User | None, now: datetime, reason: str = "", **fields) -> Engagement:
    """Carry a move of the table out, whoever caused it (None: nobody in particular), and record it."""
    source = engagement.state
    if (source, to) not in states.MOVES:
        raise ActionRefused(_("That is not possible now."))
    if to in states.OVER:
        fields["closed_at"] = now
        withdraw_open_ballots(engagement, now=now)
    claimed = Engagement.objects.filter(pk=engagement.pk, state=source).update(state=to, **fields)
    if not claimed:
        raise ActionRefused(_("Somebody else was faster. Please look at the page again."))
    for name, value in {"state": to, **fields}.items():
        setattr(engagement, name, value)
    StateChange.objects.create(engagement=engagement, at=now, by=by, from_state=source, to_state=to, reason=reason)
    # The reason is the team's and stays out of the audit trail.
    audit.record("coaching.move", engagement, by=by, now=now, **{"from": str(source), "to": str(to)})
    return engagement


def withdraw_open_ballots(engagement: Engagement, *, now: datetime) -> int:
    """End votes that no longer have a purpose, without a result; the number of votes ended."""
    ended = 0
    for ballot in Ballot.objects.filter(engagement=engagement, state=BallotState.OPEN):
        vault.forget_votes(ballot)
        ended += Ballot.objects.filter(pk=ballot.pk, state=BallotState.OPEN).update(
            state=BallotState.WITHDRAWN, closed_at=now
        )
    return ended


@transaction.atomic
def erase_notes(engagement: Engagement, *, by: User, now: datetime) -> None:
    """Destroy the key of an engagement that is over: its private notes cannot be read by anybody any more."""

    def allowed(standing: Standing) -> bool:
        return standing.coach

    engagement, _standing = require(allowed, engagement, by)
    if engagement.state not in states.OVER:
        raise ActionRefused(_("Notes are erased when the coaching is over."))
    if vault.destroy_key(engagement, now=now):
        audit.record("coaching.erase_notes", engagement, by=by, now=now)


@transaction.atomic
def erase_engagement(engagement: Engagement, *, by: User | None, now: datetime) -> Engagement:
    """The end of the retention: notes, sessions, decisions and reasons go; that there was a coaching stays.

    Not offered on a page: a coach or a single member cannot wipe what the whole team agreed.
    """
    engagement = Engagement.objects.select_for_update().get(pk=engagement.pk)
    vault.destroy_key(engagement, now=now)
    engagement.sessions.update(draft="", summary="")
    for session in engagement.sessions.all():
        session.agenda.all().delete()
        session.attendance.all().delete()
        session.responses.all().delete()
    engagement.decisions.all().delete()
    engagement.changes.update(reason="")
    return shift(engagement, to=EngagementState.ERASED, by=by, now=now, subject="", why="")
