"""Jobs of the house itself."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from coopnet.health import HEARTBEAT


@shared_task(name="coopnet.heartbeat", queue="default", ignore_result=True)
def heartbeat() -> None:
    """Leave a sign that beat, broker and worker brought a message through; read by ``/readyz``."""
    cache.set(HEARTBEAT, timezone.now(), None)
