from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from coopnet import clock
from coopnet.demo import accounts, build


class Command(BaseCommand):
    help = "Builds the example portfolio anew (only where nobody but the example people is in the database)."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is anybody already")
        parser.add_argument("--remove", action="store_true", help="take the examples away and leave an empty house")

    def handle(self, *args, if_empty: bool, remove: bool, **options):
        if if_empty and User.objects.exists():
            return
        if not build.holds_only_examples():
            raise CommandError(
                "There are real people in this database, so the examples are not touched. "
                "Point DATABASE_URL to a database of its own for them."
            )
        with transaction.atomic():
            build.clear()
            acts = 0 if remove else build.build(clock.local_day(clock.now()))
        if remove:
            self.stdout.write("The examples are gone.")
            return
        self.stdout.write(f"Example portfolio: {acts} acts of a year. Password for all: {accounts.PASSWORD}")
        for account in accounts.SHOWN:
            self.stdout.write(f"  {account.role:<22} {account.email}")
