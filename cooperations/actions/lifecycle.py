"""The one door through which a cooperation changes its state."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from cooperations.actions.events import plain, record_event
from cooperations.actions.standing import require_manager
from cooperations.enums import EventKind, Outcome, State, VersionState
from cooperations.facts import facts_for
from cooperations.models import Approval, Cooperation, Party
from cooperations.readiness import gaps
from cooperations.transitions import Actor, Need, Step, step_between
from coopnet.clock import local_day

QUIET_AFTER_PAUSE = timedelta(days=7)


@transaction.atomic
def transition(
    cooperation: Cooperation,
    *,
    to: str,
    by: User | None,
    now: datetime,
    reason: str = "",
    paused_until: date | None = None,
    outcome: str = "",
    lessons: str = "",
) -> Cooperation:
    """Move along one step of ``transitions.STEPS``. ``by`` is None when a date takes the step, not a person."""
    held = Cooperation.objects.locked().get(pk=cooperation.pk)
    step = step_between(held.state, to)
    if step is None:
        words = {"origin": State(held.state).label, "to": State(to).label}
        raise ActionRefused(_("A cooperation cannot go from “%(origin)s” to “%(to)s”.") % words)
    _require_actor(step, held, by, local_day(now))
    given = {"reason": reason, "paused_until": paused_until, "outcome": outcome, "lessons": lessons}
    for need in step.needs:
        _require(need, held, given, local_day(now))
    columns = _columns(step, held, given, local_day(now))
    Cooperation.objects.filter(pk=held.pk, state=held.state).update(**columns)
    for name, value in columns.items():
        setattr(cooperation, name, value)
    told = {"origin": held.state, "to": to, "reason": reason} | plain(
        {"paused_until": paused_until, "outcome": outcome}
    )
    record_event(cooperation, EventKind.TRANSITION, by=by, now=now, **told)
    audit.record("cooperations.transition", cooperation, by=by, now=now, **told)
    return cooperation


def _require_actor(step: Step, held: Cooperation, by: User | None, today: date) -> None:
    if step.actor is Actor.APPROVAL:
        return  # whoever gave the last approval; Need.ALL_APPROVED keeps everybody else from this step
    if by is not None:
        require_manager(held, by)
    elif step.actor is not Actor.MANAGER_OR_DATE or not _day_has_come(step, held, today):
        raise ActionRefused(_("Somebody has to take this step."))


def _day_has_come(step: Step, held: Cooperation, today: date) -> bool:
    day = held.starts_on if step.origin == State.AGREED else held.paused_until
    return day is not None and day <= today


def _require(need: Need, held: Cooperation, given: dict, today: date) -> None:
    missing = gaps(facts_for([held.pk], today)[held.pk]) if need is Need.READY else []
    if missing:
        raise ActionRefused(_("Still missing: %(gaps)s") % {"gaps": " ".join(gap.text for gap in missing)})
    if need is Need.ALL_APPROVED and not all_approved(held):
        raise ActionRefused(_("Not every party has approved the same version yet."))
    if need is Need.PAUSE_REASON and not given["reason"].strip():
        raise ActionRefused(_("A pause needs a reason."))
    if need is Need.PAUSE_DATE and (given["paused_until"] is None or given["paused_until"] <= today):
        raise ActionRefused(_("A pause needs a date to come back, later than today."))
    if need is Need.OUTCOME and given["outcome"] not in Outcome.values:
        raise ActionRefused(_("An end needs an outcome."))
    if need is Need.LESSONS and not given["lessons"].strip():
        raise ActionRefused(_("An end needs a word on what was learnt."))


def all_approved(cooperation: Cooperation) -> bool:
    """Whether every current party approved the version in force."""
    parties = set(Party.objects.current().filter(cooperation=cooperation).values_list("pk", flat=True))
    approved = Approval.objects.filter(version__cooperation=cooperation, version__state=VersionState.IN_FORCE)
    return bool(parties) and parties <= set(approved.values_list("party_id", flat=True))


def _columns(step: Step, held: Cooperation, given: dict, today: date) -> dict:
    """What the step writes; leaving a state takes its columns along."""
    columns: dict = {"state": step.to, "paused_until": None, "pause_reason": ""}
    if step.to == State.ACTIVE:
        columns["active_since"] = today
        columns["nag_from"] = today + QUIET_AFTER_PAUSE if step.origin == State.PAUSED else today
        if held.starts_on is None:
            columns["starts_on"] = today
    elif step.to == State.PAUSED:
        columns |= {"paused_until": given["paused_until"], "pause_reason": given["reason"].strip()[:250]}
    elif step.to == State.ENDED:
        columns |= {"ended_on": today, "outcome": given["outcome"], "lessons": given["lessons"].strip()}
    return columns
