"""The whole installation as one command: web, worker and beat, kept running until it is stopped."""

import http.client
import os
import signal
import socket
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from coopnet.demo import accounts
from coopnet.supervisor import Part, Supervisor


class Command(BaseCommand):
    help = "Brings the database up to date and runs web, worker and beat until stopped (PORT, default 8000)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-jobs", action="store_true", help="only the web process, for example for a bench")

    def handle(self, *args: object, **options: object) -> None:
        os.umask(0o077)
        self._refuse_taken_port()
        call_command("migrate", verbosity=0, interactive=False)
        if not settings.DEBUG:
            call_command("collectstatic", verbosity=0, interactive=False)
        self.supervisor = Supervisor(self._parts(with_jobs=not options["without_jobs"]), self._environment())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.supervisor.stop)
        self.announced = False
        self.supervisor.run(self._announce_once)

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as error:
                where = f"{settings.HOST}:{settings.PORT}"
                raise CommandError(f"{where} is not free ({error.strerror}); choose another with PORT=8001") from error

    def _parts(self, *, with_jobs: bool) -> list[Part]:
        python = [sys.executable, "-m"]
        web = Part("web", [*python, "gunicorn", "-c", "python:coopnet.web", "coopnet.wsgi"])
        if not with_jobs:
            return [web]
        # In a container everything runs as root; the messages are JSON, so Celery's long warning says nothing new.
        calm = ["-W", "ignore:You're running the worker with superuser privileges"]
        celery = [sys.executable, *calm, "-m", "celery", "--quiet", "-A", "coopnet.celery"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        worker = [*celery, "worker", *quiet, "-Q", ",".join(settings.CELERY_QUEUES), "-l", "WARNING"]
        # Beat is a process of its own: inside a worker, a kill leaves an orphan behind that doubles every tick.
        beat = [*celery, "beat", "-l", "WARNING", "--pidfile="]
        return [web, Part("worker", worker), Part("beat", beat)]

    def _environment(self) -> dict[str, str]:
        # The file broker moves messages through the folder for temporary files; that has to be a private one.
        private = settings.VAR_DIR / "tmp"
        private.mkdir(exist_ok=True, mode=0o700)
        return os.environ | {"TMPDIR": str(private), "PYTHONPATH": str(settings.BASE_DIR), "PYTHONUNBUFFERED": "1"}

    def _announce_once(self) -> None:
        if not self.announced and self._answers():
            self.announced = True
            self.stdout.write("\n".join(self._welcome()))
            self.stdout.flush()

    def _answers(self) -> bool:
        host = "127.0.0.1" if settings.HOST in ("0.0.0.0", "::", "") else settings.HOST  # noqa: S104
        connection = http.client.HTTPConnection(host, settings.PORT, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _welcome(self) -> list[str]:
        lines = ["", f"coopnet runs at {settings.BASE_URL}", ""]
        if settings.EMBEDDED and User.objects.filter(email=accounts.SHOWN[0].email).exists():
            lines.append("Example accounts, all with the password " + accounts.PASSWORD)
            lines += [f"  {account.role:<22}{account.email}" for account in accounts.SHOWN]
            lines.append("")
        if settings.KEEP_MAILS:
            lines += [f"Mails are kept, not sent; read them at {settings.BASE_URL}/mailbox/", ""]
        return [*lines, "Ctrl-C stops everything.", ""]
