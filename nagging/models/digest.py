from django.conf import settings
from django.db import models
from django.db.models import Q

from nagging.enums import NagState, Reason, Rung
from nagging.models.finding import Finding


class Digest(models.Model):
    """The one reminder mail of a person on a business day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    created_at = models.DateTimeField()
    mail = models.OneToOneField("accounts.OutboundMail", on_delete=models.SET_NULL, null=True, related_name="digest")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="nag_digest_one_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class Nag(models.Model):
    """One question of one rung to one person about one finding.

    ``is_notice`` marks what the responsible person is told before the lead of the firm is asked (rung 4).
    ``suppressed_reason`` is a :class:`nagging.enums.Reason`. A suppressed nag becomes pending again when the question
    can be asked after all.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="nags")
    rung = models.PositiveSmallIntegerField(choices=Rung.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nags")
    digest = models.ForeignKey(Digest, on_delete=models.SET_NULL, null=True, related_name="nags")
    is_notice = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=NagState.choices, default=NagState.PENDING)
    suppressed_reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["digest"], name="nag_nag_pending", condition=Q(state="pending"))]
        constraints = [
            models.UniqueConstraint(fields=["finding", "rung", "person"], name="nag_nag_once"),
            models.CheckConstraint(
                condition=(Q(state="suppressed") & ~Q(suppressed_reason=""))
                | (~Q(state="suppressed") & Q(suppressed_reason="")),
                name="nag_nag_suppressed_has_reason",
                violation_error_message="a nag that is held back has a reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}/{self.rung} -> {self.person_id}"


class Pace(models.Model):
    """A person who asked to hear less: at most one digest a week, whatever is in it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nag_pace")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: weekly"
