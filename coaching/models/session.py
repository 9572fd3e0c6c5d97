from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.enums import Presence, SessionState, SummaryVerdict
from coaching.models.engagement import Engagement
from coaching.models.member import Member
from coaching.querysets import InsideQuerySet


class Session(models.Model):
    """One meeting of coach and team. ``minutes`` is its length; the three shares are percent (0-100, sum 100).

    ``draft`` is what the coach is typing and only the coach sees; ``summary`` is what the team reads, and
    ``summary_version`` counts its rewordings, so that a confirmation holds for exactly the words that were read.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=90)
    place = models.CharField(_("place"), max_length=160, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    draft = models.TextField(blank=True)
    summary = models.TextField(_("summary for the team"), blank=True)
    summary_version = models.PositiveSmallIntegerField(default=0)
    asking = models.PositiveSmallIntegerField(_("asking, %"), null=True, blank=True)
    facilitating = models.PositiveSmallIntegerField(_("facilitating, %"), null=True, blank=True)
    instructing = models.PositiveSmallIntegerField(_("instructing, %"), null=True, blank=True)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["engagement", "state", "starts_at"], name="coaching_session_next")]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="coaching_session_number"),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False) | (~Q(state="held") & Q(held_at__isnull=True)),
                name="coaching_session_held_has_time",
                violation_error_message=_("A session that was held has a time."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=600),
                name="coaching_session_length",
                violation_error_message=_("A session lasts 5 to 600 minutes."),
            ),
            models.CheckConstraint(
                condition=Q(asking__isnull=True, facilitating__isnull=True, instructing__isnull=True)
                | Q(asking=100 - F("facilitating") - F("instructing")),
                name="coaching_session_shares",
                violation_error_message=_("The three shares add up to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"


class AgendaItem(models.Model):
    """Something that a member of the team wants to talk about."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda")
    text = models.CharField(_("topic"), max_length=200)
    proposer = models.ForeignKey(Member, verbose_name=_("whose topic"), on_delete=models.PROTECT, related_name="+")
    talked_about = models.BooleanField(_("talked about"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return f"topic {self.pk}"


class Attendance(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(_("presence"), max_length=8, choices=Presence.choices)

    class Meta:
        ordering = ["member"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="coaching_attendance_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} in session {self.session_id}"


class SummaryResponse(models.Model):
    """A member confirms the summary or says what they saw differently; ``version`` is the one they read."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="responses")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=SummaryVerdict.choices)
    text = models.TextField(_("what you saw differently"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "member", "version"], name="coaching_response_once"),
            models.CheckConstraint(
                condition=~Q(verdict="objected") | ~Q(text=""),
                name="coaching_response_objection_has_text",
                violation_error_message=_("Say what you saw differently."),
            ),
        ]

    def __str__(self) -> str:
        return f"response of member {self.member_id}"
