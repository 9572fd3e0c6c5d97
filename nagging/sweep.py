"""The sweep: from what is true to findings, set-based, one transaction per portion of shards.

Desired findings go into a typed and analysed temporary table, are inhibited there, and are compared with the open ones:
what is gone is closed, what is new is opened. Nothing is looped over in Python, the number of statements is the same
for a hundred and for a hundred thousand rows, and sweeping twice equals sweeping once.

Measured traps that this form avoids: an untyped temporary table on SQLite, INSERT … WHERE NOT EXISTS with stale
statistics, and concurrent inserts in different orders, which deadlock.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from coopnet.clock import BusinessCalendar, local_day
from coopnet.prepared import Among, Prepared
from nagging import locks, rules
from nagging.enums import CloseReason
from nagging.models import Finding
from nagging.portions import portions
from nagging.rules import ROW_COLUMNS, SHARDS, Rule

DESIRED = "nagging_desired"
# rule, subject and scope as in Finding; first_on is the day of the first question.
_COLUMNS = (
    ("rule", "varchar(40)", "varchar(40)"),
    ("rule_version", "smallint", "integer"),
    ("first_on", "date", "date"),
    ("subject_id", "bigint", "bigint"),
    ("scope_id", "bigint", "bigint"),
    ("shard", "smallint", "integer"),
    ("since", "date", "date"),
    ("evidence", "jsonb", "text"),
)


@dataclass
class Swept:
    """What a sweep changed."""

    opened: int = 0
    closed: int = 0


def sweep(*, now: datetime, shards: Iterable[int] = range(SHARDS), together: int | None = None) -> Swept:
    """Bring the findings of ``shards`` up to what is true at ``now``.

    ``together`` shards share a transaction; without it as many as go well.
    """
    total, selects = Swept(), _selects(now)
    for portion in portions.of(sorted(set(shards)), together):
        swept = sweep_shards(portion, now=now, selects=selects)
        total.opened += swept.opened
        total.closed += swept.closed
    return total


@dataclass(frozen=True)
class _Select:
    """What one rule finds at one moment, compiled once for all portions; ``first_on`` is the day of its question."""

    rule: Rule
    rows: Prepared
    first_on: date


def _selects(now: datetime) -> list[_Select]:
    today = local_day(now)
    return [_Select(rule, Prepared(partial(_rows, rule, now)), _first_on(rule, today)) for rule in rules.all_rules()]


def _rows(rule: Rule, now: datetime) -> QuerySet:
    return rule.rows(now).filter(Among("shard", "shards")).order_by().values_list(*ROW_COLUMNS)


@transaction.atomic
def sweep_shards(shards: Sequence[int], *, now: datetime, selects: Sequence[_Select] | None = None) -> Swept:
    """One portion in one transaction; waits for another sweep of the same shards."""
    if not shards:
        return Swept()
    locks.hold(locks.SWEEP, shards)
    start = time.perf_counter()
    with connection.cursor() as cursor:
        _fill_desired(cursor, shards, _selects(now) if selects is None else selects)
        closed = _close_gone(cursor, shards, now)
        opened = _open_new(cursor, now)
    portions.noted(len(shards), time.perf_counter() - start)
    return Swept(opened=opened, closed=closed)


def _fill_desired(cursor: CursorWrapper, shards: Sequence[int], selects: Sequence[_Select]) -> None:
    postgresql = connection.vendor == "postgresql"
    columns = ", ".join(f"{name} {native if postgresql else other}" for name, native, other in _COLUMNS)
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {DESIRED} ({columns})")
    # The table outlives the transaction on a connection that is kept; the rows must not.
    cursor.execute(f"TRUNCATE {DESIRED}" if postgresql else f"DELETE FROM {DESIRED}")  # noqa: S608
    unions, params = _desired_rows(shards, selects)
    if not unions:
        return
    names = ", ".join(name for name, _native, _other in _COLUMNS)
    cursor.execute(f"INSERT INTO {DESIRED} ({names}) {' UNION ALL '.join(unions)}", params)
    if postgresql:
        cursor.execute(f"ANALYZE {DESIRED}")
    _inhibit(cursor)


def _desired_rows(shards: Sequence[int], selects: Sequence[_Select]) -> tuple[list[str], list]:
    """One SELECT per rule over its own query expression, restricted to ``shards``."""
    evidence = "CAST(q.evidence AS jsonb)" if connection.vendor == "postgresql" else "q.evidence"
    unions, params = [], []
    for select in selects:
        try:
            sql, sql_params = select.rows.sql(shards=shards)
        except EmptyResultSet:
            continue
        unions.append(
            f"SELECT %s, %s, CAST(%s AS {'date' if connection.vendor == 'postgresql' else 'text'}),"  # noqa: S608
            f" q.subject_id, q.scope_id, q.shard, q.since, {evidence} FROM ({sql}) q"
        )
        params += [select.rule.code, select.rule.version, select.first_on.isoformat(), *sql_params]
    return unions, params


def _first_on(rule: Rule, today: date) -> date:
    """The day of the first question. The ladder then looks at the person's own calendar, too."""
    return BusinessCalendar().add(today, rule.patience)


def _inhibit(cursor: CursorWrapper) -> None:
    """Take out what a graver rule says of the same scope. Who is beaten still beats, so the order does not matter."""
    pairs = [(rule.code, winner) for rule in rules.all_rules() for winner in rule.beaten_by]
    if not pairs:
        return
    either = " OR ".join(["(d.rule = %s AND w.rule = %s)"] * len(pairs))
    cursor.execute(
        f"DELETE FROM {DESIRED} AS d WHERE EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {DESIRED} w WHERE w.scope_id = d.scope_id AND ({either}))",
        [code for pair in pairs for code in pair],
    )


def _close_gone(cursor: CursorWrapper, shards: Sequence[int], now: datetime) -> int:
    """Close what is no longer true, or what is true again in another way (a later ``since`` is a new fact)."""
    places = ", ".join(["%s"] * len(shards))
    cursor.execute(
        f"UPDATE {Finding._meta.db_table} AS f SET closed_at = %s, close_reason = %s"  # noqa: S608
        f" WHERE f.closed_at IS NULL AND f.shard IN ({places}) AND NOT EXISTS (SELECT 1 FROM {DESIRED} d"
        " WHERE d.rule = f.rule AND d.subject_id = f.subject_id AND d.since <= f.since)",
        [_moment(now), CloseReason.GONE.value, *shards],
    )
    return cursor.rowcount


def _open_new(cursor: CursorWrapper, now: datetime) -> int:
    """Open what is true and has no open finding, unless an answer keeps the same fact quiet for a while."""
    table = Finding._meta.db_table
    empty = "'{}'"
    cursor.execute(
        f"""
        INSERT INTO {table} (rule, rule_version, subject_id, scope_id, shard, episode, since, evidence, opened_at,
                             close_reason, rung, next_step_on, promises, held)
        SELECT d.rule, d.rule_version, d.subject_id, d.scope_id, d.shard,
               COALESCE((SELECT MAX(e.episode) FROM {table} e WHERE e.rule = d.rule AND e.subject_id = d.subject_id), 0)
                 + 1,
               d.since, COALESCE(d.evidence, {empty}), %s, '', 0, d.first_on, 0, ''
          FROM {DESIRED} d
         WHERE NOT EXISTS (SELECT 1 FROM {table} f WHERE f.rule = d.rule AND f.subject_id = d.subject_id
                              AND (f.closed_at IS NULL OR (f.quiet_until > %s AND f.since >= d.since)))
         ORDER BY d.rule, d.subject_id
        ON CONFLICT DO NOTHING
        """,  # noqa: S608
        [_moment(now), local_day(now).isoformat()],
    )
    return cursor.rowcount


def _moment(now: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(now)
