"""One command is the whole installation: ``manage.py serve`` on the database of this test."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.coopnet.test_supervisor import runs, wait_until
from tests.machine import free_port

pytestmark = pytest.mark.slow


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def everybody(pid: int) -> list[int]:
    return [pid, *(below for child in children(pid) for below in everybody(child))]


@pytest.fixture
def serve(start_process, process_environment) -> Callable[..., tuple[subprocess.Popen, str]]:
    """Starts the installation on a free port; returns its process and address when everything works."""

    def start(**extra: str) -> tuple[subprocess.Popen, str]:
        port = str(free_port())
        environment = process_environment | {"PORT": port} | extra
        process = start_process(["manage.py", "serve"], environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: process.poll() is not None or status(f"{address}/readyz") == 200, 60)
        assert process.poll() is None, process.stdout.read()
        return process, address

    return start


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes by way of Linux's /proc")
def test_it_runs_heals_and_leaves_nothing_behind(serve):
    process, address = serve()
    assert status(f"{address}/account/login/") == 200
    assert status(f"{address}/mailbox/") == 200
    assert status(f"{address}/static/img/icon.svg") in (200, 404)

    web, worker, beat = children(process.pid)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: len(children(process.pid)) == 3 and worker not in children(process.pid))
    assert {web, beat} < set(children(process.pid))

    all_of_it = everybody(process.pid)
    assert len(all_of_it) >= 5
    process.kill()
    process.wait()
    wait_until(lambda: not any(runs(pid) for pid in all_of_it), 30)
    said = process.stdout.read()
    assert f"coopnet runs at {address}" in said
    assert f"{address}/mailbox/" in said
    assert "Example accounts" not in said


def test_it_stops_when_asked(serve):
    process, _address = serve()
    started = time.monotonic()
    process.terminate()
    assert process.wait(30) == 0
    assert time.monotonic() - started < 25


@pytest.mark.redis
def test_it_runs_on_redis(serve, redis_url):
    # readyz is only 200 after a heartbeat has gone from beat through Redis and a worker into the database.
    _process, address = serve(REDIS_URL=redis_url)
    assert status(f"{address}/readyz") == 200


def test_a_taken_port_is_said_in_one_line(serve, start_process, process_environment):
    _first, address = serve()
    environment = process_environment | {"PORT": address.rsplit(":", 1)[1]}
    second = start_process(["manage.py", "serve"], environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert second.wait(60) == 1
    said = second.stdout.read().strip()
    assert "is not free" in said
    assert "PORT=" in said
    assert len(said.splitlines()) == 1
