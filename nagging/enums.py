from django.db import models
from django.utils.translation import gettext_lazy as _


class Rung(models.IntegerChoices):
    """How far a question has climbed; nagging/ladder.py says when it climbs."""

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


class Reason(models.TextChoices):
    """Why a question was not asked by mail, or not yet."""

    # Nobody can be asked by mail: the manager has to ask in person.
    NO_CONSENT = "no_consent", _("has not agreed to reminders by mail")
    STOPPED = "stopped", _("has stopped reminders")
    SUSPENDED = "suspended", _("the mail address does not accept mails")
    NOBODY = "nobody", _("nobody is responsible")
    # Waiting for a day.
    TIME = "time", _("the time to answer is not up yet")
    PROMISED = "promised", _("a date is promised")
    ABSENT = "absent", _("is away")
    HOURS = "hours", _("outside of working hours")
    DAY_DONE = "day_done", _("today's mail is already written")
    DAY_FULL = "day_full", _("there are already five questions in today's mail")
    WEEK_FULL = "week_full", _("there were already four mails within seven days")
    WEEKLY = "weekly", _("gets at most one such mail a week")
    # Waiting for something else.
    IN_MAIL = "in_mail", _("the mail is on its way")
    HELP = "help", _("help is asked for")
    CALLED = "called", _("stands on the call list")
    # What became of a question that was already planned.
    GONE = "gone", _("was settled before the mail left")
    EXPIRED = "expired", _("the mail could not be sent in its time")
    UNDELIVERED = "undelivered", _("the mail could not be delivered")
    UNKNOWN = "unknown", _("it is not known whether the mail arrived")


UNREACHABLE = (Reason.NO_CONSENT, Reason.STOPPED, Reason.SUSPENDED, Reason.NOBODY)
