"""A mail as it goes over the wire: headers that identify it, text and HTML."""

import re
from binascii import b2a_qp
from email.header import Header
from email.utils import formatdate, parseaddr
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from accounts.mail.composers import Message
from accounts.models import OutboundMail

_PLAIN = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_DOT = re.compile(r"(?m)^\.")


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


def wire_bytes(email: EmailMultiAlternatives) -> bytes:
    """``email`` (with one alternative) as DATA takes it: CRLF, leading dots doubled, final dot.

    Python's own generator takes longer than the mail server does, and these mails are always of the same shape. Both
    parts are quoted-printable: seven bits and short lines pass every server. ValueError where a header cannot be
    written.
    """
    message_id = email.extra_headers["Message-ID"]
    boundary = f"=_{message_id[1:41]}"
    headers = {
        "Subject": email.subject,
        "From": _address(email.from_email),
        "To": ", ".join(_address(address) for address in email.to),
        "Date": formatdate(),
        **email.extra_headers,
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }
    lines = [f"{name}: {_header_value(name, str(value))}" for name, value in headers.items()]
    parts = [(email.body, "plain"), (email.alternatives[0].content, "html")]
    for content, subtype in parts:
        lines += [
            "",
            f"--{boundary}",
            f'Content-Type: text/{subtype}; charset="utf-8"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            b2a_qp(content.encode(), istext=True).decode().replace("\r\n", "\n").replace("\n", "\r\n"),
        ]
    lines += [f"--{boundary}--", ""]
    return _DOT.sub("..", "\r\n".join(lines)).encode("ascii") + b".\r\n"


@lru_cache(maxsize=1024)
def _address(written: str) -> str:
    """As the header wants it; ValueError where it is none. Parsing takes longer than everything else of a header."""
    return written if _PLAIN.fullmatch(written) else sanitize_address(written, "utf-8")


def envelope_address(written: str) -> str:
    """The bare address for MAIL and RCPT; ValueError where it is none."""
    return parseaddr(_address(written))[1]


def _header_value(name: str, value: str) -> str:
    if "\n" in value or "\r" in value:
        raise ValueError(f"line break in {name}")
    if value.isascii():
        return value
    return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def one_line(text: str) -> str:
    return " ".join(text.split())


def without_secrets(text: str, message: Message) -> str:
    """``text`` as the outbox keeps it: a link in a stored mail must not work for whoever reads the database."""
    for secret in message.secrets:
        text = text.replace(secret, "…")
    return text
