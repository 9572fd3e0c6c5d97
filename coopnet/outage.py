"""Is the database away? Then a visitor hears "in a moment" (503) instead of "something broke" (500)."""

from django.db import InterfaceError, OperationalError, connection


def database_is_away(error: BaseException | None) -> bool:
    """Whether ``error`` says that the database cannot be reached or is busy, rather than that a statement is wrong.

    SQLite calls a missing table an operational error as well; so only a connection that was never made, one that has
    been closed from the other side, and a lock that did not end count.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    raw = connection.connection
    return raw is None or bool(getattr(raw, "closed", 0)) or "database is locked" in str(error)
