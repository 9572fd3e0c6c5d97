from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import MailCategory, MailState


class OutboundMail(models.Model):
    """One mail that has to leave. The row is the duty; Celery only carries its id.

    ``key`` is derived from what the mail is about, so that the same mail cannot be enqueued twice, and the
    Message-ID is derived from ``key``, so that a doubled transmission is recognisable. ``composer`` names the
    registered composer that renders the mail at the moment of sending (or withdraws it) from ``payload``; what
    really went out is kept in ``subject``, ``text`` and ``html`` (without the tokens of its links).

    ``started_at`` is set right before the mail is handed to the server: a lease that runs out without it was never
    tried and is free again, one that runs out with it has an unknown outcome. Such a mail is transmitted again only
    ``resends_left`` times.
    """

    key = models.CharField(max_length=120, unique=True)
    category = models.CharField(max_length=12, choices=MailCategory.choices)
    composer = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mails")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.PENDING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    resends_left = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    to_address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["not_before"], name="accounts_mail_due", condition=Q(state="pending")),
            models.Index(fields=["leased_until"], name="accounts_mail_leased", condition=Q(state="leased")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="accounts_mail_sent_has_time",
                violation_error_message="a sent mail has a time, any other has none",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"
