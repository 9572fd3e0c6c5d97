"""A mail as it goes over the wire: headers that identify it, text and HTML."""

from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.mail.composers import Message
from accounts.models import OutboundMail


def message_id(key: str) -> str:
    """The Message-ID that belongs to ``key``, always the same: a doubled transmission can be recognised."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def wire_form(mail: OutboundMail, message: Message) -> EmailMultiAlternatives:
    """The mail for Django's mail backends. No header can be broken by a title with line breaks in it."""
    email = EmailMultiAlternatives(
        subject=one_line(message.subject),
        body=message.text,
        to=[message.to_address or mail.to.email],
        headers={
            "Message-ID": message_id(mail.key),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **{name: one_line(value) for name, value in message.headers.items()},
        },
    )
    email.attach_alternative(message.html, "text/html")
    return email


def one_line(text: str) -> str:
    return " ".join(text.split())


def without_secrets(text: str, message: Message) -> str:
    """``text`` as the outbox keeps it: a link in a stored mail must not work for whoever reads the database."""
    for secret in message.secrets:
        text = text.replace(secret, "…")
    return text
