"""Builds the example portfolio, or takes it away again."""

from datetime import date
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from accounts import append_only
from accounts.models import User
from coopnet.demo import reminders
from coopnet.demo.accounts import DOMAIN
from coopnet.demo.cast import Cast, hire
from coopnet.demo.stories import between, coached, lively, stuck
from coopnet.demo.telling import Story
from coopnet.demo.walk import Walk

OWN_APPS = ("coaching", "cooperations", "partners", "nagging", "accounts")


def holds_only_examples() -> bool:
    """Whether nobody but the example people is in the database."""
    return not User.objects.exclude(email__endswith=f"@{DOMAIN}").exists()


def clear() -> None:
    """Empty all tables of the five apps, sessions and admin log. Only for a database that holds nothing but examples.

    Whole tables, past the models' refusal to delete ledger entries: this takes an installation back to its first day.
    """
    models = [model for label in OWN_APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    models += [*apps.get_app_config("account").get_models(), *apps.get_app_config("sessions").get_models()]
    models += [*apps.get_app_config("admin").get_models(), *apps.get_app_config("mfa").get_models()]
    tables = [model._meta.db_table for model in models]
    with transaction.atomic(), connection.cursor() as cursor:
        append_only.disarm(connection)
        for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=True):
            cursor.execute(statement)
        append_only.arm(connection)
    if settings.KEEP_MAILS:
        for kept in Path(settings.MAILBOX_DIR).glob("*.eml"):
            kept.unlink(missing_ok=True)


def build(today: date) -> int:
    """Walk through the year that ends ``today``; returns the number of acts. The database must be empty."""
    walk = Walk(today)
    cast = hire(walk.moment(370))
    tell(walk, cast)
    if settings.KEEP_MAILS:
        # Only where mails stay in the house: nobody real may get a mail about people who do not exist.
        reminders.plan(walk, cast)
    with transaction.atomic():
        return walk.run()


def tell(walk: Walk, cast: Cast) -> dict[str, Story]:
    """Plan all stories; one by one, so that each can be read on its own."""
    tellers = (
        lively.kitchen_light,
        lively.breakfast,
        stuck.fair_stand,
        stuck.catalogue,
        stuck.service_north,
        between.solar_roofs,
        between.regional_basket,
        between.wood_buying,
        between.delivery_van,
        between.shared_apprentice,
    )
    stories = {}
    for teller in tellers:
        stories[teller.__name__] = story = Story(walk, cast)
        teller(story)
    coached.night_shift(stories["service_north"])
    coached.catalogue_restart(stories["catalogue"])
    return stories
