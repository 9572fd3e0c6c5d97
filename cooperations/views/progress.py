"""How much of a promise was given: quantities against quantities, so that no value is needed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from cooperations.balance import percent, periods_begun
from cooperations.enums import AmountsVisibility, EntryStatus
from cooperations.models import Contribution, Cooperation, Pledge
from cooperations.permissions import may_manage


@dataclass(frozen=True)
class Progress:
    """One promise: ``promised`` and ``given`` so far in its unit, None where no quantity was promised."""

    pledge: Pledge
    promised: Decimal | None
    given: Decimal

    @property
    def share(self) -> Decimal | None:
        """Percent of what was promised until today."""
        return percent(self.given, self.promised)


def with_given(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Adds ``given``: the sum of what was given for each pledge; gifts, disputed and corrected entries do not count."""
    counted = (
        Contribution.objects.with_status()
        .filter(pledge=OuterRef("pk"), unit=OuterRef("unit"), is_gift=False)
        .exclude(status__in=(EntryStatus.CORRECTED, EntryStatus.DISPUTED))
        .order_by()
        .values("pledge")
        .annotate(total=Sum(F("quantity")))
        .values("total")
    )
    return pledges.annotate(given=Subquery(counted))


def progress_of(pledge: Pledge, cooperation: Cooperation, today: date) -> Progress:
    """``pledge`` (from :func:`with_given`) as of ``today``; what recurs counts every period that has begun."""
    if pledge.quantity is None:
        return Progress(pledge, None, pledge.given or Decimal(0))
    start = cooperation.starts_on or cooperation.active_since
    times = periods_begun(pledge.rhythm, start, min(filter(None, (pledge.due_on, today))))
    return Progress(pledge, pledge.quantity * times, pledge.given or Decimal(0))


def sees_amounts(user, cooperation: Cooperation, *, own: bool) -> bool:
    """Whether ``user`` sees the amounts of a party (``own``: of their own firm), as the agreement says."""
    if may_manage(user, cooperation) or cooperation.amounts_visibility == AmountsVisibility.ALL:
        return True
    return own and cooperation.amounts_visibility == AmountsVisibility.OWN
