"""What this machine has to test with."""

import importlib.util
import os
import shutil
import socket


def chromium_path() -> str:
    """Where Chromium is: TEST_CHROMIUM, or what the system has; "" when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("TEST_CHROMIUM") or next((found for name in names if (found := shutil.which(name))), "")


def playwright_is_installed() -> bool:
    return importlib.util.find_spec("playwright") is not None


def free_port() -> int:
    """A port on loopback that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
