from django.conf import settings
from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """The one row that says that this installation has been set up; its insertion decides between two at once."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    set_up_at = models.DateTimeField()
    set_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1), name="accounts_installation_single", violation_error_message="there is only one"
            )
        ]

    def __str__(self) -> str:
        return f"set up {self.set_up_at:%Y-%m-%d}"
