"""What the pages show: call list, open findings, answers, what goes out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coopnet.readonly import reading_only
from nagging.answers import answer
from nagging.enums import Rung
from nagging.jobs import plan, sweep_portion
from nagging.models import Finding, Nag
from nagging.queries import answers_for, call_list, going_out, open_findings
from nagging.rules import SHARDS
from nagging.sweep import sweep
from tests.nagging import toys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_rules")]
SINCE = date(2026, 2, 20)
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def test_the_call_list_has_help_first_then_the_top_then_who_cannot_be_mailed(person):
    anna, bert = person(), person("Bert", mail_consent_at=None)
    for scope, owner in ((1, anna), (2, anna), (3, bert), (4, anna), (9, bert)):
        toys.subject(owner, since=SINCE, scope=scope)
    sweep(now=NOW)
    plan_at(NOW)
    Finding.objects.filter(scope_id=1).update(rung=Rung.CALL)
    answer(Finding.objects.get(scope_id=2), kind="help", by=anna, now=NOW, text="Samples are missing")
    with reading_only():
        calls = call_list([1, 2, 3, 4], now=NOW)
    assert [call.finding.scope_id for call in calls] == [2, 1, 3]
    assert [call.why for call in calls] == [
        "Help is asked for.",
        "All questions by mail stayed without an answer.",
        "Nobody asked by mail: Bert Becker has not agreed to reminders.",
    ]
    assert calls[0].last_answer.text == "Samples are missing"
    assert calls[2].asked == bert


def plan_at(now: datetime) -> None:
    from nagging.actions.asking import ask_due

    ask_due(now=now)


def test_other_scopes_are_never_shown(person):
    anna = person()
    toys.subject(anna, since=SINCE, scope=1)
    toys.subject(anna, since=SINCE, scope=2)
    sweep(now=NOW)
    assert [one.finding.scope_id for one in open_findings([1], now=NOW)] == [1]
    assert call_list([], now=NOW) == []
    answer(Finding.objects.get(scope_id=2), kind="promise", by=anna, now=NOW, promised_for=date(2026, 3, 6))
    assert answers_for([1], since=NOW - timedelta(days=1), now=NOW) == []
    [(given, wording)] = answers_for([2], since=NOW - timedelta(days=1), now=NOW)
    assert (given.promised_for, wording.about) == (date(2026, 3, 6), "Scope 2")
    planned = going_out(NOW + timedelta(days=1), scope_ids=[1])
    assert {question.finding.scope_id for digest in planned.digests for question in digest.questions} == {1}


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_as_many_queries_for_many_rows(person, rows, django_assert_max_num_queries):
    for scope in range(rows):
        toys.subject(person(), since=SINCE, scope=scope)
    sweep(now=NOW)
    with django_assert_max_num_queries(7):
        assert len(open_findings(range(rows), now=NOW)) == rows


def test_jobs_do_what_their_messages_say_and_doubled_ones_do_no_harm(person, clock):
    toys.subject(person(), since=SINCE, scope=70)
    for _twice in range(2):
        for first in range(0, SHARDS, 16):
            sweep_portion(first, 16)
        plan()
    assert Finding.objects.count() == Nag.objects.count() == 1


def test_a_message_about_shards_that_do_not_exist_does_nothing(person, clock):
    toys.subject(person(), since=SINCE, scope=70)
    sweep_portion(SHARDS, 16)
    assert not Finding.objects.exists()
