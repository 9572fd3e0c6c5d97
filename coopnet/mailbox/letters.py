"""Kept mails read back from their files."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Letter:
    """One kept mail; ``key`` is its file name without ending, ``at`` when it was sent by its own account."""

    key: str
    at: datetime
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail.get("Subject", ""))

    @property
    def to(self) -> str:
        return str(self.mail.get("To", ""))

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.mail.items()]

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or part.get_content_type() for part in self.mail.iter_attachments()]

    def _body(self, kind: str) -> str:
        part = self.mail.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""


def keys(newest: int) -> list[str]:
    """Keys of the ``newest`` kept mails, newest first."""
    files = sorted(Path(settings.MAILBOX_DIR).glob("*.eml"), reverse=True)
    return [file.stem for file in files[:newest]]


def letter(key: str) -> Letter:
    """The kept mail ``key``; FileNotFoundError when there is none."""
    raw = (Path(settings.MAILBOX_DIR) / f"{key}.eml").read_bytes()
    mail = message_from_bytes(raw, policy=policy.default, _class=EmailMessage)
    return Letter(key, _sent(mail) or datetime.fromtimestamp(int(key.split("-")[0]) / 1e9, UTC), mail)


def _sent(mail: EmailMessage) -> datetime | None:
    """The date in the head of the mail; the example portfolio makes the mails of a year within a minute."""
    moment = getattr(mail.get("Date"), "datetime", None)
    return moment if moment and moment.tzinfo else None
