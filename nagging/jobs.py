"""Jobs of the engine. A message says which shards, nothing else: lost, doubled or late ones do no harm."""

from celery import shared_task

from coopnet.clock import now
from nagging.actions.asking import ask_due
from nagging.portions import portions
from nagging.rules import SHARDS
from nagging.sweep import sweep_shards


@shared_task(name="nagging.sweep", queue="sweep", ignore_result=True)
def sweep() -> None:
    """Hand out the shards in portions, and the asking after them."""
    for portion in portions.of(range(SHARDS)):
        sweep_portion.delay(portion[0], len(portion))
    plan.delay()


@shared_task(name="nagging.sweep_portion", queue="sweep", ignore_result=True)
def sweep_portion(first: int, count: int) -> None:
    """Sweep ``count`` shards, beginning with ``first``."""
    sweep_shards(range(first, min(first + count, SHARDS)), now=now())


@shared_task(name="nagging.plan", queue="sweep", ignore_result=True)
def plan() -> None:
    """Move the ladders and write the digests that are due."""
    ask_due(now=now())
