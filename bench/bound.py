"""Lower bounds: session, user, the same rows by raw SQL, a bare template. Nothing could do the same work for less.

They run in the same process as the product's pages, behind the same middleware.
"""

import json

from django.db import connection
from django.shortcuts import redirect, render
from django.utils import timezone

from cooperations.life import weeks


def _rows(sql: str, *params) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


SEEN = """c.state <> 'ended' AND (c.manager_id = %s OR c.deputy_manager_id = %s OR c.id IN (
  SELECT p.cooperation_id FROM partners_membership m JOIN cooperations_party p ON p.firm_id = m.firm_id
   WHERE m.user_id = %s AND m.ended_on IS NULL AND p.left_on IS NULL))"""
COUNT = f"SELECT count(*) AS n FROM cooperations_cooperation c WHERE {SEEN}"
# The newest facts behind a headline: the first overdue task, promises kept, giving, what waits for a word.
PAGE = f"""
SELECT c.id, c.title, c.state, c.review_on, c.last_life_sign_at, c.stall_at, c.attention_on, c.quiet_on,
       c.life_days, c.life_until, f.firms, t.open_tasks, t.overdue, t.kept, t.ended, g.given, g.value, g.unjudged
  FROM (SELECT * FROM cooperations_cooperation c WHERE {SEEN}
         ORDER BY CASE WHEN attention_on <= current_date THEN 0 WHEN quiet_on <= current_date THEN 1 ELSE 2 END,
                  attention_on, title, id LIMIT 50) c
  LEFT JOIN LATERAL (SELECT string_agg(x.name, ', ') AS firms FROM cooperations_party p
        JOIN partners_firm x ON x.id = p.firm_id WHERE p.cooperation_id = c.id AND p.left_on IS NULL) f ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('offered', 'accepted')) AS open_tasks,
        min(title) FILTER (WHERE state = 'accepted' AND due_on < current_date) AS overdue,
        count(*) FILTER (WHERE state = 'done' AND done_at::date <= due_on) AS kept,
        count(*) FILTER (WHERE state = 'done') AS ended
        FROM cooperations_task WHERE cooperation_id = c.id) t ON true
  LEFT JOIN LATERAL (SELECT count(*) AS given, sum(value) AS value, count(*) FILTER (WHERE NOT EXISTS
        (SELECT 1 FROM cooperations_contributionverdict v WHERE v.contribution_id = b.id)) AS unjudged
        FROM cooperations_contribution b WHERE cooperation_id = c.id AND happened_on > current_date - 90) g ON true
 ORDER BY CASE WHEN c.attention_on <= current_date THEN 0 WHEN c.quiet_on <= current_date THEN 1 ELSE 2 END,
          c.attention_on, c.title, c.id"""


def portfolio(request):
    """The page's 50 cooperations with all that the page says of them, and how many there are."""
    total = _rows(COUNT, *[request.user.pk] * 3)[0]["n"]
    rows = _rows(PAGE, *[request.user.pk] * 3)
    for row in rows:
        row["weeks"] = weeks(row["life_days"], row["life_until"], timezone.localdate())
    return render(request, "bench/portfolio.html", {"rows": rows, "total": total})


def cooperation(request, pk):
    """One cooperation with its parties, shares, tasks and the last thirty events."""
    context = {
        "cooperation": _rows("SELECT * FROM cooperations_cooperation WHERE id = %s", pk)[0],
        "parties": _rows(
            "SELECT p.*, f.name FROM cooperations_party p JOIN partners_firm f ON f.id = p.firm_id"
            " WHERE p.cooperation_id = %s",
            pk,
        ),
        "pledges": _rows(
            "SELECT d.* FROM cooperations_pledge d JOIN cooperations_party p ON p.id = d.party_id"
            " WHERE p.cooperation_id = %s",
            pk,
        ),
        "measures": _rows(
            "SELECT m.* FROM cooperations_successmeasure m JOIN cooperations_party p ON p.id = m.party_id"
            " WHERE p.cooperation_id = %s",
            pk,
        ),
        "tasks": _rows("SELECT * FROM cooperations_task WHERE cooperation_id = %s ORDER BY due_on", pk),
        "contributions": _rows(
            "SELECT * FROM cooperations_contribution WHERE cooperation_id = %s ORDER BY happened_on DESC", pk
        ),
        "events": _rows("SELECT * FROM cooperations_event WHERE cooperation_id = %s ORDER BY at DESC LIMIT 30", pk),
    }
    return render(request, "bench/cooperation.html", context)


def contribution(request, pk):
    """One contribution, its timeline entry and the cooperation's clock, as four statements; no audit row, no rules."""
    fields = request.POST
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cooperation_id FROM cooperations_party WHERE id = %s", [pk])
        (cooperation_id,) = cursor.fetchone()
        cursor.execute(
            """INSERT INTO cooperations_contribution (cooperation_id, party_id, kind, text, quantity, unit, currency,
                 happened_on, is_gift, logged_by_id, logged_at, token)
               VALUES (%s, %s, 'hours', %s, %s, 'h', 'EUR', %s, false, %s, %s, '')""",
            [cooperation_id, pk, fields["text"], fields["quantity"], now.date(), request.user.pk, now],
        )
        cursor.execute(
            """INSERT INTO cooperations_event (cooperation_id, at, kind, life_sign, party_id, actor_id, data)
               VALUES (%s, %s, 'contributed', true, %s, %s, %s)""",
            [cooperation_id, now, pk, request.user.pk, json.dumps({"text": fields["text"]})],
        )
        cursor.execute(
            "UPDATE cooperations_cooperation SET last_life_sign_at = %s WHERE id = %s", [now, cooperation_id]
        )
    return redirect("/bound/portfolio/")
