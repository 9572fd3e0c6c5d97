from django.conf import settings
from django.db import models
from django.db.models import Q

from nagging.enums import AnswerKind, CloseReason, NagState, Rung


class Finding(models.Model):
    """Something that is true, should not stay so, and has one subject. One open finding per (rule, subject).

    ``rule`` is the code of a registered rule, ``subject_id`` the id of the object it speaks of, ``scope_id`` the id of
    the cooperation (or engagement) around it. ``since`` is the day from which it was true; ``episode`` counts the
    findings of the same rule and subject; ``next_step_on`` is the day of the next rung.
    """

    rule = models.CharField(max_length=40)
    rule_version = models.PositiveSmallIntegerField()
    subject_id = models.BigIntegerField()
    scope_id = models.BigIntegerField()
    shard = models.PositiveSmallIntegerField()
    episode = models.PositiveIntegerField(default=1)
    since = models.DateField()
    evidence = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=12, choices=CloseReason.choices, blank=True)
    rung = models.PositiveSmallIntegerField(choices=Rung.choices, default=Rung.BOARD)
    next_step_on = models.DateField(null=True, blank=True)
    promised_for = models.DateField(null=True, blank=True)
    promises = models.PositiveSmallIntegerField(default=0)
    help_wanted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["shard", "rule"], name="nag_finding_open", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["next_step_on"], name="nag_finding_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["scope_id", "rule"], name="nag_finding_scope"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id"], condition=Q(closed_at__isnull=True), name="nag_finding_one_open"
            ),
            models.UniqueConstraint(fields=["rule", "subject_id", "episode"], name="nag_finding_episode"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, close_reason="")
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="nag_finding_closed_has_reason",
                violation_error_message="a closed finding has a reason, an open one has none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id} #{self.episode}"


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
    """One question of one rung to one person about one finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="nags")
    rung = models.PositiveSmallIntegerField(choices=Rung.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nags")
    digest = models.ForeignKey(Digest, on_delete=models.SET_NULL, null=True, related_name="nags")
    state = models.CharField(max_length=10, choices=NagState.choices, default=NagState.PENDING)
    suppressed_reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
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


class Answer(models.Model):
    """What a person answered to a finding's question; equal answers of the same person and episode are one."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=12, choices=AnswerKind.choices)
    promised_for = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="promise") & Q(promised_for__isnull=False))
                | (~Q(kind="promise") & Q(promised_for__isnull=True)),
                name="nag_answer_promise_has_date",
                violation_error_message="a promise has a date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.finding_id}"
