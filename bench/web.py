"""Pages through gunicorn (2 workers) on PostgreSQL, each against its lower bound in the same server."""

import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from bench.report import figure, interleaved, ratio
from cooperations.models import Cooperation, Party

PORT = 18765
REQUESTS = 30
PORTFOLIO = "/cooperations/"


class Browser:
    """One signed-in person on one kept-open connection."""

    def __init__(self, user: User):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self.csrf = "b" * 32
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={self.csrf}"
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT)

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        self.connection.request("GET", path, headers={"Cookie": self.cookie, **headers})
        response = self.connection.getresponse()
        return response, response.read()

    def post(self, path: str, fields: dict, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.csrf})
        self.connection.request(
            "POST",
            path,
            body,
            {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", **headers},
        )
        response = self.connection.getresponse()
        return response, response.read()

    def seconds(self, path: str) -> float:
        """Median seconds of one GET out of ``REQUESTS``."""
        took = []
        for _ in range(REQUESTS):
            start = time.perf_counter()
            response, _body = self.get(path)
            took.append(time.perf_counter() - start)
            if response.status != 200:
                raise SystemExit(f"{path} answered {response.status}")
        return statistics.median(took)

    def post_seconds(self, path: str, fields) -> float:
        """Median seconds of one POST out of ``REQUESTS``; ``fields(n)`` gives each its own."""
        took = []
        for n in range(REQUESTS):
            values = fields(n)
            start = time.perf_counter()
            response, body = self.post(path, values)
            took.append(time.perf_counter() - start)
            if response.status != 302:
                raise SystemExit(f"{path} answered {response.status}: {_visible(body)}")
        return statistics.median(took)


def _visible(body: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.decode()))[:600]


@contextmanager
def server() -> Iterator[list[int]]:
    """gunicorn with two workers; yields the workers' process ids."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "coopnet.wsgi",
            "-w",
            "2",
            "-b",
            f"127.0.0.1:{PORT}",
            "--log-level",
            "error",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"},
    )
    try:
        _wait()
        yield [int(pid) for pid in _children(process.pid)]
    finally:
        process.terminate()
        process.wait(20)


def _wait() -> None:
    for _ in range(150):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("gunicorn did not start")


def _children(pid: int) -> list[str]:
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return children.read().split()


def _mebibytes(pid: int) -> float:
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def run(rounds: int, manager: User, leads: list[User], made: list[Cooperation]) -> None:
    """``made`` are the manager's 2,000 cooperations of :func:`bench.world.portfolio`."""
    small = User.objects.create_user("small@bench.example", may_manage=True)
    Cooperation.objects.filter(pk__in=[one.pk for one in made[:10]]).update(manager=small)
    party = Party.objects.select_related("responsible").get(cooperation=made[20], responsible=leads[40])
    with server() as workers:
        _portfolio(Browser(manager), Browser(small), rounds)
        _cooperation(Browser(manager), made[20].pk, rounds)
        _contribution(Browser(party.responsible), party, rounds)
        figure("memory per worker, MiB", [round(_mebibytes(pid)) for pid in workers], "≤ 125")


def _portfolio(browser: Browser, small: Browser, rounds: int) -> None:
    counted, page = browser.get(PORTFOLIO, **{"X-Count": "1"})
    few, _ = small.get(PORTFOLIO, **{"X-Count": "1"})
    ratio(
        "portfolio, 50 of 2,000",
        *interleaved(lambda: browser.seconds(PORTFOLIO), lambda: browser.seconds("/bound/portfolio/"), rounds),
        "≤ 1.5",
    )
    figure("  queries for 50 and for 10 rows", (counted.headers["X-Queries"], few.headers["X-Queries"]), "≤ 8, equal")
    figure("  size of the page, kB", round(len(page) / 1000, 1), "≤ 60")


def _cooperation(browser: Browser, pk: int, rounds: int) -> None:
    path = f"/cooperations/{pk}/"
    counted, _ = browser.get(path, **{"X-Count": "1"})
    ratio(
        "cooperation page",
        *interleaved(lambda: browser.seconds(path), lambda: browser.seconds(f"/bound/cooperation/{pk}/"), rounds),
        "none named",
    )
    figure("  queries", counted.headers["X-Queries"], "≤ 12")


def _contribution(browser: Browser, party: Party, rounds: int) -> None:
    path = f"/cooperations/{party.cooperation_id}/contribute/"
    pledge = party.pledges.get()
    today = time.strftime("%Y-%m-%d")

    def fields(n: int) -> dict:
        return {
            "what": f"{party.pk}-{pledge.pk}",
            "text": "Texte geschrieben",
            "kind": "hours",
            "quantity": "2",
            "unit": "h",
            "happened_on": today,
            "token": f"{time.time_ns()}-{n}",
        }

    counted, body = browser.post(path, fields(0), **{"X-Count": "1"})
    if counted.status != 302:
        raise SystemExit(f"{path} answered {counted.status}: {_visible(body)}")
    ratio(
        "logging a contribution",
        *interleaved(
            lambda: browser.post_seconds(path, fields),
            lambda: browser.post_seconds(f"/bound/contribution/{party.pk}/", fields),
            rounds,
        ),
        "none named",
    )
    figure("  queries", counted.headers["X-Queries"], "≤ 12")
