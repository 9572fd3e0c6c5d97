"""The sweep over 100,000 cooperations with 1,000,000 tasks against its bare SQL, on the same PostgreSQL."""

import time
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from bench.report import figure, interleaved, ratio

COOPERATIONS = 100_000
TASKS_PER_PARTY = 5

WORLD = (
    """INSERT INTO cooperations_cooperation (title, kind, field, mode, state, manager_id, joint_goal, ending_terms,
         amounts_visibility, currency, manager_note, outcome, lessons, rhythm_days, last_life_sign_at, stall_at, shard,
         starts_on, created_at{more_columns})
       SELECT 'Sweep ' || n, 'cooperation', 'other', 'light', 'active', %(manager)s, '', '', 'own', 'EUR', '', '', '',
         14, %(now)s, %(today)s + 14, abs(hashint4(n)) %% 64, %(today)s - 300, %(now)s{more_values}
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
