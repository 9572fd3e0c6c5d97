"""``manage.py nag``: what it prints, what it does, and that a dry run does nothing."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import OutboundMail
from nagging.models import Digest, Finding, Nag
from tests.nagging import toys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_rules", "kept")]
SINCE = date(2026, 2, 20)


@pytest.fixture
def kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def nag(*arguments: str) -> str:
    out = StringIO()
    call_command("nag", *arguments, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_who_gets_what_and_why_and_changes_nothing(person):
    toys.subject(person(), since=SINCE, scope=1)
    toys.subject(person("Bert", mail_consent_at=None), since=SINCE, scope=2)
    said = nag("--dry-run", "--at", "2026-03-03")
    assert "At 2026-03-03 10:00 CET" in said
    assert "Anna Becker gets 1 question at 2026-03-03 10:00 CET" in said
    assert "Scope 1: Since 2026-02-20 nothing has happened." in said
    assert "because: toy.stalled since 2026-02-20" in said
    assert "Not asked: Bert Becker" in said
    assert "has not agreed to reminders by mail" in said
    assert not any(table.objects.exists() for table in (Finding, Nag, Digest, OutboundMail))


def test_a_dry_run_says_what_a_real_run_then_does(person):
    for scope in range(7):
        toys.subject(person() if scope % 2 else person("Bert"), since=SINCE, scope=scope)
    at = ("--at", "2026-03-03T10:30")
    planned = [line for line in nag("--dry-run", *at).splitlines() if " gets " in line]
    done = nag(*at)
    assert planned == [line for line in done.splitlines() if " gets " in line]
    assert f"{len(planned)} sent" in done
    assert OutboundMail.objects.filter(state="sent").count() == len(planned)
    again = nag(*at)
    assert "0 new, 0 closed" in again
    assert "0 sent" in again


def test_climbs_to_the_call_list(person):
    toys.subject(person(), since=SINCE)
    said = ""
    for days in range(60):
        said += nag("--at", str(date(2026, 3, 3) + timedelta(days=days)))
    assert said.count("For the call list: Scope 1") == 1


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "2026-13-01T10:00", "3.3.2026"])
def test_a_moment_that_is_none_is_explained(text):
    with pytest.raises(CommandError, match=text):
        nag("--at", text)
