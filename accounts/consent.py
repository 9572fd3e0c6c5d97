"""The text with which a person agrees to reminders, and its version."""

from django.utils.translation import gettext_lazy as _

# Changes whenever the sentence below changes its meaning; kept with each consent, so that it can be shown later
# what exactly was agreed to.
TEXT_VERSION = "2026-11"
CONSENT_TEXT = _(
    "Please remind me by mail of what I have promised or been asked: at most one mail per working day, "
    "only in my working hours. Each mail has a link that stops them."
)
