"""What a party promises to bring, and by what it will know its success."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from cooperations.actions.agreement import withdraw_open_version
from cooperations.actions.events import plain, record_event
from cooperations.actions.standing import on_behalf, put, require_not_ended
from cooperations.enums import EventKind, PledgeKind, State
from cooperations.models import Cooperation, Party, Pledge, SuccessMeasure
from cooperations.terms import MEASURE_FIELDS, PLEDGE_FIELDS

_IN_PREPARATION = (State.IDEA, State.EXPLORING)


@transaction.atomic
def add_pledge(party: Party, *, by: User, now: datetime, **fields) -> Pledge:
    """``party`` promises something; ``fields`` are any of ``terms.PLEDGE_FIELDS``."""
    require_not_ended(party.cooperation)
    behalf = on_behalf(party, by)
    pledge = Pledge(party=party, created_at=now)
    put(pledge, fields, PLEDGE_FIELDS)
    pledge.save(force_insert=True)
    withdraw_open_version(party.cooperation, by=by, now=now)
    words = {"text": pledge.text, "quantity": pledge.quantity, "unit": pledge.unit, "substance": pledge.substance}
    record_event(party.cooperation, EventKind.PLEDGED, by=by, now=now, party=party, on_behalf=behalf, **words)
    audit.record("cooperations.add_pledge", pledge, by=by, now=now, on_behalf=behalf, **plain(fields))
    return pledge


@transaction.atomic
def change_pledge(pledge: Pledge, *, by: User, now: datetime, **fields) -> Pledge:
    """Promise it differently; a version that waits for approval is taken back."""
    party = pledge.party
    require_not_ended(party.cooperation)
    behalf = on_behalf(party, by)
    if pledge.withdrawn_at:
        raise ActionRefused(_("This pledge was withdrawn."))
    changes = put(pledge, fields, PLEDGE_FIELDS)
    if not changes:
        return pledge
    pledge.save(update_fields=list(changes))
    _keep_share(party)
    withdraw_open_version(party.cooperation, by=by, now=now)
    record_event(
        party.cooperation, EventKind.PLEDGE_CHANGED, by=by, now=now, party=party, text=pledge.text, on_behalf=behalf
    )
    audit.record("cooperations.change_pledge", pledge, by=by, now=now, on_behalf=behalf, changes=plain(changes))
    return pledge


@transaction.atomic
def withdraw_pledge(pledge: Pledge, *, by: User, now: datetime) -> None:
    """Take a promise back; once agreed, not the last one of a party."""
    party = pledge.party
    require_not_ended(party.cooperation)
    behalf = on_behalf(party, by)
    if not Pledge.objects.standing().filter(pk=pledge.pk).update(withdrawn_at=now):
        return
    _keep_share(party)
    pledge.withdrawn_at = now
    withdraw_open_version(party.cooperation, by=by, now=now)
    record_event(
        party.cooperation, EventKind.PLEDGE_WITHDRAWN, by=by, now=now, party=party, text=pledge.text, on_behalf=behalf
    )
    audit.record("cooperations.withdraw_pledge", pledge, by=by, now=now, on_behalf=behalf)


def _keep_share(party: Party) -> None:
    """Once agreed, every party keeps at least one pledge that is more than a commission."""
    held = Cooperation.objects.locked().only("state").get(pk=party.cooperation_id)
    if held.state in _IN_PREPARATION:
        return
    if not Pledge.objects.standing().exclude(kind=PledgeKind.COMMISSION).filter(party=party).exists():
        raise ActionRefused(_("This is the firm's whole share. Please promise something else first."))


@transaction.atomic
def add_measure(party: Party, *, by: User, now: datetime, **fields) -> SuccessMeasure:
    """``party`` says by what it will know its success; ``fields`` are any of ``terms.MEASURE_FIELDS``."""
    require_not_ended(party.cooperation)
    behalf = on_behalf(party, by)
    measure = SuccessMeasure(party=party, created_at=now)
    put(measure, fields, MEASURE_FIELDS)
    measure.save(force_insert=True)
    withdraw_open_version(party.cooperation, by=by, now=now)
    record_event(
        party.cooperation, EventKind.MEASURE_SET, by=by, now=now, party=party, text=measure.text, on_behalf=behalf
    )
    audit.record("cooperations.add_measure", measure, by=by, now=now, on_behalf=behalf, **plain(fields))
    return measure


@transaction.atomic
def change_measure(measure: SuccessMeasure, *, by: User, now: datetime, **fields) -> SuccessMeasure:
    """Describe success anew; what was reached stays as it was."""
    party = measure.party
    require_not_ended(party.cooperation)
    behalf = on_behalf(party, by)
    if measure.reached_on:
        raise ActionRefused(_("This success has been reached; please describe a new one."))
    changes = put(measure, fields, MEASURE_FIELDS)
    if not changes:
        return measure
    measure.save(update_fields=list(changes))
    withdraw_open_version(party.cooperation, by=by, now=now)
    record_event(
        party.cooperation, EventKind.MEASURE_CHANGED, by=by, now=now, party=party, text=measure.text, on_behalf=behalf
    )
    audit.record("cooperations.change_measure", measure, by=by, now=now, on_behalf=behalf, changes=plain(changes))
    return measure


@transaction.atomic
def reach_measure(measure: SuccessMeasure, *, on: date, by: User, now: datetime) -> SuccessMeasure:
    """The party reached its success on the day ``on``; saying it twice changes nothing."""
    party = measure.party
    behalf = on_behalf(party, by)
    if not SuccessMeasure.objects.filter(pk=measure.pk, reached_on__isnull=True).update(reached_on=on):
        measure.refresh_from_db(fields=["reached_on"])
        return measure
    measure.reached_on = on
    record_event(
        party.cooperation, EventKind.SUCCESS, by=by, now=now, party=party, text=measure.text, on=on, on_behalf=behalf
    )
    audit.record("cooperations.reach_measure", measure, by=by, now=now, on=on.isoformat(), on_behalf=behalf)
    return measure
