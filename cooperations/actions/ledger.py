"""Giving and getting. Entries are added, never changed: a correction is a new entry that refers to the old."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from cooperations import permissions
from cooperations.actions.events import plain, record_event
from cooperations.actions.standing import on_behalf, require_not_ended
from cooperations.enums import EventKind, PledgeKind, State, Verdict
from cooperations.models import Benefit, Contribution, ContributionVerdict, Party, Pledge
from coopnet.clock import local_day

LARGEST_VALUE = Decimal("999999999999.99")
LARGEST_QUANTITY = Decimal("9999999999.99")
MOST_HOURS = Decimal(24 * 14)
CENT = Decimal("0.01")
_CORRECTABLE = ("kind", "text", "quantity", "unit", "value", "happened_on", "pledge", "is_gift")


def log_contribution(
    party: Party,
    *,
    by: User,
    now: datetime,
    kind: str,
    text: str,
    quantity: Decimal,
    unit: str,
    happened_on: date,
    pledge: Pledge | None = None,
    value: Decimal | None = None,
    is_gift: bool = False,
    token: str = "",
) -> Contribution:
    """``party`` gave something. Without ``value`` (total, in its currency) the pledge's unit value counts.

    ``token`` makes equal posts one: a second call with the same token returns the entry of the first.
    """
    entry = Contribution(
        cooperation=party.cooperation,
        party=party,
        kind=kind,
        text=text,
        quantity=quantity,
        unit=unit,
        happened_on=happened_on,
        pledge=pledge,
        value=value,
        is_gift=is_gift,
        token=token,
    )
    try:
        return _log(entry, by=by, now=now)
    except IntegrityError:
        found = Contribution.objects.filter(party=party, token=token).first() if token else None
        if found is None:
            raise
        return found


@transaction.atomic
def _log(entry: Contribution, *, by: User, now: datetime) -> Contribution:
    cooperation = entry.cooperation
    if cooperation.state in (State.IDEA, State.ENDED):
        raise ActionRefused(_("Contributions can be logged from the first talks until the end of a cooperation."))
    behalf = on_behalf(entry.party, by)
    _complete(entry, by=by, now=now)
    entry.save(force_insert=True)
    words = {"text": entry.text, "quantity": entry.quantity, "unit": entry.unit, "on_behalf": behalf}
    words |= {"contribution": entry.pk, "gift": entry.is_gift}
    kind = EventKind.CORRECTED if entry.corrects_id else EventKind.CONTRIBUTED
    record_event(cooperation, kind, by=by, now=now, party=entry.party, **plain(words))
    audit.record(
        f"cooperations.{kind.value}",
        entry,
        by=by,
        now=now,
        on_behalf=behalf,
        corrects=entry.corrects_id,
        value=plain(entry.value),
        currency=entry.currency,
        quantity=plain(entry.quantity),
        happened_on=plain(entry.happened_on),
    )
    return entry


def _complete(entry: Contribution, *, by: User, now: datetime) -> None:
    """Refuse what cannot be, and fill in value, currency and author."""
    _check_words(entry.text, entry.happened_on, now)
    if not Decimal(0) < entry.quantity <= LARGEST_QUANTITY:
        raise ActionRefused(_("How much has to be more than nothing, and a number that fits."))
    if entry.kind == PledgeKind.HOURS and entry.quantity > MOST_HOURS:
        raise ActionRefused(
            _("%(hours)s hours in one entry are too many; please log them week by week.") % {"hours": entry.quantity}
        )
    if entry.pledge is not None and entry.pledge.party_id != entry.party_id:
        raise ActionRefused(_("This pledge belongs to another firm."))
    if entry.value is None and entry.pledge is not None and entry.pledge.value is not None:
        entry.value = (entry.pledge.value * entry.quantity).quantize(CENT)
    _check_value(entry.value)
    entry.currency = entry.cooperation.currency
    entry.logged_by = by
    entry.logged_at = now


def _check_words(text: str, happened_on: date, now: datetime) -> None:
    if not text.strip() or len(text) > 200:
        raise ActionRefused(_("Please say in a few words what it was."))
    if happened_on > local_day(now):
        raise ActionRefused(_("This day has not come yet. Only what has happened is logged."))


def _check_value(value: Decimal | None) -> None:
    if value is not None and not Decimal(0) <= value <= LARGEST_VALUE:
        raise ActionRefused(_("A value is zero or more, and a number that fits."))


@transaction.atomic
def give_verdict(
    contribution: Contribution, *, party: Party, verdict: str, by: User, now: datetime, reason: str = ""
) -> ContributionVerdict:
    """A receiving ``party`` confirms or disputes; its last word counts, and the same word twice is once."""
    if not permissions.may_judge(by, contribution, party):
        raise ActionRefused(_("Only people of a receiving firm confirm a contribution, never those who gave it."))
    if contribution.corrections.exists():
        raise ActionRefused(_("This entry was corrected; please look at the new one."))
    reason = reason.strip()[:250]
    if verdict == Verdict.DISPUTED and not reason:
        raise ActionRefused(_("Say what is different in your view."))
    last = contribution.verdicts.filter(party=party).order_by("-pk").first()
    if last and (last.verdict, last.reason) == (verdict, reason):
        return last
    said = ContributionVerdict(
        contribution=contribution, party=party, verdict=Verdict(verdict), reason=reason, by=by, at=now
    )
    said.save(force_insert=True)
    kind = EventKind.CONFIRMED if verdict == Verdict.CONFIRMED else EventKind.DISPUTED
    words = {"text": contribution.text, "contribution": contribution.pk, "giver": contribution.party.firm.name}
    record_event(contribution.cooperation, kind, by=by, now=now, party=party, reason=reason, **words)
    audit.record(f"cooperations.{kind.value}", contribution, by=by, now=now, party=party.pk, verdict=said.pk)
    return said


def correct_contribution(contribution: Contribution, *, by: User, now: datetime, **fields) -> Contribution:
    """A new entry of the giver in the place of the old one, which stays; it has to be confirmed anew."""
    if unknown := set(fields) - set(_CORRECTABLE):
        raise TypeError(f"not to be corrected: {', '.join(sorted(unknown))}")
    if "value" not in fields and {"quantity", "pledge"} & set(fields):
        fields["value"] = None
    columns = {name: getattr(contribution, name) for name in _CORRECTABLE} | fields
    entry = Contribution(
        cooperation=contribution.cooperation, party=contribution.party, corrects=contribution, **columns
    )
    try:
        return _log(entry, by=by, now=now)
    except IntegrityError as error:
        if not contribution.corrections.exists():
            raise
        raise ActionRefused(_("This entry was corrected before; please correct the newer one.")) from error


@transaction.atomic
def log_benefit(
    party: Party,
    *,
    by: User,
    now: datetime,
    text: str,
    happened_on: date,
    value: Decimal | None = None,
    giver: Party | None = None,
    thanks: str = "",
) -> Benefit:
    """``party`` got something out of it; ``thanks`` go to ``giver``, another party. ``value`` is in its currency."""
    cooperation = party.cooperation
    require_not_ended(cooperation)
    behalf = on_behalf(party, by)
    _check_words(text, happened_on, now)
    _check_value(value)
    if giver is not None and (giver.pk == party.pk or giver.cooperation_id != party.cooperation_id):
        raise ActionRefused(_("Thanks go to another firm of this cooperation."))
    benefit = Benefit(
        cooperation=cooperation,
        party=party,
        giver=giver,
        text=text,
        value=value,
        currency=cooperation.currency,
        thanks=thanks.strip()[:250],
        happened_on=happened_on,
        logged_by=by,
        logged_at=now,
    )
    benefit.save(force_insert=True)
    words = {"text": text, "thanks": benefit.thanks, "giver": giver.firm.name if giver else ""}
    record_event(cooperation, EventKind.BENEFIT, by=by, now=now, party=party, on_behalf=behalf, **words)
    audit.record("cooperations.benefit", benefit, by=by, now=now, on_behalf=behalf, value=plain(value))
    return benefit
