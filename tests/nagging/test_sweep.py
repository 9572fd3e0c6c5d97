"""The sweep against a naive reference, its idempotence and the number of its statements."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopnet.clock import local_day
from nagging import rules
from nagging.enums import CloseReason
from nagging.models import Finding
from nagging.sweep import sweep
from partners.models import Contact
from tests.nagging import toys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_rules")]
DAY = date(2026, 2, 20)


def state() -> list[tuple]:
    """Everything that a sweep decides, without the numbers of rows."""
    fields = ("rule", "subject_id", "scope_id", "shard", "episode", "since", "close_reason", "next_step_on", "rung")
    return sorted(Finding.objects.values_list(*fields), key=str)


def reference(now) -> set[tuple]:
    """What is true, row by row and as naively as can be: (rule, subject, since)."""
    today = local_day(now)
    facts = [c for c in Contact.objects.all() if c.connected_on and c.connected_on <= today]
    stalled = {c.company for c in facts if c.position == "toy.stalled"}
    known = {rule.code for rule in rules.all_rules()}
    return {
        (c.position, c.pk, c.connected_on)
        for c in facts
        if c.position in known and not (c.position == "toy.party" and c.company in stalled)
    }


def opened() -> set[tuple]:
    return set(Finding.objects.open().values_list("rule", "subject_id", "since"))


def test_opens_what_is_true_with_everything_the_ladder_needs(person, now):
    contact = toys.subject(person(), since=DAY, scope=70)
    swept = sweep(now=now)
    finding = Finding.objects.get()
    assert (swept.opened, swept.closed) == (1, 0)
    assert (finding.subject_id, finding.scope_id, finding.shard, finding.episode) == (contact.pk, 70, 6, 1)
    assert (finding.since, finding.next_step_on, finding.rung) == (DAY, date(2026, 3, 3), 0)
    assert finding.evidence == {"rule": "toy.stalled"}
    assert finding.opened_at == now


def test_first_question_waits_for_the_patience_of_the_rule_over_the_weekend(person, now):
    toys.subject(person(), code="toy.task", since=DAY)
    sweep(now=now + timedelta(days=3))  # Friday
    assert Finding.objects.get().next_step_on == date(2026, 3, 9)


def test_sweeping_twice_equals_once(person, now):
    for scope in range(5):
        toys.subject(person(), since=DAY, scope=scope)
    sweep(now=now)
    before = state()
    again = sweep(now=now)
    assert (again.opened, again.closed) == (0, 0)
    assert state() == before


def test_what_is_gone_is_closed_and_comes_back_as_next_episode(person, now):
    contact = toys.subject(person(), since=DAY)
    sweep(now=now)
    Contact.objects.update(connected_on=None)
    assert sweep(now=now).closed == 1
    assert Finding.objects.get().close_reason == CloseReason.GONE
    Contact.objects.update(connected_on=DAY)
    sweep(now=now)
    assert list(Finding.objects.open().values_list("subject_id", "episode")) == [(contact.pk, 2)]


def test_a_later_day_is_a_new_fact_and_an_earlier_one_is_not(person, now):
    toys.subject(person(), since=DAY)
    sweep(now=now)
    Contact.objects.update(connected_on=DAY - timedelta(days=2))
    assert sweep(now=now).closed == 0
    Contact.objects.update(connected_on=DAY + timedelta(days=2))
    swept = sweep(now=now)
    assert (swept.opened, swept.closed) == (1, 1)
    assert Finding.objects.open().get().episode == 2


def test_a_graver_rule_silences_the_lesser_one_in_its_scope_only(person, now):
    owner = person()
    toys.subject(owner, code="toy.stalled", since=DAY, scope=1)
    toys.subject(owner, code="toy.party", since=DAY, scope=1)
    other = toys.subject(owner, code="toy.party", since=DAY, scope=2)
    sweep(now=now)
    assert opened() == reference(now)
    assert ("toy.party", other.pk, DAY) in opened()
    assert len(opened()) == 2


def test_shards_that_are_not_swept_stay_as_they_are(person, now):
    toys.subject(person(), since=DAY, scope=3)
    toys.subject(person(), since=DAY, scope=4)
    sweep(now=now, shards=[4])
    assert list(Finding.objects.values_list("scope_id", flat=True)) == [4]
    Contact.objects.update(connected_on=None)
    sweep(now=now, shards=[3])
    assert Finding.objects.open().count() == 1


def test_findings_of_a_rule_that_left_the_house_are_closed(person, now, monkeypatch):
    toys.subject(person(), since=DAY)
    sweep(now=now)
    monkeypatch.setattr(rules, "_rules", {})
    assert sweep(now=now).closed == 1


def test_an_answered_fact_stays_quiet_for_its_time_and_no_longer(person, now):
    toys.subject(person(), since=DAY)
    sweep(now=now)
    quiet = local_day(now) + timedelta(days=7)
    Finding.objects.update(closed_at=now, close_reason=CloseReason.ANSWERED, quiet_until=quiet)
    assert sweep(now=now + timedelta(days=6)).opened == 0
    assert sweep(now=now + timedelta(days=7)).opened == 1


def test_a_new_fact_is_not_kept_quiet_by_an_old_answer(person, now):
    toys.subject(person(), since=DAY)
    sweep(now=now)
    quiet = local_day(now) + timedelta(days=90)
    Finding.objects.update(closed_at=now, close_reason=CloseReason.NOT_RELEVANT, quiet_until=quiet)
    Contact.objects.update(connected_on=DAY + timedelta(days=3))
    assert sweep(now=now).opened == 1


def statements(now) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        sweep(now=now, shards=range(8), together=8)
    return len(captured)


def test_twelve_statements_at_most_and_as_many_for_many_rows_as_for_few(person, now):
    owner = person()
    empty = statements(now)
    for number in range(3):
        toys.subject(owner, since=DAY, scope=number)
    few = statements(now)
    for number in range(200):
        toys.subject(owner, since=DAY, scope=number)
    many = statements(now)
    assert empty == few == many
    assert many <= 12, many


facts = st.lists(
    st.tuples(
        st.sampled_from(["toy.stalled", "toy.party", "toy.task", "toy.unknown"]),
        st.integers(0, 4),
        st.one_of(st.none(), st.dates(date(2026, 2, 1), date(2026, 3, 20))),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds=st.lists(st.tuples(facts, st.integers(0, 20)), min_size=1, max_size=4), together=st.integers(1, 64))
def test_the_set_based_sweep_equals_the_naive_reference(person, now, worlds, together):
    Finding.objects.all().delete()
    owner = person()
    for world, days in worlds:
        Contact.objects.all().delete()
        for code, scope, since in world:
            toys.subject(owner, code=code, since=since, scope=scope)
        moment = now + timedelta(days=days)
        sweep(now=moment, together=together)
        assert opened() == reference(moment)
        pairs = list(Finding.objects.open().values_list("rule", "subject_id"))
        assert len(pairs) == len(set(pairs))
