"""Jobs of accounts."""

from celery import shared_task

from accounts.mail.sender import send_batch
from accounts.seals import seal_new
from coopnet.clock import now

# A round takes seconds; after so many the next tick goes on, so that no job runs for ever.
ROUNDS = 20


@shared_task(name="accounts.mail.send_due", queue="mail", ignore_result=True)
def send_due() -> None:
    """Send what is due, batch by batch, until nothing is left or the mail server is away."""
    for _round in range(ROUNDS):
        done = send_batch(now=now())
        if not done.sent and not done.withdrawn:
            return


@shared_task(name="accounts.seal_audit", queue="default", ignore_result=True)
def seal_audit() -> None:
    """Seal new entries of the audit trail, a batch at a time; what is left over waits for the next tick."""
    for _round in range(ROUNDS):
        if not seal_new(now=now()):
            return
