"""``make test``: the suite on every part that this machine has, and in the last lines what it has not.

1. on the embedded default (SQLite, no Redis), 2. again on a private, throwaway PostgreSQL with the worker tests on a
private Redis, 3. the journeys in Chromium. Nothing that already runs here is touched. Arguments go on to pytest.
With COOPNET_REQUIRE_ALL=1 (``.ci/run``) a missing part or a skipped test fails.
"""

import contextlib
import glob
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.machine import chromium_path, free_port, playwright_is_installed

ROOT = Path(__file__).resolve().parent.parent
PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
APT = "apt-get install --no-install-recommends"
CLOSING_LINE = re.compile(r"^=*\s*(no tests ran|\d+ (passed|failed|skipped|deselected|error)).* in [\d.]+s")
NO_TESTS = 5


@dataclass
class Report:
    """What ran, with pytest's own closing line, and what could not."""

    closing: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    failed: bool = False


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def postgres_tool(name: str) -> str:
    """Path of a PostgreSQL program, the newest version first; "" when there is none."""
    packaged = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    return packaged[-1] if packaged else shutil.which(name) or ""


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """URL of a private PostgreSQL that is gone afterwards; "" when there is none to be had."""
    if given := os.environ.get("DATABASE_URL", ""):
        yield given
        return
    initdb, control = postgres_tool("initdb"), postgres_tool("pg_ctl")
    root = os.geteuid() == 0
    if not (initdb and control) or (root and "postgres" not in {user.pw_name for user in pwd.getpwall()}):
        yield ""
        return
    folder = tempfile.mkdtemp(prefix="coopnet-pg-")
    if root:
        shutil.chown(folder, "postgres")
    data, port = f"{folder}/data", free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    options += " -c full_page_writes=off -c synchronous_commit=off"
    # PostgreSQL refuses to run as root; then it runs as the user that its package has made.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/", **user}
    make = [initdb, "-D", data, "-U", "coopnet", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    try:
        subprocess.run(make, **quiet)
        subprocess.run([control, "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start"], **quiet)
        yield f"postgres://coopnet@127.0.0.1:{port}/coopnet"
    finally:
        subprocess.run([control, "-D", data, "-m", "immediate", "stop"], **quiet | {"check": False})
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """URL of a private Redis that is gone afterwards, without a database number; "" when there is none."""
    if given := os.environ.get("TEST_REDIS_URL", ""):
        yield given
        return
    program = shutil.which("redis-server")
    if not program:
        yield ""
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="coopnet-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        try:
            yield f"redis://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def browser_is_ready() -> bool:
    """Whether Chromium and Playwright are there; Playwright is installed when only it is missing."""
    if not chromium_path():
        return False
    if playwright_is_installed():
        return True
    done = subprocess.run([*PIP, "-r", str(ROOT / "requirements-browser.txt")], check=False)
    return done.returncode == 0


def run_pytest(title: str, report: Report, marks: str, arguments: list[str], **environment: str) -> None:
    """One run; its output is shown as it comes, its closing line is kept for the end."""
    say(f"\n=== {title}")
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("TEST_PROCESSES", "2"), "-m", marks, *arguments]
    closing = "pytest gave no closing line"
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as run:
        for line in run.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            if CLOSING_LINE.match(line):
                closing = line.strip()
    report.closing.append((title, closing))
    if run.returncode == NO_TESTS and (arguments or os.environ.get("COOPNET_REQUIRE_ALL") != "1"):
        return
    report.failed = report.failed or run.returncode != 0


def run_all(arguments: list[str]) -> Report:
    report = Report()
    with postgres() as database, redis() as broker:
        browser = browser_is_ready()
        extra = {"TEST_REDIS_URL": broker} if broker else {}
        plain = "not browser and not postgres" + (" and not redis" if database or not broker else "")
        os.environ.pop("DATABASE_URL", None)
        run_pytest("embedded default (SQLite)", report, plain, arguments, **extra)
        if database:
            full = "not browser" + ("" if broker else " and not redis")
            title = "PostgreSQL and Redis" if broker else "PostgreSQL"
            run_pytest(title, report, full, arguments, DATABASE_URL=database, **extra)
        if browser:
            on = {"DATABASE_URL": database} if database else {}
            run_pytest("journeys in Chromium", report, "browser", arguments, **on, **extra)
    if not database:
        report.missing.append(f"the suite on PostgreSQL: {APT} postgresql")
    if not broker:
        report.missing.append(f"the worker tests on Redis: {APT} redis-server")
    if not browser:
        command = f"{APT} chromium" if not chromium_path() else "pip install -r requirements-browser.txt"
        report.missing.append(f"the journeys in a browser: {command}")
    return report


def main() -> int:
    report = run_all(sys.argv[1:])
    say()
    for title, closing in report.closing:
        say(f"{title}:\n{closing}")
    for missing in report.missing:
        say(f"NOT RUN: {missing}")
    everything = os.environ.get("COOPNET_REQUIRE_ALL") != "1" or not report.missing
    return 0 if everything and not report.failed else 1


if __name__ == "__main__":
    raise SystemExit(main())
