"""Reading never writes: while a GET, HEAD or OPTIONS request is answered, the database refuses other statements.

Mail scanners open links, browsers fetch pages ahead and people press reload; none of that may change anything. In
development and in tests a write raises :class:`WriteWhileReading`; a running installation logs it and goes on.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Tables that may be written while reading, each with its reason.
ALLOWED = {
    "django_session": "the session of the visitor itself: created, renewed or thrown away by looking at pages",
    "coopnet_cache": "expired entries are thrown away by whoever meets them; limits count requests",
}

_WRITE = re.compile(
    r"""^\s*(?:WITH\b.*?\)\s*)?(?P<verb>INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM
    |MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|DROP\s+\w+|ALTER\s+\w+|CREATE\s+\w+)\s+(?:ONLY\s+)?["`\[]?(?P<table>\w+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


class WriteWhileReading(RuntimeError):
    """A statement that writes, in a request that must only read."""


def written_table(sql: str) -> str | None:
    """The table that ``sql`` writes to, in lower case; None for a statement that only reads."""
    found = _WRITE.match(sql)
    return found["table"].lower() if found else None


def _guard(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
    table = written_table(sql)
    if table is not None and table not in ALLOWED:
        if settings.READONLY_STRICT:
            raise WriteWhileReading(f"writes to {table}: {sql[:200]}")
        logger.error("a request that should only read writes to %s", table)
    return execute(sql, params, many, context)


@contextmanager
def reading_only() -> Iterator[None]:
    """While this lasts, statements of this thread that write to other than the :data:`ALLOWED` tables are refused."""
    with connection.execute_wrapper(_guard):
        yield


class ReadOnlyMiddleware:
    """Answers safe methods under :func:`reading_only`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with reading_only():
            return self.get_response(request)
