from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.enums import EngagementState
from coaching.querysets import EngagementQuerySet
from cooperations.models import Cooperation


class Engagement(models.Model):
    """A coach's work with one team of a cooperation. That it exists is itself not for everybody.

    ``coach`` is set when the last member has accepted them and stays afterwards. ``closed_at`` is the moment from
    which ``retention_months`` (0-36, calendar months) count until the private notes are erased.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="engagements")
    subject = models.CharField(_("what the team wants help with"), max_length=160)
    why = models.TextField(_("why now"), blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=EngagementState.choices, default=EngagementState.PROPOSED
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coach"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coached",
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(_("back on"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(_("private notes are kept for, in months"), default=6)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        verbose_name = _("coaching")
        verbose_name_plural = _("coachings")
        constraints = [
            models.CheckConstraint(
                condition=Q(retention_months__lte=36),
                name="coaching_retention_range",
                violation_error_message=_("Private notes are kept for 0 to 36 months."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["closed", "erased", "not_accepted", "declined", "terminated"], closed_at__isnull=False)
                    | (
                        ~Q(state__in=["closed", "erased", "not_accepted", "declined", "terminated"])
                        & Q(closed_at__isnull=True)
                    )
                ),
                name="coaching_over_has_time",
                violation_error_message=_("A coaching that is over has a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"engagement {self.pk}"


class StateChange(models.Model):
    """One move of an engagement: who, when, from, to; the reason is for the coach and the team only."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    from_state = models.CharField(max_length=16, choices=EngagementState.choices)
    to_state = models.CharField(max_length=16, choices=EngagementState.choices)
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"engagement {self.engagement_id}: {self.to_state}"
