"""The table of Django's database cache, made with all others, so that ``migrate`` is all that an update needs."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies: list = []
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop, elidable=False)]
