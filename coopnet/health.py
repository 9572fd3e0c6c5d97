"""Two addresses for whoever watches an installation: does the process live, and does the installation work?

Both answer before host names, sessions and sign-in are looked at, so that they work from inside and while the
database is away. They name parts and whether they work, nothing else.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from coopnet.access import public

logger = logging.getLogger(__name__)

HEARTBEAT = "coopnet.heartbeat"
# Beat sends a heartbeat every minute; after five minutes without one, reminders are no longer to be relied upon.
HEARTBEAT_LATE = timedelta(minutes=5)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker() -> bool:
    from coopnet.celery import app

    if not settings.REDIS_URL:
        return settings.BROKER_DIR.is_dir()
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return True


def _jobs() -> bool:
    """Whether beat, broker and worker together brought a heartbeat lately. Real time, also in a shifted demo."""
    beaten = cache.get(HEARTBEAT)
    return isinstance(beaten, datetime) and timezone.now() - beaten < HEARTBEAT_LATE


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "jobs": _jobs,
}


def _works(name: str) -> bool:
    try:
        return CHECKS[name]()
    except (DatabaseError, BrokerError, OSError) as error:
        logger.warning("%s does not work: %s", name, type(error).__name__)
        return False


@public("monitoring asks whether the process lives; tells nothing else")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("alive\n", content_type="text/plain")


@public("monitoring asks whether the installation works; names parts, no versions, addresses or figures")
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations, broker and jobs work, otherwise 503; the body says which part does not."""
    parts = {name: "ok" if _works(name) else "failing" for name in CHECKS}
    ready = set(parts.values()) == {"ok"}
    return JsonResponse(parts, status=200 if ready else 503)


class HealthMiddleware:
    """Answers the two addresses before anything else looks at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path_info, self.get_response)
        return view(request)
