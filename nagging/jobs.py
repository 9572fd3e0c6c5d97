"""Jobs of the engine. A message says which shards, nothing else: lost, doubled or late ones do no harm."""

from celery import shared_task

from coopnet.clock import now
from nagging.actions.asking import ask_due
from nagging.rules import SHARDS
from nagging.sweep import TOGETHER, sweep_shards


@shared_task(name="nagging.sweep", queue="sweep", ignore_result=True)
def sweep() -> None:
    """Hand out the shards in portions, and the asking after them."""
    for first in range(0, SHARDS, TOGETHER):
        sweep_portion.delay(first)
    plan.delay()


@shared_task(name="nagging.sweep_portion", queue="sweep", ignore_result=True)
def sweep_portion(first: int) -> None:
    """Sweep the portion of shards that begins with ``first``."""
    sweep_shards(range(first, min(first + TOGETHER, SHARDS)), now=now())


@shared_task(name="nagging.plan", queue="sweep", ignore_result=True)
def plan() -> None:
    """Move the ladders and write the digests that are due."""
    ask_due(now=now())
