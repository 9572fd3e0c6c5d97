"""Giving and getting per party: pledged, given, received, and the shares of it; never summed across currencies.

``sheet_for`` reads (four queries), everything else is pure. Gifts are thanked for and not counted; entries that were
corrected do not count; what is disputed stays out of the shares until it is settled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from cooperations.enums import AmountsVisibility, EntryStatus, Rhythm
from cooperations.models import Benefit, Contribution, Cooperation, Party, Pledge
from cooperations.permissions import Roles, firm_roles, may_manage

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Amounts:
    """Sums in one currency; ``None`` in place of a sum that the viewer does not see."""

    pledged: Decimal | None = Decimal(0)
    reported: Decimal | None = Decimal(0)
    confirmed: Decimal | None = Decimal(0)
    disputed: Decimal | None = Decimal(0)
    received: Decimal | None = Decimal(0)

    @property
    def given(self) -> Decimal | None:
        """Reported and confirmed together; a receiver's silence does not make a contribution nothing."""
        if self.reported is None or self.confirmed is None:
            return None
        return self.reported + self.confirmed


@dataclass(frozen=True)
class Shares:
    """Percent of the whole in one currency, rounded to tenths; None where nobody gave (or got) anything."""

    giving: Decimal | None
    getting: Decimal | None
    fulfilled: Decimal | None


@dataclass(frozen=True)
class PartySheet:
    """One party: amounts and shares by currency, what was agreed, and the number of thanks it received."""

    party_id: int
    firm: str
    amounts: dict[str, Amounts]
    shares: dict[str, Shares]
    agreed_give_share: Decimal | None
    agreed_get_share: Decimal | None
    gifts: int
    thanks: int
    amounts_hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """The balance of a cooperation, parties in the order in which they joined. No ranking."""

    currencies: tuple[str, ...]
    parties: tuple[PartySheet, ...]


@dataclass
class _Sums:
    """What is being added up for one party."""

    by_currency: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    gifts: int = 0
    thanks: int = 0

    def add(self, currency: str, name: str, value: Decimal | None) -> None:
        sums = self.by_currency.setdefault(currency, {})
        sums[name] = sums.get(name, Decimal(0)) + (value or Decimal(0))


def sheet_for(cooperation: Cooperation, viewer, today: date, roles: Roles | None = None) -> Sheet:
    """The balance of ``cooperation`` as ``viewer`` may see it; see ``AmountsVisibility``."""
    parties = list(Party.objects.filter(cooperation=cooperation).select_related("firm").order_by("id"))
    sums = {party.pk: _Sums() for party in parties}
    _add_contributions(cooperation, sums)
    _add_benefits(cooperation, sums)
    for pledge in Pledge.objects.standing().filter(party__in=parties, value__isnull=False, quantity__isnull=False):
        start = cooperation.starts_on or cooperation.active_since
        times = periods_begun(pledge.rhythm, start, min(filter(None, (pledge.due_on, today))))
        sums[pledge.party_id].add(cooperation.currency, "pledged", pledge.value * pledge.quantity * times)
    sheet = balance(parties, sums)
    return _as_seen(sheet, parties, cooperation, viewer, firm_roles(viewer) if roles is None else roles)


def _add_contributions(cooperation: Cooperation, sums: dict[int, _Sums]) -> None:
    rows = (
        Contribution.objects.with_status()
        .filter(cooperation=cooperation)
        .exclude(status=EntryStatus.CORRECTED)
        .order_by()
        .values("party", "currency", "status")
        .annotate(total=Sum("value", filter=Q(is_gift=False)), n_gifts=Count("pk", filter=Q(is_gift=True)))
    )
    for row in rows:
        sums[row["party"]].add(row["currency"], row["status"], row["total"])
        sums[row["party"]].gifts += row["n_gifts"]


def _add_benefits(cooperation: Cooperation, sums: dict[int, _Sums]) -> None:
    rows = (
        Benefit.objects.filter(cooperation=cooperation)
        .order_by()
        .values("party", "giver", "currency")
        .annotate(total=Sum("value"), n_thanks=Count("pk", filter=~Q(thanks="")))
    )
    for row in rows:
        sums[row["party"]].add(row["currency"], "received", row["total"])
        if row["giver"] in sums:
            sums[row["giver"]].thanks += row["n_thanks"]


def periods_begun(rhythm: str, start: date | None, until: date) -> int:
    """How often something of this rhythm was promised from ``start`` to ``until``, the period that runs included."""
    if rhythm == Rhythm.ONCE or start is None:
        return 1
    if until < start:
        return 0
    if rhythm == Rhythm.WEEKLY:
        return (until - start).days // 7 + 1
    months = (until.year - start.year) * 12 + until.month - start.month - (until.day < start.day)
    return months // {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}[Rhythm(rhythm)] + 1


def balance(parties: Iterable[Party], sums: dict[int, _Sums]) -> Sheet:
    """Amounts and shares per party from the sums; every currency for itself."""
    parties = list(parties)
    currencies = tuple(sorted({currency for one in sums.values() for currency in one.by_currency}))
    amounts = {
        party.pk: {currency: Amounts(**sums[party.pk].by_currency.get(currency, {})) for currency in currencies}
        for party in parties
    }
    nothing = Decimal(0)
    given = {one: sum((amounts[p.pk][one].given or nothing for p in parties), nothing) for one in currencies}
    got = {one: sum((amounts[p.pk][one].received or nothing for p in parties), nothing) for one in currencies}
    return Sheet(
        currencies,
        tuple(
            PartySheet(
                party_id=party.pk,
                firm=party.firm.name,
                amounts=amounts[party.pk],
                shares={one: _shares(amounts[party.pk][one], given[one], got[one]) for one in currencies},
                agreed_give_share=party.agreed_give_share,
                agreed_get_share=party.agreed_get_share,
                gifts=sums[party.pk].gifts,
                thanks=sums[party.pk].thanks,
            )
            for party in parties
        ),
    )


def _shares(own: Amounts, given: Decimal, got: Decimal) -> Shares:
    return Shares(percent(own.given, given), percent(own.received, got), percent(own.given, own.pledged))


def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """``part`` of ``whole`` in percent, rounded to tenths; None where the whole is nothing."""
    if not whole or part is None:
        return None
    return (HUNDRED * part / whole).quantize(TENTH)


def _as_seen(sheet: Sheet, parties: list[Party], cooperation: Cooperation, viewer, roles: Roles) -> Sheet:
    """``sheet`` without the amounts that the agreement does not show to ``viewer``; shares are seen by all parties."""
    if may_manage(viewer, cooperation) or cooperation.amounts_visibility == AmountsVisibility.ALL:
        return sheet
    own = {party.pk for party in parties if party.left_on is None and party.firm_id in roles}
    if cooperation.amounts_visibility == AmountsVisibility.MANAGER:
        own = set()
    return Sheet(sheet.currencies, tuple(one if one.party_id in own else _hidden(one) for one in sheet.parties))


def _hidden(one: PartySheet) -> PartySheet:
    nothing = Amounts(None, None, None, None, None)
    return PartySheet(
        party_id=one.party_id,
        firm=one.firm,
        amounts=dict.fromkeys(one.amounts, nothing),
        shares=one.shares,
        agreed_give_share=one.agreed_give_share,
        agreed_get_share=one.agreed_get_share,
        gifts=one.gifts,
        thanks=one.thanks,
        amounts_hidden=True,
    )
