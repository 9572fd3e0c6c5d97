"""Lower bounds: session, user, the same rows by raw SQL, a bare template. Nothing could do the same work for less.

They run in the same process as the product's pages, behind the same middleware.
"""

import json

from django.db import connection
from django.shortcuts import redirect, render
from django.utils import timezone


def _rows(sql: str, *params) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def portfolio(request):
    """50 of a manager's cooperations, with the parties' firms, and how many there are."""
    total = _rows("SELECT count(*) AS n FROM cooperations_cooperation WHERE manager_id = %s", request.user.pk)[0]["n"]
    rows = _rows(
        """SELECT c.id, c.title, c.state, c.field, c.review_on, c.last_life_sign_at, c.stall_at,
                  (SELECT string_agg(f.name, ', ') FROM cooperations_party p
                     JOIN partners_firm f ON f.id = p.firm_id WHERE p.cooperation_id = c.id) AS firms,
                  (SELECT array_agg(e.at) FROM cooperations_event e
                     WHERE e.cooperation_id = c.id AND e.life_sign AND e.at > now() - interval '364 days') AS signs,
                  (SELECT count(*) FROM cooperations_task t
                     WHERE t.cooperation_id = c.id AND t.state IN ('offered', 'accepted')) AS open_tasks
             FROM cooperations_cooperation c WHERE c.manager_id = %s ORDER BY c.title, c.id LIMIT 50""",
        request.user.pk,
    )
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
    """One contribution, its timeline entry, its audit row and the cooperation's clock, as four statements."""
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
