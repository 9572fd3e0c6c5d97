"""``make test`` says what it could not run, and where everything is required nothing may be left out."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests import run
from tests.guards.source import ROOT


@pytest.fixture
def bare_machine(monkeypatch):
    """A machine without PostgreSQL, Redis and Chromium; returns the runs of pytest that were asked for."""

    @contextmanager
    def nothing():
        yield ""

    runs = []
    monkeypatch.setattr(run, "postgres", nothing)
    monkeypatch.setattr(run, "redis", nothing)
    monkeypatch.setattr(run, "browser_is_ready", lambda: False)
    monkeypatch.setattr(run, "chromium_path", lambda: "")
    monkeypatch.setattr(run, "run_pytest", lambda title, report, marks, *rest, **env: runs.append((title, marks)))
    monkeypatch.setattr(sys, "argv", ["tests.run"])
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return runs


def test_what_is_missing_is_said_with_the_command_that_helps(bare_machine, monkeypatch, capsys):
    monkeypatch.delenv("COOPNET_REQUIRE_ALL", raising=False)
    assert run.main() == 0
    assert bare_machine == [("embedded default (SQLite)", "not browser and not postgres and not redis")]
    last = capsys.readouterr().out.splitlines()[-3:]
    assert all(line.startswith("NOT RUN: ") and "apt-get install" in line for line in last)
    assert [line.split()[-1] for line in last] == ["postgresql", "redis-server", "chromium"]


def test_where_everything_is_required_a_missing_part_fails(bare_machine, monkeypatch):
    monkeypatch.setenv("COOPNET_REQUIRE_ALL", "1")
    assert run.main() == 1


@pytest.mark.slow
@pytest.mark.parametrize(("required", "code"), [("0", 0), ("1", 1)])
def test_a_skipped_test_fails_only_where_everything_is_required(required, code, tmp_path):
    """With the conftest of the house, in a process of its own."""
    (tmp_path / "test_probe.py").write_text(
        "import pytest\ndef test_ok(): pass\n@pytest.mark.skip(reason='left out')\ndef test_skipped(): pass\n"
    )
    environment = os.environ | {"COOPNET_REQUIRE_ALL": required}
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "tests.conftest", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "1 passed, 1 skipped" in done.stdout
    assert ("left out" in done.stdout) == (required == "1")


@pytest.mark.parametrize(
    ("line", "closing"),
    [
        ("46 passed in 27.07s", True),
        ("1 failed, 2 passed, 3 errors in 277.26s (0:04:37)", True),
        ("no tests ran in 1.71s", True),
        ("tests/x.py: 3 passed something", False),
    ],
)
def test_the_closing_line_is_recognised(line, closing):
    assert bool(run.CLOSING_LINE.match(line)) == closing
