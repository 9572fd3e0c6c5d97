from zlib import crc32

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cooperations.enums import AmountsVisibility, Field, Kind, Mode, Outcome, State
from cooperations.querysets import CooperationQuerySet, PartyQuerySet
from partners.models import Firm

SHARDS = 64


class Cooperation(models.Model):
    """What firms agreed to do together, and how alive it is.

    ``rhythm_days`` is the agreed rhythm in calendar days (null: none agreed). ``active_since`` is the day on which it
    last became active, ``nag_from`` the first day on which anybody is reminded (a week later after a pause).

    The columns from ``last_life_sign_at`` to ``attention_on`` are written only by ``actions.events.record_event``.
    As long as nothing happens, each of the three days can only come nearer, so it is computed once: ``stall_at`` makes
    the silence a finding (null: not watched), on ``quiet_on`` the cooperation turns quiet, on ``attention_on`` it
    needs its manager. ``life_days`` counts the life signs of each day, one base-36 digit a day, 53 weeks up to the
    Sunday ``life_until``: a list of fifty draws its pulse lines without reading an event.
    """

    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.COOPERATION)
    field = models.CharField(_("field"), max_length=12, choices=Field.choices, default=Field.OTHER)
    mode = models.CharField(_("mode"), max_length=5, choices=Mode.choices, default=Mode.LIGHT)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.IDEA)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("manager"), on_delete=models.PROTECT, related_name="managed"
    )
    deputy_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deputy of the manager"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deputised",
    )
    joint_goal = models.TextField(_("joint goal"), blank=True)
    goal_on = models.DateField(_("goal to be reached by"), null=True, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    rhythm_days = models.PositiveSmallIntegerField(_("agreed rhythm in days"), null=True, blank=True)
    ending_terms = models.TextField(_("how it ends"), blank=True)
    amounts_visibility = models.CharField(
        _("who sees amounts"), max_length=8, choices=AmountsVisibility.choices, default=AmountsVisibility.OWN
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    manager_note = models.TextField(_("private note of the manager"), blank=True)
    active_since = models.DateField(null=True, blank=True, editable=False)
    nag_from = models.DateField(null=True, blank=True, editable=False)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    pause_reason = models.CharField(_("reason of the pause"), max_length=250, blank=True, default="", db_default="")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    lessons = models.TextField(_("what was learnt"), blank=True)
    last_life_sign_at = models.DateTimeField(null=True, blank=True)
    life_days = models.CharField(max_length=371, blank=True, default="", db_default="", editable=False)
    life_until = models.DateField(null=True, blank=True, editable=False)
    stall_at = models.DateField(null=True, blank=True)
    quiet_on = models.DateField(null=True, blank=True, editable=False)
    attention_on = models.DateField(null=True, blank=True, editable=False)
    shard = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField()
    firms = models.ManyToManyField(Firm, through="Party", related_name="cooperations")

    objects = CooperationQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("cooperation")
        verbose_name_plural = _("cooperations")
        indexes = [
            models.Index(fields=["shard", "stall_at"], name="coop_stall", condition=Q(state="active")),
            models.Index(fields=["manager", "state"], name="coop_manager_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="paused", paused_until__isnull=False)
                | (~Q(state="paused") & Q(paused_until__isnull=True)),
                name="coop_paused_has_date",
                violation_error_message=_("A pause needs a date to come back."),
            ),
            models.CheckConstraint(
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(outcome=""))
                | (~Q(state="ended") & Q(ended_on__isnull=True, outcome="")),
                name="coop_ended_has_outcome",
                violation_error_message=_("An end needs a date and an outcome."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def shard_of(cooperation_id: int) -> int:
    """Shard 0 … SHARDS-1 of a cooperation, by CRC-32 of its id: ids modulo a number are skewed by how they are made."""
    return crc32(str(cooperation_id).encode()) % SHARDS


class Party(models.Model):
    """A firm in a cooperation, with its responsible person and deputy. Shares are percent of the whole (0-100)."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties")
    firm = models.ForeignKey(Firm, verbose_name=_("firm"), on_delete=models.PROTECT, related_name="parties")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsible_for",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deputy"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deputy_for",
    )
    own_goal = models.TextField(_("what this firm wants out of it"), blank=True)
    agreed_give_share = models.DecimalField(
        _("agreed share of giving, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    agreed_get_share = models.DecimalField(
        _("agreed share of getting, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    joined_on = models.DateField()
    left_on = models.DateField(_("left on"), null=True, blank=True)
    last_life_sign_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "firm"],
                condition=Q(left_on__isnull=True),
                name="coop_party_once",
                violation_error_message=_("This firm is already a party."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="coop_party_left_after_joined",
                violation_error_message=_("A party cannot leave before it joined."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} in {self.cooperation_id}"
