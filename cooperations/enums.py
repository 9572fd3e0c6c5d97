from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    NETWORK = "network", _("network")
    COOPERATION = "cooperation", _("cooperation")
    ALLIANCE = "alliance", _("strategic alliance")


class Field(models.TextChoices):
    DEVELOPMENT = "development", _("joint development")
    PURCHASING = "purchasing", _("purchasing")
    MARKETING = "marketing", _("marketing")
    SALES = "sales", _("sales")
    SERVICE = "service", _("service")
    OTHER = "other", _("other")


class Mode(models.TextChoices):
    LIGHT = "light", _("light")
    FULL = "full", _("full")


class State(models.TextChoices):
    IDEA = "idea", _("idea")
    EXPLORING = "exploring", _("exploring")
    AGREED = "agreed", _("agreed")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class Outcome(models.TextChoices):
    REACHED = "reached", _("goal reached")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")
    FADED = "faded", _("faded")


class AmountsVisibility(models.TextChoices):
    ALL = "all", _("all parties see all amounts")
    OWN = "own", _("own amounts and the others' shares")
    MANAGER = "manager", _("manager only")


class PledgeKind(models.TextChoices):
    HOURS = "hours", _("working hours")
    MONEY = "money", _("money")
    MATERIAL = "material", _("material")
    CONTACTS = "contacts", _("contacts")
    KNOWHOW = "knowhow", _("know-how")
    REACH = "reach", _("reach")
    IDEAS = "ideas", _("ideas")
    COMMISSION = "commission", _("commission")


class Rhythm(models.TextChoices):
    ONCE = "once", _("once")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    YEARLY = "yearly", _("every year")


class TaskState(models.TextChoices):
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class VersionState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for approval")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("replaced")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Verdict(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("disputed")


class EventKind(models.TextChoices):
    """What the timeline tells; :data:`LIFE_SIGNS` are the recorded acts that move a cooperation."""

    CREATED = "created", _("created")
    TRANSITION = "transition", _("state changed")
    PARTY_JOINED = "party_joined", _("party joined")
    PLEDGED = "pledged", _("share promised")
    MEASURE_SET = "measure_set", _("success described")
    TERMS_CHANGED = "terms_changed", _("terms changed")
    VERSION_PROPOSED = "version_proposed", _("agreement put to approval")
    APPROVED = "approved", _("agreement approved")
    TASK_OFFERED = "task_offered", _("task offered")
    TASK_ACCEPTED = "task_accepted", _("task accepted")
    TASK_DECLINED = "task_declined", _("task declined")
    TASK_MOVED = "task_moved", _("new date promised")
    TASK_DONE = "task_done", _("promise kept")
    TASK_DROPPED = "task_dropped", _("task dropped")
    CONTRIBUTED = "contributed", _("contributed")
    CONFIRMED = "confirmed", _("contribution confirmed")
    DISPUTED = "disputed", _("contribution disputed")
    BENEFIT = "benefit", _("benefit noted")
    SUCCESS = "success", _("success reached")
    MEETING = "meeting", _("meeting held")
    DECISION = "decision", _("decision")
    HELP_ASKED = "help_asked", _("help asked for")
    ANSWERED = "answered", _("reminder answered")


LIFE_SIGNS = frozenset(
    {
        EventKind.APPROVED,
        EventKind.TASK_ACCEPTED,
        EventKind.TASK_DONE,
        EventKind.CONTRIBUTED,
        EventKind.CONFIRMED,
        EventKind.BENEFIT,
        EventKind.SUCCESS,
        EventKind.MEETING,
        EventKind.DECISION,
    }
)
