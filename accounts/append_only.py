"""The audit trail cannot be changed: triggers of the database refuse UPDATE, DELETE and TRUNCATE on it.

Whoever may drop the triggers can still forge; the chain of seals (``accounts.seals``) shows it.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("accounts_auditentry", "accounts_auditseal")

_FUNCTION = """
CREATE OR REPLACE FUNCTION coopnet_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END $$
"""


def arm(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; doing so twice is no error."""
    disarm(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in TABLES:
            for statement in _triggers(connection.vendor, table):
                cursor.execute(statement)


def disarm(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for emptying a whole database and for nothing else."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for name in names(connection.vendor, table) if table in tables else ():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def names(vendor: str, table: str) -> list[str]:
    """The triggers that ``table`` must have."""
    acts = ["change", "truncate"] if vendor == "postgresql" else ["update", "delete"]
    return [f"{table}_no_{act}" for act in acts]


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be there and are not; a table that was rebuilt by a migration loses them on SQLite."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return [name for table in TABLES for name in names(connection.vendor, table) if name not in there]


def _triggers(vendor: str, table: str) -> list[str]:
    first, second = names(vendor, table)
    if vendor == "postgresql":
        run = "EXECUTE FUNCTION coopnet_append_only()"
        return [
            f"CREATE TRIGGER {first} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}",
            f"CREATE TRIGGER {second} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}",
        ]
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    return [
        f"CREATE TRIGGER {first} BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {second} BEFORE DELETE ON {table} {refuse}",
    ]
