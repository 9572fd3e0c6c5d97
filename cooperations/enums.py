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


class EntryStatus(models.TextChoices):
    """What follows from an entry's verdicts and corrections; see ``querysets.ContributionQuerySet.with_status``."""

    REPORTED = "reported", _("reported")
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("disputed")
    CORRECTED = "corrected", _("corrected")


class Level(models.TextChoices):
    """How alive a cooperation is, in one word."""

    ALIVE = "alive", _("alive")
    QUIET = "quiet", _("quiet")
    NEEDS = "needs", _("needs you")


class Verdict(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("disputed")


class EventKind(models.TextChoices):
    """What the timeline tells; :data:`LIFE_SIGNS` are the recorded acts that move a cooperation."""

    CREATED = "created", _("created")
    TRANSITION = "transition", _("state changed")
    PARTY_JOINED = "party_joined", _("party joined")
    PARTY_CHANGED = "party_changed", _("party changed")
    PARTY_LEFT = "party_left", _("party left")
    PLEDGED = "pledged", _("share promised")
    PLEDGE_CHANGED = "pledge_changed", _("share changed")
    PLEDGE_WITHDRAWN = "pledge_withdrawn", _("share withdrawn")
    MEASURE_SET = "measure_set", _("success described")
    MEASURE_CHANGED = "measure_changed", _("success described anew")
    TERMS_CHANGED = "terms_changed", _("terms changed")
    VERSION_PROPOSED = "version_proposed", _("agreement put to approval")
    VERSION_WITHDRAWN = "version_withdrawn", _("agreement taken back")
    IN_FORCE = "in_force", _("agreement in force")
    APPROVED = "approved", _("agreement approved")
    TASK_OFFERED = "task_offered", _("task offered")
    TASK_ACCEPTED = "task_accepted", _("task accepted")
    TASK_DECLINED = "task_declined", _("task declined")
    TASK_MOVED = "task_moved", _("new date promised")
    TASK_DONE = "task_done", _("promise kept")
    TASK_DROPPED = "task_dropped", _("task dropped")
    CONTRIBUTED = "contributed", _("contributed")
    CORRECTED = "corrected", _("contribution corrected")
    CONFIRMED = "confirmed", _("contribution confirmed")
    DISPUTED = "disputed", _("contribution disputed")
    BENEFIT = "benefit", _("benefit noted")
    SUCCESS = "success", _("success reached")
    MEETING = "meeting", _("meeting held")
    DECISION = "decision", _("decision")
    HELP_ASKED = "help_asked", _("help asked for")
    ANSWERED = "answered", _("reminder answered")
    NOTE = "note", _("note")


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
