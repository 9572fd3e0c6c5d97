from django.db import models
from django.utils.translation import gettext_lazy as _


class Rung(models.IntegerChoices):
    """How far a question has climbed; see docs/adr and the ladder in nagging/ladder.py."""

    BOARD = 0, _("on the board")
    ASK = 1, _("asked")
    DATE = 2, _("asked for a day and a time")
    DEPUTY = 3, _("deputy asked too")
    LEAD = 4, _("lead of the firm asked")
    CALL = 5, _("on the call list")


class CloseReason(models.TextChoices):
    GONE = "gone", _("no longer true")
    ANSWERED = "answered", _("answered")
    NOT_RELEVANT = "not_relevant", _("not relevant")


class NagState(models.TextChoices):
    """planned = sent + suppressed + pending holds at any moment."""

    PENDING = "pending", _("waiting")
    SENT = "sent", _("sent")
    SUPPRESSED = "suppressed", _("held back")


class AnswerKind(models.TextChoices):
    DONE = "done", _("It is done")
    PROMISE = "promise", _("I promise a date")
    HELP = "help", _("I need help")
    NOT_RELEVANT = "not_relevant", _("Not relevant")
