"""The engine on its real parts: beat, worker, Redis, PostgreSQL and a mail server, with the worker killed half-way.

Nothing may be lost and nothing doubled: the sweep is caught between two portions, the sending between two mails.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from accounts.enums import MailState
from accounts.models import OutboundMail, User
from cooperations.models import Cooperation, Party, Task, shard_of
from nagging import locks
from nagging.models import Digest, Finding, Nag
from nagging.rules import SHARDS
from partners.models import Firm, Membership
from tests.fixtures.processes import database_url
from tests.fixtures.smtp import free_port

pytestmark = [
    pytest.mark.redis,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

PAIRS = 40
BERLIN = ZoneInfo("Europe/Berlin")


def eventually(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until ``true()``; AssertionError after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


@pytest.fixture
def overdue() -> datetime:
    """40 cooperations of two firms each, in which every responsible person is late; returns a working moment."""
    moment = datetime(2027, 3, 2, 10, 0, tzinfo=BERLIN)
    past = moment - timedelta(days=60)
    manager = User.objects.create_user("manager@parts.example", may_manage=True, last_name="Muster")
    for number in range(PAIRS):
        cooperation = Cooperation.objects.create(
            title=f"Paar {number}", state="active", manager=manager, created_at=past, starts_on=past.date()
        )
        Cooperation.objects.filter(pk=cooperation.pk).update(shard=shard_of(cooperation.pk))
        for side in "ab":
            person = User.objects.create_user(
                f"{side}{number}@parts.example", first_name=side, last_name=f"P{number}", mail_consent_at=past
            )
            firm = Firm.objects.create(name=f"Firma {side}{number}", keeper=manager, created_at=past)
            Membership.objects.create(firm=firm, user=person, role="lead")
            party = Party.objects.create(cooperation=cooperation, firm=firm, responsible=person, joined_on=past.date())
            Task.objects.create(
                cooperation=cooperation,
                party=party,
                owner=person,
                title="Preisliste",
                due_on=(moment - timedelta(days=9)).date(),
                first_due_on=(moment - timedelta(days=9)).date(),
                state="accepted",
                accepted_at=past,
                offered_by=manager,
                created_at=past,
            )
    return moment


class StallingServer:
    """Takes mails; after ``stall_after`` of them it has the next one, too, and then says nothing more."""

    def __init__(self, stall_after: int | None = None):
        self.received: list[tuple[str, str]] = []
        self.stall_after = stall_after
        self.stalled = threading.Event()
        self.hanging = 0

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        head = envelope.content.decode(errors="replace").split("\r\n\r\n", 1)[0]
        message_id = next(line for line in head.splitlines() if line.lower().startswith("message-id:"))
        self.received.append((envelope.rcpt_tos[0], message_id))
        if self.stall_after is not None and len(self.received) > self.stall_after:
            self.hanging += 1
            self.stalled.set()
            await asyncio.sleep(600)
        return "250 OK"


@pytest.fixture
def smtp():
    running = []

    def start(port: int, stall_after: int | None = None) -> StallingServer:
        handler = StallingServer(stall_after)
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        return handler

    yield start
    for controller in running:
        controller.stop(no_assert=True)


def kill(process) -> None:
    """SIGKILL for the worker and everything it started; no handler, no goodbye."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class Engine:
    """Worker and beat as processes, at a moment of our choosing."""

    start_worker: Callable
    start_beat: Callable
    environment: dict[str, str]

    def run(self, moment: datetime, **more: str):
        """Start both at ``moment``; returns the worker."""
        ahead = {"CLOCK_OFFSET_SECONDS": str(int((moment - timezone.now()).total_seconds()))}
        worker = self.start_worker(**self.environment, **ahead, **more)
        self.start_beat(**self.environment, **ahead)
        return worker


def test_a_worker_killed_in_the_sweep_and_in_the_sending(overdue, redis_url, start_worker, start_beat, smtp):
    port = free_port()
    server = smtp(port, stall_after=10)
    mail_server = {"REDIS_URL": redis_url, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    engine = Engine(start_worker, start_beat, mail_server)
    killed_in_the_sweep(engine, overdue)
    # A new worker, and a second beat, finish the sweep; the patience of the rule is not over yet.
    worker = engine.run(overdue)
    eventually(lambda: Finding.objects.count() == 2 * PAIRS)
    kill(worker)
    assert not Digest.objects.exists()
    asking = overdue + timedelta(days=3)
    killed_in_the_sending(engine, asking, server)
    # Eleven minutes later the leases have run out; another worker sends the rest.
    server.stall_after = None
    later = asking + timedelta(minutes=11)
    engine.run(later)
    eventually(lambda: not OutboundMail.objects.filter(state__in=[MailState.PENDING, MailState.LEASED]).exists(), 120)
    # The next round of the sweep reads what became of the mails; one more beat asks for it at once.
    engine.run(later)
    eventually(lambda: not Nag.objects.filter(state="pending").exists(), 120)
    nothing_lost_and_nothing_doubled(server)
    connection.close()


def killed_in_the_sweep(engine: Engine, moment: datetime) -> None:
    """Somebody else holds a portion of the shards while the others are done: there the worker is killed."""
    blocker = psycopg2.connect(database_url())
    with blocker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [locks.SWEEP, SHARDS // 2])
    worker = engine.run(moment, WORKER_THREADS="1")
    eventually(lambda: 0 < Finding.objects.count() < 2 * PAIRS)
    kill(worker)
    assert 0 < Finding.objects.count() < 2 * PAIRS, "it was not in the middle"
    assert not Digest.objects.exists()
    blocker.rollback()
    blocker.close()


def killed_in_the_sending(engine: Engine, moment: datetime, server: StallingServer) -> None:
    worker = engine.run(moment)
    assert server.stalled.wait(90), "the sending never began"
    kill(worker)
    assert Finding.objects.filter(closed_at=None).count() == 2 * PAIRS
    assert Digest.objects.count() == 2 * PAIRS
    sent = OutboundMail.objects.filter(state=MailState.SENT).count()
    assert 0 < sent < 2 * PAIRS, "it was not in the middle"


def nothing_lost_and_nothing_doubled(server: StallingServer) -> None:
    assert Finding.objects.count() == 2 * PAIRS
    assert all(episode == 1 for episode in Finding.objects.values_list("episode", flat=True))
    states = Counter(OutboundMail.objects.values_list("state", flat=True))
    # Each sender that was killed had one mail on the wire; nobody knows its outcome, and it is not sent a second time.
    assert server.hanging >= 1
    assert states == {MailState.SENT: 2 * PAIRS - server.hanging, MailState.UNKNOWN: server.hanging}, states
    assert Counter(address for address, _id in server.received) == {
        f"{side}{number}@parts.example": 1 for number in range(PAIRS) for side in "ab"
    }
    assert len({message_id for _address, message_id in server.received}) == 2 * PAIRS
