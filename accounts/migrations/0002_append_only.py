from django.db import migrations

from accounts.append_only import arm, disarm


class Migration(migrations.Migration):
    """The database itself refuses changes of the audit trail."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: arm(editor.connection), lambda apps, editor: disarm(editor.connection), elidable=False
        )
    ]
