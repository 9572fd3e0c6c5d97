from django.conf import settings
from django.db import models
from django.db.models import Q

from nagging.enums import UNREACHABLE, AnswerKind, CloseReason, Reason, Rung


class FindingQuerySet(models.QuerySet):
    def open(self) -> "FindingQuerySet":
        return self.filter(closed_at__isnull=True)

    def on_call_list(self) -> "FindingQuerySet":
        """Open findings that no mail can move: at the top of the ladder, help asked for, or nobody to be reached."""
        needs = Q(rung=Rung.CALL) | Q(help_wanted_at__isnull=False) | Q(held__in=UNREACHABLE)
        return self.open().filter(needs)


class Finding(models.Model):
    """Something that is true, should not stay so, and has one subject. One open finding per (rule, subject).

    ``rule`` is the code of a registered rule, ``subject_id`` the id of the object it speaks of, ``scope_id`` the id of
    the cooperation (or engagement) around it. ``since`` is the day from which it was true; ``episode`` counts the
    findings of the same rule and subject. Before ``next_step_on`` the ladder does not look at it again (null while a
    mail is on its way); ``held`` says why nothing was asked when it last looked. ``quiet_until`` of a finding that
    was closed by an answer: as long as the same fact stays true, it is not opened anew before that day.
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
    held = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    quiet_until = models.DateField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

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
