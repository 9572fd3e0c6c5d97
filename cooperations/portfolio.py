"""A page of what somebody drives, with facts and pulse: six queries, whatever its length."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from cooperations.attention import level_expression
from cooperations.enums import Level, State
from cooperations.facts import CooperationFacts, facts_of
from cooperations.models import Cooperation, Party
from cooperations.pulse import Pulse, pulse

PER_PAGE = 50
RUNNING = tuple(state for state in State if state != State.ENDED)
_RANK = {Level.NEEDS: 0, Level.QUIET: 1, Level.ALIVE: 2}


@dataclass(frozen=True)
class Row:
    """One cooperation of the page."""

    cooperation: Cooperation
    facts: CooperationFacts
    pulse: Pulse


@dataclass(frozen=True)
class Portfolio:
    """One page. ``counts`` holds how many there are per level under the same filter, the level itself left out."""

    rows: list[Row]
    counts: dict[Level, int]
    total: int
    page: int
    pages: int

    @property
    def all(self) -> int:
        """How many there are in all levels."""
        return sum(self.counts.values())


def portfolio(
    user,
    *,
    today: date,
    page: int = 1,
    per_page: int = PER_PAGE,
    level: str = "",
    state: str = "",
    field: str = "",
    search: str = "",
    seen: bool = False,
) -> Portfolio:
    """What ``user`` manages or deputises for, who needs them first; without ``state`` what has not ended.

    With ``seen`` also what they see as a partner.

    An unknown filter value finds nothing, a page too far is the last one.
    """
    visible = Cooperation.objects.visible_to(user) if seen else Cooperation.objects.managed_by(user)
    found = _filtered(visible, state=state, field=field, search=search).annotate(level=level_expression(today))
    numbers = dict(found.order_by().values("level").annotate(n=Count("pk")).values_list("level", "n"))
    counts = {one: numbers.get(one.value, 0) for one in Level}
    total = numbers.get(level, 0) if level else sum(counts.values())
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    if level:
        found = found.filter(level=level)
    rank = Case(*(When(level=one, then=Value(place)) for one, place in _RANK.items()), output_field=IntegerField())
    ordered = found.order_by(rank, F("attention_on").asc(nulls_last=True), "title", "id")
    rows = list(ordered.defer("manager_note", "lessons")[(page - 1) * per_page : page * per_page])
    facts = facts_of(rows, today)
    return Portfolio([Row(one, facts[one.pk], pulse(facts[one.pk], today)) for one in rows], counts, total, page, pages)


def _filtered(found: QuerySet[Cooperation], *, state: str, field: str, search: str) -> QuerySet[Cooperation]:
    found = found.filter(state=state) if state else found.filter(state__in=RUNNING)
    if field:
        found = found.filter(field=field)
    for word in search.split():
        firm = Party.objects.current().filter(cooperation=OuterRef("pk"), firm__name__icontains=word)
        found = found.filter(Q(title__icontains=word) | Exists(firm))
    return found
