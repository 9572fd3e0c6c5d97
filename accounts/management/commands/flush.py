"""``flush`` empties the whole database, the audit trail with it; nothing else may."""

from django.core.management.commands import flush
from django.db import connections

from accounts.append_only import arm, disarm


class Command(flush.Command):
    """Django's command, with the triggers of the audit trail out of the way while it works."""

    def handle(self, **options) -> None:
        connection = connections[options["database"]]
        disarm(connection)
        try:
            super().handle(**options)
        finally:
            arm(connection)
