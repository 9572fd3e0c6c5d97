"""A wrong environment stops every way to start with one line that says what to do."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coopnet.environment import Environment, is_vault_key, kept_secret

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "COOPNET_ENV": "production",
    "SECRET_KEY": "".join(chr(33 + number % 90) for number in range(60)),
    "VAULT_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
    "DATABASE_URL": "postgres://coopnet:secret@127.0.0.1:5999/coopnet",
    "REDIS_URL": "redis://127.0.0.1:6399/0",
    "EMAIL_URL": "smtp+tls://coopnet:secret@127.0.0.1:2525",
    "DEFAULT_FROM_EMAIL": "coopnet <post@coopnet.example>",
    "ALLOWED_HOSTS": "coopnet.example",
    "BASE_URL": "https://coopnet.example",
}


def start(command: list[str], tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess:
    """Run ``command`` in an otherwise empty environment with ``COMPLETE`` and ``changes`` (None removes)."""
    given = {name: value for name, value in (COMPLETE | changes).items() if value is not None}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"COOPNET_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)} | given
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check"],
        ["manage.py", "serve"],
        ["-m", "gunicorn", "-c", "python:coopnet.web", "coopnet.wsgi"],
        ["-m", "celery", "-A", "coopnet.celery", "worker"],
        ["-m", "celery", "-A", "coopnet.celery", "beat"],
    ],
    ids=lambda command: " ".join(command[:3]),
)
def test_a_missing_variable_stops_with_one_line(command, tmp_path):
    done = start(command, tmp_path, REDIS_URL=None)
    assert done.returncode == 1
    lines = (done.stdout + done.stderr).strip().splitlines()
    assert lines == ["coopnet cannot start: REDIS_URL is missing, expected an address such as redis://host:6379/0"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too simple"),
        ({"VAULT_KEY": "not base64"}, "VAULT_KEY is malformed"),
        ({"DATABASE_URL": "mysql://u:hidden-word@host/db"}, "DATABASE_URL is no usable address"),
        ({"DATABASE_URL": "postgres://u:hidden-word@host:port/db"}, "DATABASE_URL is no usable address"),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL is no usable address"),
        ({"BASE_URL": "http://coopnet.example"}, "BASE_URL is not encrypted"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
        ({"TRUSTED_PROXIES": "two"}, "TRUSTED_PROXIES is 'two'"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"COOPNET_ENV": "prod"}, "COOPNET_ENV is 'prod'"),
    ],
)
def test_a_wrong_variable_is_named_and_no_secret_shown(changes, said, tmp_path):
    done = start(["-c", "import coopnet.settings"], tmp_path, **changes)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert "hidden-word" not in done.stderr


def test_all_problems_are_told_at_once(tmp_path):
    done = start(["-c", "import coopnet.settings"], tmp_path, REDIS_URL=None, EMAIL_URL=None, SECRET_KEY=None)
    assert all(name in done.stderr for name in ("REDIS_URL", "EMAIL_URL", "SECRET_KEY"))


@pytest.mark.slow
def test_production_settings_pass_the_deployment_check(tmp_path):
    done = start(["-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert not list(tmp_path.glob("*.key")), "production makes no key of its own"


def test_production_neither_keeps_nor_shows_mails(tmp_path):
    probe = "import django; django.setup(); from django.urls import reverse; reverse('mailbox:list')"
    done = start(["-c", probe], tmp_path, DJANGO_SETTINGS_MODULE="coopnet.settings")
    assert done.returncode == 1
    assert "'mailbox' is not a registered namespace" in done.stderr


def test_the_embedded_default_needs_nothing_and_keeps_its_secrets_to_itself(tmp_path):
    nothing = dict.fromkeys(COMPLETE)
    show = ["-c", "from coopnet import settings as s; print(s.SECRET_KEY, s.VAULT_KEY, s.DEBUG, s.KEEP_MAILS)"]
    first, second = start(show, tmp_path, **nothing), start(show, tmp_path, **nothing)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert first.stdout.split()[2:] == ["False", "True"]
    for name in ("secret.key", "vault.key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_kept_secret_is_made_once(tmp_path):
    file = tmp_path / "some.key"
    value = kept_secret(file)
    assert is_vault_key(value)
    assert kept_secret(file) == value
    assert [path.name for path in tmp_path.iterdir()] == ["some.key"]


def test_a_secret_may_begin_with_a_dollar_sign(monkeypatch):
    monkeypatch.setenv("SOME_SECRET", "$ecret")
    assert Environment().text("SOME_SECRET", "a text") == "$ecret"


@pytest.mark.parametrize("address", ["postgres:////run/postgresql/coopnet", "postgres://u:p@[::1]:5432/db"])
def test_sockets_and_ipv6_are_addresses(address, monkeypatch):
    monkeypatch.setenv("SOME_URL", address)
    given = Environment()
    assert given.address("SOME_URL", ("postgres",), "postgres://…") == address
    assert given.problems == []
