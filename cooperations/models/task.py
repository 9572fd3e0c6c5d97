from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperations.enums import TaskState
from cooperations.models.cooperation import Cooperation, Party
from cooperations.querysets import TaskQuerySet


class Task(models.Model):
    """One promised step (Aufgabe): one owner in one firm, for whom, by when, done when.

    ``first_due_on`` is the day that was promised first; whether the promise was kept is told from ``due_on``.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="tasks")
    party = models.ForeignKey(Party, verbose_name=_("firm"), on_delete=models.CASCADE, related_name="tasks")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    for_party = models.ForeignKey(
        Party, verbose_name=_("for whom"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("task"), max_length=160)
    done_when = models.CharField(_("done when"), max_length=250, blank=True)
    due_on = models.DateField(_("due"))
    first_due_on = models.DateField()
    moved_count = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.OFFERED)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decline_reason = models.CharField(_("reason"), max_length=250, blank=True)
    drop_reason = models.CharField(_("reason"), max_length=250, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["due_on"], name="coop_task_open_due", condition=Q(state="accepted")),
            models.Index(fields=["party", "state"], name="coop_task_party_state"),
            models.Index(fields=["cooperation", "state", "due_on"], name="coop_task_coop_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_at__isnull=False)) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="coop_task_done_has_time",
                violation_error_message=_("A task that is done has a time."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                name="coop_task_declined_has_reason",
                violation_error_message=_("Declining needs a reason."),
            ),
            models.CheckConstraint(
                condition=(Q(state="dropped", dropped_at__isnull=False) & ~Q(drop_reason=""))
                | (~Q(state="dropped") & Q(dropped_at__isnull=True, drop_reason="")),
                name="coop_task_dropped_has_reason",
                violation_error_message=_("Dropping needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
