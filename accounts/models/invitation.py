from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class InvitationQuerySet(models.QuerySet):
    def open_at(self, now: datetime) -> "InvitationQuerySet":
        """Invitations whose link works at ``now``: neither used nor expired, and their person cannot sign in yet."""
        waiting = Q(user__is_active=True, user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.filter(waiting, accepted_at__isnull=True, expires_at__gt=now)


class Invitation(models.Model):
    """A link with which an invited person sets a password and becomes able to sign in.

    The token is derived from ``nonce`` and the secret key of the installation, and only its SHA-256 is kept: whoever
    reads the database cannot use it, and the mail can still be written later by a job. ``about`` is the sentence that
    tells why ("the cooperation 'Catalogue'").
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    about = models.CharField(_("what it is about"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.created_at:%Y-%m-%d}"
