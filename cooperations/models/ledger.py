from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperations.enums import PledgeKind, Verdict
from cooperations.models.cooperation import Cooperation, Party
from cooperations.models.share import Pledge
from cooperations.querysets import ContributionQuerySet, LedgerQuerySet, VerdictQuerySet


class LedgerEntry(models.Model):
    """An append-only row: saving an existing one and deleting refuse."""

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("ledger entries are never changed; add a correction")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("ledger entries are never deleted; add a correction")


class Contribution(LedgerEntry):
    """What a party really gave. ``value`` is the total in ``currency`` (null: not valued); a gift is not counted.

    ``corrects`` points to the entry that this one replaces. Whether it is confirmed follows from its verdicts.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="contributions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contributions")
    pledge = models.ForeignKey(
        Pledge, verbose_name=_("promised as"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PledgeKind.choices, default=PledgeKind.HOURS)
    text = models.CharField(_("what"), max_length=200)
    quantity = models.DecimalField(_("how much"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    happened_on = models.DateField(_("when"))
    is_gift = models.BooleanField(_("a gift, not counted"), default=False)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    token = models.CharField(max_length=36, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [models.Index(fields=["cooperation", "-happened_on"], name="coop_contribution_when")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="coop_contribution_positive",
                violation_error_message=_("How much has to be more than nothing."),
            ),
            models.UniqueConstraint(
                fields=["party", "token"], condition=~Q(token=""), name="coop_contribution_token_once"
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="coop_contribution_corrected_once",
                violation_error_message=_("This entry was corrected before."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ContributionVerdict(LedgerEntry):
    """What one receiving party says of a contribution; the latest of a party counts."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="verdicts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="disputed") | ~Q(reason=""),
                name="coop_verdict_dispute_has_reason",
                violation_error_message=_("Say what is different in your view."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.verdict} {self.contribution_id}"


class Benefit(LedgerEntry):
    """What a party really got out of it, booked by the receiver; ``thanks`` goes to ``giver``."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="benefits")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="benefits")
    giver = models.ForeignKey(
        Party, verbose_name=_("thanks to"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(_("what"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    thanks = models.CharField(_("a word of thanks"), max_length=250, blank=True)
    happened_on = models.DateField(_("when"))
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_on", "-id"]
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        indexes = [models.Index(fields=["cooperation", "-happened_on"], name="coop_benefit_when")]

    def __str__(self) -> str:
        return self.text
