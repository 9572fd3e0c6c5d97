from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.enums import BallotState
from coaching.models.engagement import Engagement
from coaching.models.member import Member


class Ballot(models.Model):
    """The team's secret vote on one proposed coach; only its ``state`` is ever shown."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="ballots")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="candidacies")
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=BallotState.choices, default=BallotState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("vote on the coach")
        verbose_name_plural = _("votes on the coach")
        constraints = [
            models.UniqueConstraint(fields=["engagement"], condition=Q(state="open"), name="coaching_one_open_ballot"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="coaching_ballot_closed_has_time",
                violation_error_message=_("A vote that is over has a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class CoachVote(models.Model):
    """One member's vote, sealed by the vault, without a time and with a random id so that no order can be read off.

    The rows are deleted when the ballot closes: who refused is not kept anywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "member"], name="coaching_vote_once")]

    def __str__(self) -> str:
        return "vote"
