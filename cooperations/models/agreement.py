from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperations.enums import VersionState
from cooperations.models.cooperation import Cooperation, Party
from cooperations.querysets import SeenThroughCooperation, SeenThroughVersion


class AgreementVersion(models.Model):
    """The terms at one moment, frozen. ``digest`` is the SHA-256 of the canonical JSON of ``terms``."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)

    objects = SeenThroughCooperation.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of the agreement")
        verbose_name_plural = _("versions of the agreement")
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "number"], name="coop_version_number"),
            models.UniqueConstraint(
                fields=["cooperation"], condition=Q(state="in_force"), name="coop_version_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["cooperation"], condition=Q(state="proposed"), name="coop_version_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cooperation_id} v{self.number}"


class Approval(models.Model):
    """A party's responsible person approved exactly this version (``digest`` repeated as a witness)."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="approvals")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="approvals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=170)
    digest = models.CharField(max_length=64)
    substance_seen = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = SeenThroughVersion.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="coop_approval_once")]

    def __str__(self) -> str:
        return f"{self.party_id} approved {self.version_id}"
