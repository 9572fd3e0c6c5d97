"""What the guards share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator:
    """A world with a secret in every field, made once for all tests of a module and gone after them.

    Time stands still on the Tuesday on which everything has happened; what a test changes is taken back after it.
    """
    import time_machine
    from django.core import mail
    from django.db import transaction

    from tests.fixtures.time import TUESDAY
    from tests.guards.access.world import create

    with django_db_blocker.unblock(), time_machine.travel(TUESDAY, tick=False), transaction.atomic():
        mail.outbox.clear()
        made = create()
        made.mails = list(mail.outbox)
        yield made
        transaction.set_rollback(True)
