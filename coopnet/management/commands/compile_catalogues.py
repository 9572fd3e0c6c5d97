"""Compiles the catalogues, so that Python is all that a newcomer needs."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from coopnet.catalogue import compile_catalogue


class Command(BaseCommand):
    help = "Compiles every locale/*/LC_MESSAGES/*.po that is newer than its .mo."
    # Runs before anything else, on a database that does not exist yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are up to date")

    def handle(self, *args: object, **options: object) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                fresh = target.exists() and target.stat().st_mtime >= source.stat().st_mtime
                if options["all"] or not fresh:
                    compile_catalogue(source, target)
