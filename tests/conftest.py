"""What all tests share. The fixtures themselves stand in ``tests/fixtures/``, by subject.

``redis``, ``postgres`` and ``browser`` tests are skipped where the thing is missing; ``make test`` says so in its last
lines, and with COOPNET_REQUIRE_ALL=1 (as in ``.ci/run``) a skipped test fails the run.
"""

import os

import pytest

from tests.fixtures.network import only_loopback
from tests.machine import chromium_path, playwright_is_installed

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.processes",
    "tests.fixtures.smtp",
    "tests.fixtures.time",
]

only_loopback()


def _missing() -> dict[str, str]:
    """Marker -> why its tests cannot run here."""
    from django.conf import settings

    missing = {}
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        missing["postgres"] = "needs DATABASE_URL=postgres://…"
    if not os.environ.get("TEST_REDIS_URL"):
        missing["redis"] = "needs TEST_REDIS_URL"
    if not chromium_path():
        missing["browser"] = "needs Chromium (TEST_CHROMIUM)"
    elif not playwright_is_installed():
        missing["browser"] = "needs requirements-browser.txt"
    return missing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = _missing()
    for item in items:
        for marker, reason in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and os.environ.get("COOPNET_REQUIRE_ALL") == "1" and reporter.stats.get("skipped") and not exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("COOPNET_REQUIRE_ALL") == "1":
        terminalreporter.section("skipped, but everything is required here")
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.write_line(f"{report.nodeid}: {reason}")
