"""Every party approves one and the same version; what is in force stays so until the next one is approved by all."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from cooperations import permissions
from cooperations.actions.events import record_event
from cooperations.actions.lifecycle import transition
from cooperations.actions.standing import require_manager
from cooperations.enums import EventKind, State, VersionState
from cooperations.facts import facts_for
from cooperations.models import AgreementVersion, Approval, Cooperation, Party
from cooperations.readiness import gaps
from cooperations.terms import digest_of, is_one_sided, snapshot
from coopnet.clock import local_day

_OPEN_STATES = (State.EXPLORING, State.AGREED, State.ACTIVE, State.PAUSED)


def _require_ready(cooperation: Cooperation, now: datetime) -> None:
    missing = gaps(facts_for([cooperation.pk], local_day(now))[cooperation.pk])
    if missing:
        raise ActionRefused(_("Approval is not open yet. %(gaps)s") % {"gaps": " ".join(gap.text for gap in missing)})


@transaction.atomic
def propose_version(cooperation: Cooperation, *, by: User, now: datetime) -> AgreementVersion:
    """Freeze the present terms and put them to approval; an older version that still waits is taken back."""
    require_manager(cooperation, by)
    held = Cooperation.objects.locked().get(pk=cooperation.pk)
    if held.state not in _OPEN_STATES:
        raise ActionRefused(_("Terms can be put to approval while a cooperation is being explored or runs."))
    _require_ready(held, now)
    terms = snapshot(held)
    digest = digest_of(terms)
    if held.versions.filter(state=VersionState.IN_FORCE, digest=digest).exists():
        raise ActionRefused(_("Nothing has changed since the version in force."))
    withdraw_open_version(cooperation, by=by, now=now)
    number = (held.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = AgreementVersion.objects.create(
        cooperation=cooperation, number=number, terms=terms, digest=digest, proposed_by=by, proposed_at=now
    )
    record_event(cooperation, EventKind.VERSION_PROPOSED, by=by, now=now, number=number)
    audit.record("cooperations.propose", version, by=by, now=now, number=number, digest=digest)
    return version


@transaction.atomic
def approve_version(
    version: AgreementVersion,
    *,
    party: Party,
    by: User,
    now: datetime,
    digest: str,
    substance_seen: bool = False,
) -> Approval:
    """``party`` approves exactly what was shown (``digest``); the last approval puts the version in force.

    Doing it twice changes nothing and returns the first approval.
    """
    cooperation = Cooperation.objects.locked().get(pk=version.cooperation_id)
    version = AgreementVersion.objects.get(pk=version.pk)
    if party.cooperation_id != cooperation.pk or not permissions.may_speak_for(by, party):
        raise ActionRefused(_("Only the responsible person or the lead of a party approves for it."))
    if found := Approval.objects.filter(version=version, party=party, digest=digest).first():
        return found
    if version.state != VersionState.PROPOSED or version.digest != digest:
        raise ActionRefused(_("The terms have changed meanwhile. Please read them again before you approve."))
    _require_ready(cooperation, now)
    if is_one_sided(version.terms) and not substance_seen:
        raise ActionRefused(_("Only one firm gives what it cannot take back. Please confirm that you have seen this."))
    approval = Approval.objects.create(
        version=version,
        party=party,
        user=by,
        name=by.full_name,
        digest=digest,
        substance_seen=substance_seen,
        at=now,
    )
    record_event(cooperation, EventKind.APPROVED, by=by, now=now, party=party, number=version.number)
    audit.record(
        "cooperations.approve", version, by=by, now=now, party=party.pk, digest=digest, substance_seen=substance_seen
    )
    _put_in_force(version, cooperation, by=by, now=now)
    return approval


def _put_in_force(version: AgreementVersion, cooperation: Cooperation, *, by: User, now: datetime) -> None:
    """Where every current party has approved ``version``, it replaces the one in force and agrees the cooperation."""
    parties = set(Party.objects.current().filter(cooperation=cooperation).values_list("pk", flat=True))
    if not parties <= set(version.approvals.values_list("party_id", flat=True)):
        return
    cooperation.versions.filter(state=VersionState.IN_FORCE).update(state=VersionState.SUPERSEDED)
    cooperation.versions.filter(pk=version.pk, state=VersionState.PROPOSED).update(
        state=VersionState.IN_FORCE, in_force_at=now
    )
    record_event(cooperation, EventKind.IN_FORCE, by=by, now=now, number=version.number)
    audit.record("cooperations.in_force", version, by=by, now=now, number=version.number)
    if cooperation.state == State.EXPLORING:
        transition(cooperation, to=State.AGREED, by=by, now=now)


@transaction.atomic
def withdraw_version(version: AgreementVersion, *, by: User, now: datetime) -> None:
    """Take back a version that waits for approval."""
    require_manager(version.cooperation, by)
    if not withdraw_open_version(version.cooperation, by=by, now=now, only=version):
        raise ActionRefused(_("This version does not wait for approval any more."))


def withdraw_open_version(
    cooperation: Cooperation, *, by: User | None, now: datetime, only: AgreementVersion | None = None
) -> bool:
    """Take back the version that waits for approval, if there is one; what changes after it was shown is not approved.

    Runs in the transaction of the change. The row of the cooperation is held, so that no approval slips in between.
    """
    Cooperation.objects.locked().only("pk").get(pk=cooperation.pk)
    waiting = AgreementVersion.objects.filter(cooperation=cooperation, state=VersionState.PROPOSED)
    version = (waiting.filter(pk=only.pk) if only else waiting).first()
    if version is None:
        return False
    waiting.filter(pk=version.pk).update(state=VersionState.WITHDRAWN)
    record_event(cooperation, EventKind.VERSION_WITHDRAWN, by=by, now=now, number=version.number)
    audit.record("cooperations.withdraw_version", version, by=by, now=now, number=version.number)
    return True
