"""Start a cooperation, say who takes part and on which terms. Its states are changed by ``transition``."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from cooperations import permissions
from cooperations.actions.agreement import withdraw_open_version
from cooperations.actions.events import plain, record_event
from cooperations.actions.lifecycle import transition
from cooperations.actions.standing import check, put, require_manager, require_member, require_not_ended
from cooperations.enums import EventKind, Mode
from cooperations.models import Cooperation, Party, shard_of
from cooperations.terms import PARTY_FIELDS, TERM_FIELDS
from coopnet.clock import local_day
from partners.models import Firm

__all__ = ["EDITABLE_TERMS", "add_party", "change_party", "set_terms", "start_cooperation", "transition"]

EDITABLE_TERMS = (*TERM_FIELDS, "deputy_manager", "manager_note")
_PRIVATE = frozenset({"manager_note"})


@transaction.atomic
def start_cooperation(
    *, by: User, now: datetime, title: str, kind: str, field: str, mode: str = Mode.LIGHT, **terms
) -> Cooperation:
    """A new idea, driven by ``by``; ``terms`` are any of ``EDITABLE_TERMS``."""
    if not permissions.may_start(by):
        raise ActionRefused(_("You are not allowed to start cooperations; an administrator can change that."))
    cooperation = Cooperation(title=title, kind=kind, field=field, mode=mode, manager=by, created_at=now)
    put(cooperation, terms, EDITABLE_TERMS)
    cooperation.save(force_insert=True)
    cooperation.shard = shard_of(cooperation.pk)
    cooperation.save(update_fields=["shard"])
    record_event(cooperation, EventKind.CREATED, by=by, now=now, title=title)
    audit.record("cooperations.start", cooperation, by=by, now=now, title=title, kind=kind, field=field, mode=mode)
    return cooperation


@transaction.atomic
def add_party(
    cooperation: Cooperation,
    *,
    firm: Firm,
    responsible: User | None,
    deputy: User | None = None,
    own_goal: str = "",
    by: User,
    now: datetime,
) -> Party:
    """``firm`` takes part from today; responsible person and deputy have to work for it."""
    require_manager(cooperation, by)
    require_not_ended(cooperation)
    if not Firm.objects.visible_to(by).filter(pk=firm.pk).exists():
        raise ActionRefused(_("This firm is not among those that you know."))
    require_member(firm.pk, responsible)
    require_member(firm.pk, deputy)
    party = Party(
        cooperation=cooperation,
        firm=firm,
        responsible=responsible,
        deputy=deputy,
        own_goal=own_goal,
        joined_on=local_day(now),
    )
    check(party)
    party.save(force_insert=True)
    withdraw_open_version(cooperation, by=by, now=now)
    record_event(cooperation, EventKind.PARTY_JOINED, by=by, now=now, party=party)
    audit.record("cooperations.add_party", party, by=by, now=now, cooperation=cooperation.pk, firm=firm.pk)
    return party


@transaction.atomic
def change_party(party: Party, *, by: User, now: datetime, **fields) -> Party:
    """Change persons, own goal, agreed shares, or let the party leave (``left_on``).

    The manager changes everything; the firm's lead and responsible person change what is the firm's own: its persons
    and its goal.
    """
    cooperation = party.cooperation
    require_not_ended(cooperation)
    if not permissions.may_manage(by, cooperation):
        shared = {"agreed_give_share", "agreed_get_share", "left_on"} & set(fields)
        if shared or not permissions.may_speak_for(by, party):
            raise ActionRefused(_("Only the manager or who speaks for the firm can change this."))
    for name in ("responsible", "deputy"):
        require_member(party.firm_id, fields.get(name))
    if fields.get("left_on") and fields["left_on"] > local_day(now):
        raise ActionRefused(_("A firm leaves today at the latest; a coming day cannot be noted."))
    changes = put(party, fields, ("responsible", "deputy", *PARTY_FIELDS, "left_on"))
    if not changes:
        return party
    party.save(update_fields=list(changes))
    withdraw_open_version(cooperation, by=by, now=now)
    kind = EventKind.PARTY_LEFT if changes.get("left_on", [None, None])[1] else EventKind.PARTY_CHANGED
    record_event(cooperation, kind, by=by, now=now, party=party, fields=sorted(changes))
    audit.record("cooperations.change_party", party, by=by, now=now, changes=plain(changes))
    return party


@transaction.atomic
def set_terms(cooperation: Cooperation, *, by: User, now: datetime, **changes) -> Cooperation:
    """Change any of ``EDITABLE_TERMS``; a version that waits for approval is taken back, one in force stays so."""
    require_manager(cooperation, by)
    require_not_ended(cooperation)
    real = put(cooperation, changes, EDITABLE_TERMS)
    if not real:
        return cooperation
    cooperation.save(update_fields=list(real))
    public = sorted(set(real) - _PRIVATE)
    if public:
        withdraw_open_version(cooperation, by=by, now=now)
        record_event(cooperation, EventKind.TERMS_CHANGED, by=by, now=now, fields=public)
    told = plain({name: values for name, values in real.items() if name in public})
    audit.record(
        "cooperations.set_terms", cooperation, by=by, now=now, changes=told, private=bool(_PRIVATE & set(real))
    )
    return cooperation
