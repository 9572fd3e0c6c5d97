"""Mails a second of one sending process against a bare smtplib loop over one connection to the same server."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as clock_time
from email.message import EmailMessage
from email.policy import SMTP
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from accounts.mail.sender import send_batch
from accounts.models import OutboundMail
from bench.report import figure, ratio
from coopnet.clock import BusinessCalendar
from nagging.actions.asking import ask_due
from nagging.sweep import sweep

PORT = 18725


@contextmanager
def _sink() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "bench.sink", str(PORT)])
    smtp = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": PORT,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }
    try:
        _wait()
        with override_settings(**smtp):
            yield
    finally:
        process.terminate()
        process.wait(10)


def _wait() -> None:
    for _ in range(100):
        try:
            smtplib.SMTP("127.0.0.1", PORT).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the mail server did not start")


def run(rounds: int) -> None:
    """Real digests of the three rules, sent in turn with the bare loop: as most are, and as large as they get."""
    moment = _working_hour()
    let_most_rest()
    with _sink():
        _measure("a mail with one or two questions, one process", rounds, moment)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cooperations_cooperation SET state = 'active'")
        _measure("a mail with five questions, one process", rounds, moment)


def let_most_rest(firms: int = 600) -> None:
    """Leave as many cooperations active that every firm is in one: then nobody is asked more than two things."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cooperations_cooperation SET state = 'idea' WHERE id NOT IN"
            " (SELECT id FROM cooperations_cooperation ORDER BY id LIMIT %s)",
            [firms // 2],
        )


def _measure(name: str, rounds: int, moment: datetime) -> None:
    ours, theirs, statements, sent, questions = [], [], [], [], []
    for turn in range(rounds + 1):
        _forget()
        sweep(now=moment - timedelta(days=7))
        asked_for = ask_due(now=moment)
        took, mails, asked = _send(moment)
        bare = _bare(moment, mails)
        if turn:
            ours.append(took / mails)
            theirs.append(bare / mails)
            statements.append(asked / mails)
            sent.append(mails)
            questions.append(asked_for.questions / asked_for.digests)
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    ratio(name, ours, theirs, ratios, "≤ 1.67 (speed ≥ 0.6)")
    figure("  mails a round, questions in each", (max(sent), round(max(questions), 1)), "1 to 5 questions")
    figure("  mails a second", round(len(ours) / sum(ours)), "15 to 20 in the fastest comparable product")
    figure("  statements per mail", round(max(statements), 2), "≤ 5")


def _forget() -> None:
    """Each round asks for the first time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE nagging_answer, nagging_nag, nagging_digest, nagging_finding, accounts_outboundmail CASCADE"
        )


def _working_hour() -> datetime:
    """Ten o'clock on a working day in five weeks: all tasks of the measured world are late by then."""
    day = BusinessCalendar().on_or_after(timezone.now().date() + timedelta(days=35))
    return datetime.combine(day, clock_time(10), ZoneInfo(settings.TIME_ZONE))


def _send(now: datetime) -> tuple[float, int, int]:
    """Seconds, mails and statements of sending everything that is due."""
    asked = 0

    def note(execute, sql, params, many, context):
        nonlocal asked
        asked += not sql.startswith(("SAVEPOINT", "RELEASE"))
        return execute(sql, params, many, context)

    mails = 0
    start = time.perf_counter()
    with connection.execute_wrapper(note):
        while (done := send_batch(now=now)).taken:
            mails += done.sent
    took = time.perf_counter() - start
    if mails < 100:
        raise SystemExit(f"only {mails} mails in a round: the figure would mean nothing")
    return took, mails, asked


def _bare(now: datetime, mails: int) -> float:
    """The texts that just went out, handed over again by smtplib alone."""
    rows = OutboundMail.objects.filter(sent_at=now).values_list("to_address", "subject", "text", "html")[:mails]
    wires = [(to, _wire(to, subject, text, html)) for to, subject, text, html in rows]
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", PORT) as server:
        for to, wire in wires:
            server.sendmail("coopnet@localhost", [to], wire)
    return time.perf_counter() - start


def _wire(to: str, subject: str, text: str, html: str) -> bytes:
    """The mail as bytes, made before the clock runs."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "coopnet@localhost", to, subject
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return mail.as_bytes(policy=SMTP)
