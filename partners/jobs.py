"""What partners does outside of requests."""

from celery import shared_task

from coopnet import clock
from partners.models import ImportDraft


@shared_task(name="partners.clear_import_drafts", queue="sweep", ignore_result=True)
def clear_import_drafts() -> None:
    """Delete uploads whose time is over; a second run finds nothing left to do."""
    ImportDraft.objects.expired(clock.now()).delete()
