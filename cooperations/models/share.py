from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperations.enums import PledgeKind, Rhythm
from cooperations.models.cooperation import Party
from cooperations.querysets import PledgeQuerySet, SeenThroughParty


class Pledge(models.Model):
    """What a party promises to bring. ``substance`` is the ham: it cannot be taken back.

    ``value`` is the estimated value of one ``unit`` in the cooperation's currency.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="pledges")
    kind = models.CharField(_("kind"), max_length=10, choices=PledgeKind.choices, default=PledgeKind.HOURS)
    text = models.CharField(_("what"), max_length=200)
    quantity = models.DecimalField(_("how much"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.ONCE)
    value = models.DecimalField(_("value of one unit"), max_digits=12, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    substance = models.BooleanField(
        _("cannot be taken back"),
        default=False,
        help_text=_("Exclusivity, capital, customers, disclosed know-how: the ham, not the eggs."),
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")

    def __str__(self) -> str:
        return self.text


class SuccessMeasure(models.Model):
    """What a party wants out of it, so that it can be told whether it came."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="measures")
    text = models.CharField(_("what"), max_length=200)
    baseline = models.DecimalField(_("today"), max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    created_at = models.DateTimeField()

    objects = SeenThroughParty.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("success measure")
        verbose_name_plural = _("success measures")

    def __str__(self) -> str:
        return self.text
