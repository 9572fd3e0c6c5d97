"""Locks that end with the transaction, also when the process dies."""

from collections.abc import Sequence

from django.db import connection

# First half of the key, so that no other use of advisory locks meets ours.
SWEEP = 0x6E61
PLAN = 0x6E62


def hold(area: int, keys: Sequence[int]) -> None:
    """Wait until nobody else holds ``keys`` of ``area``, and hold them until the end of the transaction.

    On PostgreSQL advisory locks, taken in order so that two can never wait for each other. SQLite needs none: with
    ``transaction_mode=IMMEDIATE`` only one transaction writes at a time.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s::int[]) WITH ORDINALITY AS keys(key, place)"
            " ORDER BY place",
            [area, sorted(keys)],
        )
