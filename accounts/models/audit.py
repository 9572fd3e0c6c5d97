from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """Who did what, when, from where, to which object; written in the transaction of the act, never changed.

    ``verb`` is ``app.act`` ("cooperations.approve"); ``data`` holds ids and values before and after, and never a
    confidential text. Triggers of the database refuse every change (see ``accounts.append_only``), therefore the
    actor has no foreign key that a deletion would have to clear: the number stays behind as a pseudonym.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    origin = models.CharField(max_length=45, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="accounts_audit_object")]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb} {self.object_type} {self.object_id}"


class AuditSeal(models.Model):
    """One link of the chain over the trail: the digest of an entry together with the digest before it.

    Seals are written by a job soon after the entries, in their own order: a chain inside the transaction of each
    act would make all writers of the installation wait for each other.
    """

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.DO_NOTHING, related_name="seal")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:12]}"
