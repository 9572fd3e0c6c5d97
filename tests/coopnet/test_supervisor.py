"""The supervisor keeps its parts running and leaves nothing behind, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Two parts that write their process id each time they start, and sleep.
PROGRAM = """
import os, signal, sys
from coopnet.supervisor import Part, Supervisor
folder = sys.argv[1]
write = "import os, sys, time; open(sys.argv[1] + '/' + str(os.getpid()), 'w').close(); time.sleep(600)"
parts = [Part(name, [sys.executable, "-c", write, folder + "/" + name]) for name in ("web", "worker")]
supervisor = Supervisor(parts, os.environ)
signal.signal(signal.SIGTERM, supervisor.stop)
supervisor.run(lambda: None)
"""


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def supervised(tmp_path):
    """A running supervisor, and a function that gives the process ids that a part has had so far."""
    for name in ("web", "worker"):
        (tmp_path / name).mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], env=environment, stderr=subprocess.PIPE)

    def pids(name: str) -> list[int]:
        return [int(file.name) for file in sorted((tmp_path / name).iterdir(), key=lambda file: file.stat().st_mtime)]

    wait_until(lambda: pids("web") and pids("worker"))
    yield process, pids
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stderr.close()


def test_a_part_that_dies_is_started_again(supervised):
    _process, pids = supervised
    os.kill(pids("worker")[0], signal.SIGKILL)
    wait_until(lambda: len(pids("worker")) == 2)
    assert runs(pids("worker")[1])
    assert len(pids("web")) == 1


def test_stopped_in_order_it_takes_its_parts_along(supervised):
    process, pids = supervised
    process.terminate()
    assert process.wait(20) == 0
    assert not any(runs(pid) for name in ("web", "worker") for pid in pids(name))


@pytest.mark.skipif(sys.platform != "linux", reason="the request to the kernel exists on Linux only")
def test_killed_it_takes_its_parts_along(supervised):
    process, pids = supervised
    process.kill()
    process.wait(20)
    wait_until(lambda: not any(runs(pid) for name in ("web", "worker") for pid in pids(name)), 5)
