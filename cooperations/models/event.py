from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperations.enums import EventKind
from cooperations.models.cooperation import Cooperation, Party
from cooperations.querysets import SeenThroughCooperation


class Event(models.Model):
    """One line of the timeline. ``data`` holds the words' parameters (titles, states), never a confidential text."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=18, choices=EventKind.choices)
    life_sign = models.BooleanField(default=False)
    party = models.ForeignKey(Party, on_delete=models.SET_NULL, null=True, blank=True, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    data = models.JSONField(default=dict)

    objects = SeenThroughCooperation.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["cooperation", "-at"], name="coop_event_when"),
            models.Index(fields=["cooperation", "-at"], name="coop_event_life", condition=Q(life_sign=True)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind}"
