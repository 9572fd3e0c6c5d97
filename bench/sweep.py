"""The sweep over 100,000 cooperations with 1,000,000 tasks against its bare SQL, on the same PostgreSQL."""

import time
from datetime import datetime

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.report import figure, interleaved, ratio
from nagging.rules import SHARDS
from nagging.sweep import sweep, sweep_shards

COOPERATIONS = 100_000
TASKS_PER_PARTY = 5

WORLD = (
    """INSERT INTO cooperations_cooperation (title, kind, field, mode, state, manager_id, joint_goal, ending_terms,
         amounts_visibility, currency, manager_note, outcome, lessons, rhythm_days, last_life_sign_at, stall_at, shard,
         starts_on, created_at)
       SELECT 'Sweep ' || n, 'cooperation', 'other', 'light', 'active', %(manager)s, '', '', 'own', 'EUR', '', '', '',
         14, %(now)s, %(today)s + 14, abs(hashint4(n)) %% 64, %(today)s - 300, %(now)s
       FROM generate_series(1, %(size)s) n""",
    """INSERT INTO cooperations_party (cooperation_id, firm_id, responsible_id, own_goal, joined_on)
       SELECT c.id, f.firm_id, f.user_id, '', %(today)s - 300
       FROM cooperations_cooperation c
       JOIN (SELECT firm_id, user_id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total
               FROM partners_membership) f
         ON f.place IN (1 + c.id %% f.total, 1 + (c.id + 1) %% f.total)
       WHERE c.title LIKE 'Sweep %%'""",
    """INSERT INTO cooperations_task (cooperation_id, party_id, owner_id, title, done_when, due_on, first_due_on,
         moved_count, state, offered_by_id, decline_reason, created_at, accepted_at)
       SELECT p.cooperation_id, p.id, p.responsible_id, 'Step ' || n, '', %(today)s + 10, %(today)s + 10, 0,
         'accepted', p.responsible_id, '', %(now)s, %(now)s
       FROM cooperations_party p JOIN cooperations_cooperation c ON c.id = p.cooperation_id,
         generate_series(1, %(tasks)s) n
       WHERE c.title LIKE 'Sweep %%'""",
)

# The same work by hand: one pass over all shards, nothing of Django in it. The columns and rules are the product's.
BARE = (
    "CREATE TEMPORARY TABLE bare_desired (rule varchar(40), subject_id bigint, scope_id bigint, shard smallint,"
    " since date, evidence jsonb) ON COMMIT DROP",
    """INSERT INTO bare_desired
       SELECT 'cooperations.silence', id, id, shard, stall_at, jsonb_build_object('last_sign_on',
              (last_life_sign_at AT TIME ZONE 'Europe/Berlin')::date, 'rhythm_days', rhythm_days)
         FROM cooperations_cooperation
        WHERE state = 'active' AND stall_at <= %(today)s
       UNION ALL
       SELECT 'cooperations.task_overdue', t.id, t.cooperation_id, c.shard, t.due_on, '{}'::jsonb
         FROM cooperations_task t JOIN cooperations_cooperation c ON c.id = t.cooperation_id
        WHERE t.state = 'accepted' AND t.due_on < %(today)s AND c.state = 'active'
       UNION ALL
       SELECT 'cooperations.no_open_task', p.id, p.cooperation_id, c.shard, c.starts_on, '{}'::jsonb
         FROM cooperations_party p JOIN cooperations_cooperation c ON c.id = p.cooperation_id
        WHERE p.left_on IS NULL AND c.state = 'active' AND NOT EXISTS
          (SELECT 1 FROM cooperations_task t WHERE t.party_id = p.id AND t.state IN ('offered', 'accepted'))""",
    "ANALYZE bare_desired",
    """DELETE FROM bare_desired d WHERE d.rule = 'cooperations.no_open_task' AND EXISTS
       (SELECT 1 FROM bare_desired w WHERE w.scope_id = d.scope_id AND w.rule = 'cooperations.silence')""",
    """UPDATE nagging_finding f SET closed_at = now(), close_reason = 'gone' WHERE f.closed_at IS NULL AND NOT EXISTS
       (SELECT 1 FROM bare_desired d WHERE d.rule = f.rule AND d.subject_id = f.subject_id AND d.since <= f.since)""",
    """INSERT INTO nagging_finding (rule, rule_version, subject_id, scope_id, shard, episode, since, evidence,
              opened_at, close_reason, rung, next_step_on, promises, held)
       SELECT d.rule, 1, d.subject_id, d.scope_id, d.shard, 1 + COALESCE((SELECT max(e.episode) FROM nagging_finding e
              WHERE e.rule = d.rule AND e.subject_id = d.subject_id), 0), d.since, d.evidence, now(), '', 0,
              %(today)s, 0, ''
         FROM bare_desired d WHERE NOT EXISTS (SELECT 1 FROM nagging_finding f WHERE f.rule = d.rule
              AND f.subject_id = d.subject_id AND (f.closed_at IS NULL
              OR (f.quiet_until > %(today)s AND f.since >= d.since)))
        ORDER BY d.rule, d.subject_id ON CONFLICT DO NOTHING""",
)


def run(rounds: int, manager_id: int) -> None:
    now = timezone.now()
    _build(manager_id, now)
    for share, name in ((0, "nothing new"), (1, "1 % newly stalled"), (28, "28,000 newly stalled")):
        _stall(share, now)
        opened = []
        ratio(
            f"sweep of 100,000, {name}",
            *interleaved(lambda opened=opened: _engine(now, opened), lambda: _bare(now), rounds),
            "≤ 1.5",
        )
        figure("  findings opened", opened[-1], f"{share * COOPERATIONS // 100} and what is due besides")
    counts = [_statements(now, shards) for shards in (1, SHARDS)]
    figure(f"  statements for {COOPERATIONS // SHARDS:,} and {COOPERATIONS:,} cooperations", counts, "≤ 12, equal")


def _build(manager_id: int, now: datetime) -> None:
    values = {"manager": manager_id, "now": now, "today": now.date(), "size": COOPERATIONS, "tasks": TASKS_PER_PARTY}
    with connection.cursor() as cursor:
        for statement in WORLD:
            cursor.execute(statement, values)
        cursor.execute("VACUUM ANALYZE")
    sweep(now=now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE nagging_finding")


def _stall(percent: int, now: datetime) -> None:
    """Let ``percent`` % of the cooperations be silent since yesterday."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cooperations_cooperation SET stall_at = CASE WHEN id %% 100 < %(percent)s THEN %(today)s - 1"
            " ELSE %(today)s + 14 END WHERE title LIKE 'Sweep %%'",
            {"percent": percent, "today": now.date()},
        )
        cursor.execute("VACUUM ANALYZE cooperations_cooperation")


def _engine(now: datetime, opened: list[int]) -> float:
    with transaction.atomic():
        start = time.perf_counter()
        opened.append(sweep(now=now).opened)
        took = time.perf_counter() - start
        transaction.set_rollback(True)
    return took


def _bare(now: datetime) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        start = time.perf_counter()
        for statement in BARE:
            cursor.execute(statement, {"today": now.date()})
        took = time.perf_counter() - start
        transaction.set_rollback(True)
    return took


def _statements(now: datetime, shards: int) -> int:
    """Statements of a transaction over so many shards, without the savepoints that only the measuring adds."""
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        sweep_shards(range(shards), now=now)
        transaction.set_rollback(True)
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)
