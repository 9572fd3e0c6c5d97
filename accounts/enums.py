from django.db import models
from django.utils.translation import gettext_lazy as _


class Address(models.TextChoices):
    """How a person is greeted in mails; ``neutral`` uses the full name."""

    MS = "ms", _("Ms")
    MR = "mr", _("Mr")
    NEUTRAL = "neutral", _("no form of address")


class Language(models.TextChoices):
    EN = "en", "English"
    DE = "de", "Deutsch"


class MailState(models.TextChoices):
    """State of a row in the outbox."""

    PENDING = "pending", _("waiting")
    LEASED = "leased", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be delivered")
    WITHDRAWN = "withdrawn", _("no longer needed")
    UNKNOWN = "unknown", _("outcome unknown")


class MailCategory(models.TextChoices):
    """What a mail is about; unsubscribing is per category, account mails cannot be unsubscribed."""

    ACCOUNT = "account", _("account and invitations")
    DIGEST = "digest", _("reminders")
