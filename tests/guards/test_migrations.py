"""The tables are what the models say."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.guards.source import APPS


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("app", APPS)
def test_every_app_has_its_tables(db, app):
    assert any(name == app for name, _migration in MigrationLoader(connection).graph.leaf_nodes())
    tables = {model._meta.db_table for model in apps.get_app_config(app).get_models()}
    assert tables
    assert tables <= set(connection.introspection.table_names())
