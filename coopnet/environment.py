"""What the environment says, read once at start; whatever is missing or wrong becomes one clear line.

:class:`Environment` collects the problems of all variables, so that somebody who sets up an installation sees all of
them at once and never a traceback. Read from ``os.environ`` itself: django-environ, which parses the addresses in
``settings.py``, takes a secret that begins with ``$`` for the name of another variable.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit


class Environment:
    """The variables of one start. ``real`` is True where ``COOPNET_ENV=production``: then nothing has a default."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        mode = os.environ.get("COOPNET_ENV", "").strip() or "embedded"
        if mode not in ("embedded", "production"):
            self.problems.append(f"COOPNET_ENV is {mode!r}, expected embedded or production")
        self.real = mode == "production"

    def text(self, name: str, expected: str, default: str | None = None) -> str:
        """The variable ``name``; "" and a problem when it is empty and, in production, has no value of its own."""
        value = os.environ.get(name, "").strip()
        if not value and (self.real or default is None):
            self.problems.append(f"{name} is missing, expected {expected}")
        return value or (default or "")

    def optional(self, name: str, default: str = "") -> str:
        """A variable that nobody has to set, in production neither."""
        return os.environ.get(name, "").strip() or default

    def names(self, name: str, expected: str, default: str) -> list[str]:
        """A comma-separated list without empty entries."""
        value = self.text(name, expected, default)
        return [entry.strip() for entry in value.split(",") if entry.strip()]

    def yes_or_no(self, name: str, *, default: bool) -> bool:
        value = self.optional(name).lower()
        if value in ("1", "true", "yes", "on"):
            return True
        if value in ("0", "false", "no", "off"):
            return False
        if value:
            self.problems.append(f"{name} is {value!r}, expected 1 or 0")
        return default

    def number(self, name: str, *, default: int, least: int = 0, most: int = 65535) -> int:
        value = self.optional(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            self.problems.append(f"{name} is {value[:40]!r}, expected a whole number from {least} to {most}")
            return default
        return int(value)

    def address(self, name: str, schemes: tuple[str, ...], example: str, default: str = "") -> str:
        """A URL with one of ``schemes`` and, except for files and sockets, a host; "" where it is absent or wrong.

        The value itself is never printed: it may hold a password.
        """
        value = self.text(name, f"an address such as {example}", default)
        if not value or value == default:
            return value
        try:
            parts = urlsplit(value)
            # A file, or a socket in a folder (postgres:////run/postgresql/coopnet), has no host.
            local = parts.scheme in ("sqlite", "unix") or parts.path.startswith("//")
            fits = parts.scheme in schemes and (local or bool(parts.hostname)) and parts.port != 0
        except ValueError:
            fits = False
        if not fits:
            self.problems.append(f"{name} is no usable address, expected one such as {example}")
            return ""
        return value

    def secret(self, name: str, expected: str, file: Path) -> str:
        """A secret: from the environment; otherwise, in the embedded default, from a file made at the first start."""
        value = self.optional(name)
        if value or self.real:
            return self.text(name, expected)
        return kept_secret(file)

    def stop_on_problems(self) -> None:
        """End the start with one line (exit code 1) that names each variable and what is expected of it."""
        if self.problems:
            raise SystemExit("coopnet cannot start: " + "; ".join(self.problems))


def kept_secret(file: Path) -> str:
    """32 random bytes as url-safe base64, written to ``file`` (mode 0600) the first time, read from then on.

    The file appears complete or not at all, also when web, worker and beat start at the same moment.
    """
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()


def is_vault_key(value: str) -> bool:
    """Whether ``value`` is 32 bytes in url-safe base64, as Fernet wants them."""
    try:
        return len(base64.urlsafe_b64decode(value.encode())) == 32
    except (binascii.Error, ValueError):
        return False
