from django.db import models
from django.utils.translation import gettext_lazy as _


class EngagementState(models.TextChoices):
    """Where an engagement stands; the moves between them are in :mod:`coaching.states`."""

    PROPOSED = "proposed", _("proposed")
    CHOOSING_COACH = "choosing_coach", _("choosing a coach")
    CONTRACTING = "contracting", _("agreeing on the terms")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    CLOSING = "closing", _("closing")
    FOLLOW_UP = "follow_up", _("follow-up")
    CLOSED = "closed", _("closed")
    ERASED = "erased", _("erased")
    NOT_ACCEPTED = "not_accepted", _("not accepted")
    DECLINED = "declined", _("declined by the coach")
    TERMINATED = "terminated", _("ended early")


class BallotState(models.TextChoices):
    """All that anybody learns about a vote on a coach."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    FAILED = "failed", _("failed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Vote(models.TextChoices):
    """What one member says about a proposed coach. Secret: only the member reads it."""

    WANT = "want", _("I want this coach")
    CAN_ACCEPT = "can_accept", _("I can accept this coach")
    CANNOT_ACCEPT = "cannot_accept", _("I cannot accept this coach")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class Presence(models.TextChoices):
    PRESENT = "present", _("there")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("not there")


class SummaryVerdict(models.TextChoices):
    CONFIRMED = "confirmed", _("That is how it was")
    OBJECTED = "objected", _("I saw it differently")


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")
    REPLACED = "replaced", _("replaced")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Stance(models.TextChoices):
    CONSENT = "consent", _("I consent")
    OBJECTION = "objection", _("I object, and this is why")
