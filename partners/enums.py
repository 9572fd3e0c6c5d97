from django.db import models
from django.utils.translation import gettext_lazy as _


class FirmRole(models.TextChoices):
    """What a person may do for their firm: the lead speaks for it in every cooperation."""

    LEAD = "lead", _("lead")
    MEMBER = "member", _("member")


class ContactSource(models.TextChoices):
    MANUAL = "manual", _("typed in")
    LINKEDIN = "linkedin", "LinkedIn"
    OUTLOOK = "outlook", "Outlook"
    GOOGLE = "google", "Google"
    VCARD = "vcard", "vCard"
    TABLE = "table", _("table")


class LawfulBasis(models.TextChoices):
    """Why the contact's data may be kept (Art. 6 (1) GDPR)."""

    CONSENT = "consent", _("consent")
    CONTRACT = "contract", _("contract or its preparation")
    INTEREST = "interest", _("legitimate interest")


class ImportKind(models.TextChoices):
    """What a file that somebody brings holds."""

    CONTACTS = "contacts", _("contacts")
    FIRMS = "firms", _("firms")


class ExistingRows(models.TextChoices):
    """What an import does with a row that is already there."""

    KEEP = "keep", _("leave them as they are")
    FILL = "fill", _("fill in what is missing")
    REPLACE = "replace", _("let the file win")
