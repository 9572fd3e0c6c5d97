"""Handing a mail to the mail server, and knowing what came of it."""

import smtplib
from dataclasses import dataclass
from enum import Enum

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from accounts.mail.message import envelope_address

# "5.7." is about policy (relaying, sender, content), not about this recipient.
NO_SUCH_ADDRESS = (550, 551, 553, 556)


class Outcome(Enum):
    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    BAD_ADDRESS = "bad address"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Result:
    """What became of one transmission; ``alive`` is False when the connection cannot be used again."""

    outcome: Outcome
    error: str = ""
    alive: bool = True


class Unreachable(Exception):
    """The mail server cannot be reached or does not let us in; ``str()`` says how."""


class Transport:
    """One connection for a whole batch, through Django's configured mail backend.

    With an SMTP backend the dialogue is held here, because only so can be told whether a connection was lost before
    the mail was handed over (it can be sent again) or after (it may have arrived: RFC 1047).
    """

    def __init__(self) -> None:
        self._backend = get_connection()

    def __enter__(self) -> "Transport":
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_said(error)) from error
        return self

    def __exit__(self, *_exc: object) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            # The mails are out; how the server takes leave changes nothing.
            return

    def begin(self, email: EmailMessage, wire: bytes) -> Result | None:
        """Hand ``email`` over; ``wire`` are its bytes as :func:`accounts.mail.message.wire_bytes` made them.

        None: the server is taking it in, and :meth:`finish` will know; until then there is time for other work.
        """
        smtp = getattr(self._backend, "connection", None) if isinstance(self._backend, EmailBackend) else None
        try:
            if smtp is not None:
                return _hand_over(smtp, email, wire)
            self._backend.send_messages([email])
        except (OSError, smtplib.SMTPException) as error:
            return Result(Outcome.LATER, _said(error), alive=False)
        return Result(Outcome.SENT)

    def finish(self) -> Result:
        """What became of the mail that was begun; waits for the server."""
        smtp = self._backend.connection
        try:
            answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            # The server may have taken it before the line went dead.
            return Result(Outcome.UNKNOWN, _said(error), alive=False)
        if answer[0] == 250:
            return Result(Outcome.SENT)
        try:
            return _refusal(smtp, answer, Outcome.BAD_ADDRESS if b"5.1." in answer[1] else Outcome.REFUSED)
        except (OSError, smtplib.SMTPException) as error:
            return Result(Outcome.LATER, _said(error), alive=False)


def _hand_over(smtp: smtplib.SMTP, email: EmailMessage, wire: bytes) -> Result | None:
    smtp.ehlo_or_helo_if_needed()
    answer = smtp.mail(envelope_address(email.from_email))
    if answer[0] != 250:
        return _refusal(smtp, answer, Outcome.REFUSED)
    answer = smtp.rcpt(envelope_address(email.to[0]))
    if answer[0] not in (250, 251):
        wrong = answer[0] in NO_SUCH_ADDRESS and b"5.7." not in answer[1]
        return _refusal(smtp, answer, Outcome.BAD_ADDRESS if wrong else Outcome.REFUSED)
    answer = smtp.docmd("data")
    if answer[0] != 354:
        return _refusal(smtp, answer, Outcome.REFUSED)
    try:
        smtp.send(wire)
    except (OSError, smtplib.SMTPException) as error:
        # Without its final dot the server throws it away, but how much of it arrived cannot be known.
        return Result(Outcome.UNKNOWN, _said(error), alive=False)
    return None


def _refusal(smtp: smtplib.SMTP, answer: tuple[int, bytes], for_good: Outcome) -> Result:
    code, text = answer
    said = f"{code} {text.decode(errors='replace')}"[:200]
    alive = code != 421
    if alive:
        alive = smtp.rset()[0] == 250
    return Result(for_good if code >= 500 else Outcome.LATER, said, alive)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]
