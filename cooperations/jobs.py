"""Steps that a date takes: the agreed start, the end of a pause. Idempotent; what is not possible yet stays."""

import logging

from celery import shared_task
from django.db.models import Q

from accounts.errors import ActionRefused
from cooperations.actions.lifecycle import transition
from cooperations.enums import State
from cooperations.models import Cooperation
from coopnet import clock

log = logging.getLogger(__name__)


@shared_task(name="cooperations.take_dated_steps", queue="default", ignore_result=True)
def take_dated_steps() -> int:
    """Start what is agreed and whose day has come, resume what was paused until today; returns how many."""
    now = clock.now()
    today = clock.local_day(now)
    due = Q(state=State.AGREED, starts_on__lte=today) | Q(state=State.PAUSED, paused_until__lte=today)
    taken = 0
    for cooperation in list(Cooperation.objects.filter(due).order_by("id")):
        try:
            transition(cooperation, to=State.ACTIVE, by=None, now=now)
        except ActionRefused:
            log.info("cooperation %s waits for its manager", cooperation.pk)
        else:
            taken += 1
    return taken
