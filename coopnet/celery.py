"""Celery: Redis where there is one, otherwise messages as files in a private folder.

A message only carries ids and may be lost, doubled or late: every duty is a row in the database, and the sweeps find
what is due. So publishing never makes a request fail or wait.
"""

import logging
import os
from typing import Any

from celery import Celery, Task
from django.conf import settings
from kombu import Exchange, Queue
from kombu.exceptions import OperationalError

from coopnet import broker  # noqa: F401  (registers the transport "coopnet-files")
from coopnet.schedule import BEAT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coopnet.settings")
logger = logging.getLogger(__name__)


class DutyTask(Task):
    """A task whose publishing is only a hint to hurry: without a broker the next sweep does the work.

    A job names its queue where it is declared (``@shared_task(queue="mail")``). Celery 6 will no longer read that
    attribute and 5.7 warns of it, so it is kept as ``lane`` and handed over when the job is published.
    """

    lane = "default"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "queue" in cls.__dict__:
            cls.lane = cls.__dict__["queue"]
            del cls.queue

    def apply_async(self, *args: Any, **options: Any) -> Any:
        options.setdefault("queue", self.lane)
        try:
            return super().apply_async(*args, **options)
        except OperationalError as error:
            logger.warning("%s waits for its sweep, the broker is away: %s", self.name, type(error).__name__)
            return None


def _broker_settings() -> dict[str, Any]:
    # One quick attempt to publish, then leave it to the sweep.
    options: dict[str, Any] = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
    if settings.REDIS_URL:
        options |= {"visibility_timeout": 900, "socket_connect_timeout": 2, "socket_timeout": 10}
        return {"broker_url": settings.REDIS_URL, "broker_transport_options": options}
    folder = settings.BROKER_DIR
    for part in (folder, folder / "messages", folder / "control"):
        part.mkdir(exist_ok=True, mode=0o700)
    messages = str(folder / "messages")
    options |= {"data_folder_in": messages, "data_folder_out": messages, "control_folder": str(folder / "control")}
    options["polling_interval"] = 0.2
    return {"broker_url": "coopnet-files://localhost", "broker_transport_options": options}


app = Celery("coopnet", task_cls=DutyTask)
# For every thread of the web process, not only for the one that imported this.
app.set_default()
app.conf.update(
    **_broker_settings(),
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in settings.CELERY_QUEUES],
    task_default_queue="default",
    task_create_missing_queues=False,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_publish_retry=False,
    worker_prefetch_multiplier=1,
    worker_pool="threads",
    worker_concurrency=settings.WORKER_THREADS,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=2,
    beat_schedule=BEAT,
    beat_scheduler="coopnet.beat:PromptScheduler",
    timezone=settings.TIME_ZONE,
    enable_utc=True,
)
app.autodiscover_tasks(related_name="jobs")
