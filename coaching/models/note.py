from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.models.engagement import Engagement
from coaching.models.session import Session


class EngagementKey(models.Model):
    """The key of one engagement, wrapped by ``settings.VAULT_KEY``; empty once it was destroyed.

    Opened only by :mod:`coaching.vault`.
    """

    engagement = models.OneToOneField(Engagement, on_delete=models.CASCADE, primary_key=True, related_name="+")
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "key"


class PrivateNote(models.Model):
    """A coach's note, as ciphertext. Written and read only through :mod:`coaching.vault`, by its author.

    ``session`` is null for a note about the engagement as a whole; an author has one note per session.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    ciphertext = models.BinaryField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at"]
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        indexes = [models.Index(fields=["engagement", "author"], name="coaching_note_author")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "author"],
                condition=Q(session__isnull=False),
                name="coaching_note_once_per_session",
            )
        ]

    def __str__(self) -> str:
        return "private note"
