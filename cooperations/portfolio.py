"""A page of what somebody drives, with facts and pulse: six queries, whatever its length."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from cooperations.attention import level_expression
from cooperations.enums import Level, State
from cooperations.facts import CooperationFacts, facts_of
from cooperations.models import Cooperation, Party
from cooperations.pulse import Pulse, pulse
from coopnet.prepared import Parameter, Prepared

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
    words = search.split()
    given = {"user": user.pk, "today": today, "level": level, "state": state, "field": field}
    given |= {f"word{place}": word for place, word in enumerate(words)}
    query = _query(_Shape(seen, bool(level), bool(state), bool(field), len(words)))
    numbers = dict(query.numbers.rows(**given))
    counts = {one: numbers.get(one.value, 0) for one in Level}
    total = numbers.get(level, 0) if level else sum(counts.values())
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    rows = query.page.instances(limit=per_page, offset=(page - 1) * per_page, **given)
    facts = facts_of(rows, today)
    return Portfolio([Row(one, facts[one.pk], pulse(facts[one.pk], today)) for one in rows], counts, total, page, pages)


@dataclass(frozen=True)
class _Shape:
    """Which filters are set; queries of one shape differ in their parameters only."""

    seen: bool
    level: bool
    state: bool
    field: bool
    words: int


@dataclass(frozen=True)
class _Query:
    """``numbers``: how many there are per level, whatever level was asked for; ``page``: the rows in their order."""

    numbers: Prepared
    page: Prepared


@lru_cache(maxsize=100)
def _query(shape: _Shape) -> _Query:
    return _Query(Prepared(lambda: _numbers(shape)), Prepared(lambda: _ordered(shape)))


def _text(name: str) -> Parameter:
    return Parameter(name, CharField())


def _found(shape: _Shape) -> QuerySet[Cooperation]:
    user = Parameter("user", BigIntegerField())
    found = Cooperation.objects.visible_to(user) if shape.seen else Cooperation.objects.managed_by(user)
    found = found.filter(state=_text("state")) if shape.state else found.filter(state__in=RUNNING)
    if shape.field:
        found = found.filter(field=_text("field"))
    for place in range(shape.words):
        word = _text(f"word{place}")
        firm = Party.objects.current().filter(cooperation=OuterRef("pk"), firm__name__icontains=word)
        found = found.filter(Q(title__icontains=word) | Exists(firm))
    return found.annotate(level=level_expression(Parameter("today", DateField())))


def _numbers(shape: _Shape) -> QuerySet:
    return _found(shape).order_by().values("level").annotate(n=Count("pk")).values_list("level", "n")


def _ordered(shape: _Shape) -> QuerySet[Cooperation]:
    found = _found(shape)
    if shape.level:
        found = found.filter(level=_text("level"))
    rank = Case(*(When(level=one, then=Value(place)) for one, place in _RANK.items()), output_field=IntegerField())
    ordered = found.order_by(rank, F("attention_on").asc(nulls_last=True), "title", "id")
    return ordered.defer("manager_note", "lessons")
