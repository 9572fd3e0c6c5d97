from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """Who did what, when, to which object; written in the transaction of the act, never changed.

    ``verb`` is ``app.act`` ("cooperations.approve"); ``data`` holds ids and values before and after, and never a
    confidential text.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="accounts_audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb} {self.object_type} {self.object_id}"
