"""Keeps a handful of processes running: restarts what ends, stops all together, leaves nothing behind."""

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
GRACE = 20.0


@dataclass
class Part:
    """One process to keep: its name for the log, its command, and what the supervisor knows about it."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = 0
    next_start: float = field(default=0.0)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


def dies_with(parent: int) -> Callable[[], None]:
    """For the child between fork and exec: ask Linux for SIGTERM as soon as ``parent`` is gone, however it went.

    Elsewhere there is no such request; there the children only end when the supervisor stops in an orderly way.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def ask() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died in between
            os._exit(1)

    return ask


class Supervisor:
    """Runs ``parts`` with ``environment`` until :meth:`stop` is called (also from a signal handler)."""

    def __init__(self, parts: Sequence[Part], environment: Mapping[str, str]) -> None:
        self.parts = parts
        self.environment = environment
        self.stopping = False

    def stop(self, *_signal: object) -> None:
        self.stopping = True

    def start(self, part: Part) -> None:
        # A session of its own, so that Ctrl-C reaches only the supervisor, which then ends the parts in order.
        part.process = subprocess.Popen(  # noqa: S603 - own, fixed commands
            part.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dies_with(os.getpid()),
        )
        part.started = time.monotonic()

    def look_after(self, part: Part) -> None:
        """Restart ``part`` when it has ended: at once the first time, later with growing pauses."""
        now = time.monotonic()
        if part.alive or now < part.next_start:
            return
        if part.process is not None:
            code = part.process.returncode
            part.process = None
            part.failures = 0 if now - part.started > 60 else part.failures + 1
            pause = min(LONGEST_PAUSE, 2.0**part.failures - 1)
            part.next_start = now + pause
            logger.warning("%s ended with %s, starts again in %.0f s", part.name, code, pause)
            if pause:
                return
        self.start(part)

    def run(self, each_round: Callable[[], None]) -> None:
        """Until stopped; ``each_round`` is called about three times a second."""
        try:
            while not self.stopping:
                for part in self.parts:
                    self.look_after(part)
                each_round()
                time.sleep(0.3)
        finally:
            self.end_all()

    def end_all(self) -> None:
        """SIGTERM to every part, so that it finishes what it does; after a while SIGKILL."""
        for part in self.parts:
            if part.process is not None and part.process.poll() is None:
                part.process.terminate()
        deadline = time.monotonic() + GRACE
        for part in self.parts:
            if part.process is None:
                continue
            try:
                part.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                logger.warning("%s did not end in time", part.name)
                part.process.kill()
                part.process.wait()
