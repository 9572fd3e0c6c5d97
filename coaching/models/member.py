from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.models.engagement import Engagement
from partners.models import Firm


class Member(models.Model):
    """A person in the team of an engagement; ``firm`` is the one they work for (null: their own account).

    ``seated_at`` is set for everybody at once when a vote on the coach has succeeded: from then on they read what the
    team shares. It says nothing about how anybody voted.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_memberships")
    firm = models.ForeignKey(
        Firm, verbose_name=_("firm"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField()
    seated_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        indexes = [models.Index(fields=["user"], name="coaching_member_now", condition=Q(left_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "user"],
                condition=Q(left_at__isnull=True),
                name="coaching_member_once",
                violation_error_message=_("This person already belongs to the team."),
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="coaching_member_left_after_joined",
                violation_error_message=_("Nobody leaves before they joined."),
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"
