"""Collects all texts of the source into the catalogues (``make messages``)."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from coopnet.catalogue import collect, read_catalogue, update_catalogue


class Command(BaseCommand):
    help = "Brings locale/*/LC_MESSAGES/django.po up to the texts of the source and says how many are untranslated."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        found = collect(settings.BASE_DIR)
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            file = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            file.parent.mkdir(parents=True, exist_ok=True)
            update_catalogue(file, found)
            catalogue = read_catalogue(file)
            open_texts = sum(1 for message in catalogue if message.id and not all(_strings(message.string)))
            self.stdout.write(f"{language}: {len(catalogue)} texts, {open_texts} without translation")


def _strings(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
