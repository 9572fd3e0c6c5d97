"""``manage.py verify_audit``: is the audit trail whole?"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.append_only import missing
from accounts.models import AuditEntry
from accounts.seals import seal_new, verify
from coopnet.clock import now


class Command(BaseCommand):
    help = "Checks the chain of seals over the audit trail and the triggers that protect it; fails if it was changed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--seal", action="store_true", help="seal new entries first")

    def handle(self, **options) -> None:
        while options["seal"] and seal_new(now=now()):
            pass
        problems = [f"trigger {name} is missing" for name in missing(connection)]
        for found in verify(now=now()):
            problems.append(f"seal {found.position or '-'}, entry {found.entry or '-'}: {found.problem}")
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"The audit trail is not whole: {len(problems)} problems.")
        self.stdout.write(f"The audit trail is whole: {AuditEntry.objects.count()} entries.")
