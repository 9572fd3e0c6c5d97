"""The scheduler of beat: nothing on disk that a kill could break, and everything once at the start."""

from datetime import UTC, datetime

from celery.beat import Scheduler

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class PromptScheduler(Scheduler):
    """Keeps its times in memory; after a start every line is due at once, so that an outage is caught up.

    The jobs are idempotent, so neither a restart nor a second beat does any harm.
    """

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = LONG_AGO
