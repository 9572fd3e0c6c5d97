from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.enums import DecisionState, Stance
from coaching.models.engagement import Engagement
from coaching.models.member import Member
from coaching.models.session import Session
from coaching.querysets import DecisionQuerySet
from partners.models import Firm


class Decision(models.Model):
    """What the team decided and why. Adopted by the consent of every member, never by the coach.

    It holds from ``adopted_at`` to ``ended_at``. ``for_cooperation`` shows it, once adopted, to the manager of the
    cooperation, ``affected_firms`` to the leads of these firms; both are part of what the members consent to.
    ``revision`` counts rewordings: consent holds for exactly the words that were read.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="decisions")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    number = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    question = models.CharField(_("question"), max_length=200)
    options = models.TextField(_("options that were looked at"), blank=True)
    outcome = models.TextField(_("what is to hold"))
    reasons = models.TextField(_("reasons"))
    effect = models.TextField(_("what it means, and for whom"), blank=True)
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    for_cooperation = models.BooleanField(_("the manager of the cooperation reads it, too"), default=False)
    affected_firms = models.ManyToManyField(
        Firm, verbose_name=_("the leads of these firms read it, too"), blank=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    state = models.CharField(_("state"), max_length=10, choices=DecisionState.choices, default=DecisionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="coaching_decision_number"),
            models.CheckConstraint(
                condition=Q(state__in=["adopted", "replaced"], adopted_at__isnull=False)
                | (~Q(state__in=["adopted", "replaced"]) & Q(adopted_at__isnull=True)),
                name="coaching_decision_adopted_has_time",
                violation_error_message=_("A decision that was adopted has a time."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("adopted_at")),
                name="coaching_decision_ends_after_start",
                violation_error_message=_("A decision cannot end before it holds."),
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Voice(models.Model):
    """One member's consent or reasoned objection to exactly this ``revision`` of a proposed decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="voices")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=10, choices=Stance.choices)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "member", "revision"], name="coaching_voice_once"),
            models.CheckConstraint(
                condition=~Q(stance="objection") | ~Q(reason=""),
                name="coaching_voice_objection_has_reason",
                violation_error_message=_("An objection needs its reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"voice of member {self.member_id}"


class Acknowledgement(models.Model):
    """A member says in own words what an adopted decision means for them."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="acknowledgements")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("in your own words"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="coaching_acknowledged_once"),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="coaching_acknowledged_in_words",
                violation_error_message=_("Say it in your own words."),
            ),
        ]

    def __str__(self) -> str:
        return f"acknowledgement of member {self.member_id}"


class Question(models.Model):
    """A member asks back instead of acknowledging; anybody in the team or the coach answers."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="questions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("your question"))
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="coaching_answer_who_and_when",
                violation_error_message=_("An answer has a person and a time."),
            )
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"
