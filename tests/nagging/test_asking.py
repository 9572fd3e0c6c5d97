"""From findings to nags, digests and mails: budget, hours, reasons, and nothing twice."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from accounts.enums import MailState
from accounts.mail.sender import send_batch
from accounts.models import Absence, OutboundMail, User
from nagging.actions.asking import ask_due, settle
from nagging.actions.pace import hear_less
from nagging.enums import NagState, Reason, Rung
from nagging.models import Digest, Finding, Nag
from nagging.plan import compute
from nagging.sweep import sweep
from partners.models import Contact
from tests.nagging import toys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_rules", "kept_mails")]
SINCE = date(2026, 2, 20)
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def kept_mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def round_at(moment: datetime):
    """What one tick of the machine does."""
    sweep(now=moment)
    asked = ask_due(now=moment)
    while send_batch(now=moment).taken:
        pass
    settle(now=moment)
    return asked


def held(plan) -> set[tuple[str, Reason]]:
    return {(one.person.name if one.person else "", one.reason) for one in plan.held}


def test_one_round_asks_and_hands_over(person):
    anna = person()
    toys.subject(anna, since=SINCE)
    round_at(NOW)
    nag = Nag.objects.get()
    assert (nag.state, nag.rung, nag.person, nag.sent_at) == (NagState.SENT, Rung.ASK, anna, NOW)
    assert nag.digest.day == date(2026, 3, 3)
    assert nag.digest.mail.state == MailState.SENT
    assert Finding.objects.get().rung == Rung.ASK


def test_a_second_round_at_the_same_moment_changes_nothing(person):
    toys.subject(person(), since=SINCE)
    round_at(NOW)
    before = list(Nag.objects.values()), list(Digest.objects.values()), list(OutboundMail.objects.values())
    findings = list(Finding.objects.values_list("rung", "closed_at"))
    round_at(NOW)
    assert before == (list(Nag.objects.values()), list(Digest.objects.values()), list(OutboundMail.objects.values()))
    assert findings == list(Finding.objects.values_list("rung", "closed_at"))


def test_the_whole_ladder_to_the_call_list(person):
    anna, deputy, lead = person(), person("Dora"), person("Leo")
    toys.subject(anna, since=SINCE, deputy=deputy.pk, lead=lead.pk)
    for day in range(60):
        round_at(NOW + day * DAY)
    rows = Nag.objects.order_by("pk").values_list("rung", "person__first_name", "is_notice", "digest__day")
    assert list(rows) == [
        (1, "Anna", False, date(2026, 3, 3)),
        (2, "Anna", False, date(2026, 3, 6)),
        (3, "Anna", False, date(2026, 3, 13)),
        (3, "Dora", False, date(2026, 3, 13)),
        # A day later than it could be: after three unanswered mails she gets at most one a week.
        (4, "Anna", True, date(2026, 3, 20)),
        (4, "Leo", False, date(2026, 3, 23)),
    ]
    assert Finding.objects.get().rung == Rung.CALL
    assert OutboundMail.objects.count() == 6


def test_at_most_five_questions_and_the_gravest_first(person):
    anna = person()
    for scope in range(4):
        toys.subject(anna, code="toy.party", since=SINCE, scope=scope)
    for scope in range(10, 14):
        toys.subject(anna, code="toy.stalled", since=SINCE, scope=scope)
    asked = round_at(NOW)
    assert Nag.objects.count() == 5
    assert Nag.objects.filter(finding__rule="toy.stalled").count() == 4
    assert ("Anna Becker", Reason.DAY_FULL) in held(asked.plan)
    assert Finding.objects.filter(held=Reason.DAY_FULL, next_step_on=date(2026, 3, 4)).count() == 3


def test_first_questions_come_at_most_weekly(person):
    anna = person()
    toys.subject(anna, since=SINCE, scope=1)
    round_at(NOW)
    toys.subject(anna, since=SINCE, scope=2)
    asked = round_at(NOW + DAY)
    assert ("Anna Becker", Reason.WEEKLY) in held(asked.plan)
    for day in range(2, 7):
        round_at(NOW + day * DAY)
    # The second question of the first one takes it along.
    assert set(Digest.objects.values_list("day", flat=True)) == {date(2026, 3, 3), date(2026, 3, 6)}
    assert Nag.objects.filter(finding__scope_id=2, digest__day=date(2026, 3, 6)).exists()


def test_at_most_four_mails_in_seven_days(person):
    anna = person()
    for days in (1, 2, 3, 4):
        mail = OutboundMail.objects.create(
            key=f"k{days}",
            category="digest",
            composer="x",
            to=anna,
            state=MailState.SENT,
            sent_at=NOW,
            created_at=NOW,
            not_before=NOW,
            expires_at=NOW + DAY,
        )
        Digest.objects.create(
            person=anna, day=date(2026, 3, 9) - days * DAY, created_at=NOW, mail=mail, answered_at=NOW
        )
    toys.subject(anna, since=SINCE)
    monday = NOW + 6 * DAY
    asked = round_at(monday)
    assert ("Anna Becker", Reason.WEEK_FULL) in held(asked.plan)
    assert Finding.objects.get().next_step_on == date(2026, 3, 12)


def test_who_wants_less_hears_once_a_week_whatever_it_is(person):
    anna, deputy = person(), person("Dora")
    hear_less(anna, by=anna, now=NOW)
    toys.subject(anna, since=SINCE, deputy=deputy.pk)
    for day in range(28):
        round_at(NOW + day * DAY)
    days = sorted(Digest.objects.filter(person=anna).values_list("day", flat=True))
    assert all((later - earlier).days >= 7 for earlier, later in itertools.pairwise(days))
    assert len(days) >= 3


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"mail_consent_at": None}, Reason.NO_CONSENT),
        ({"reminders_stopped_at": NOW}, Reason.STOPPED),
        ({"mail_suspended_at": NOW}, Reason.SUSPENDED),
    ],
)
def test_who_may_not_be_mailed_is_for_the_manager_and_not_passed_over(person, fields, reason):
    anna = person(**fields)
    toys.subject(anna, since=SINCE, deputy=person("Dora").pk, lead=person("Leo").pk)
    for day in range(40):
        round_at(NOW + day * DAY)
    nag = Nag.objects.get()
    assert (nag.state, nag.suppressed_reason, nag.person) == (NagState.SUPPRESSED, reason, anna)
    finding = Finding.objects.on_call_list().get()
    assert (finding.rung, finding.held) == (Rung.BOARD, reason)
    assert OutboundMail.objects.count() == 0
    User.objects.update(mail_consent_at=NOW, reminders_stopped_at=None, mail_suspended_at=None)
    round_at(NOW + 41 * DAY)
    nag.refresh_from_db()
    assert (nag.state, nag.suppressed_reason) == (NagState.SENT, "")
    assert not Finding.objects.on_call_list().exists()


def test_evening_weekend_and_holiday_wait_for_the_morning(person):
    toys.subject(person(), since=SINCE)
    evening = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
    assert ("Anna Becker", Reason.HOURS) in held(round_at(evening).plan)
    assert Finding.objects.get().next_step_on == date(2026, 3, 9)
    round_at(evening + DAY)
    assert Digest.objects.count() == 0
    early = datetime(2026, 3, 9, 5, 0, tzinfo=UTC)
    round_at(early)
    mail = OutboundMail.objects.get()
    assert (mail.state, mail.not_before) == (MailState.PENDING, datetime(2026, 3, 9, 7, 0, tzinfo=UTC))
    round_at(early + timedelta(hours=2))
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_hours_are_those_of_the_person(person):
    toys.subject(person(timezone="Pacific/Auckland", country="NZ", subdivision=""), since=SINCE)
    round_at(NOW)  # 22 o'clock there
    assert Digest.objects.count() == 0
    round_at(datetime(2026, 3, 3, 20, 0, tzinfo=UTC))  # 9 o'clock on the 4th
    assert Digest.objects.get().day == date(2026, 3, 4)


def test_a_broken_time_zone_of_one_does_not_stop_the_others(person):
    anna, bert = person(), person("Bert")
    toys.subject(anna, since=SINCE, scope=1)
    toys.subject(bert, since=SINCE, scope=2)
    User.objects.filter(pk=anna.pk).update(timezone="Mars/Olympus")
    round_at(NOW)
    assert Nag.objects.get(state=NagState.SENT).person == bert


def test_what_was_settled_before_the_mail_left_is_not_in_it(person):
    anna = person()
    gone = toys.subject(anna, since=SINCE, scope=1)
    toys.subject(anna, since=SINCE, scope=2)
    sweep(now=NOW)
    ask_due(now=NOW)
    Contact.objects.filter(pk=gone.pk).update(connected_on=None)
    send_batch(now=NOW)
    settle(now=NOW)
    assert Nag.objects.get(finding__subject_id=gone.pk).suppressed_reason == Reason.GONE
    assert Nag.objects.filter(state=NagState.SENT).count() == 1
    assert "Scope 1" not in OutboundMail.objects.get().text


def test_an_empty_digest_is_withdrawn(person):
    toys.subject(person(), since=SINCE)
    sweep(now=NOW)
    ask_due(now=NOW)
    Contact.objects.update(connected_on=None)
    send_batch(now=NOW)
    assert OutboundMail.objects.get().state == MailState.WITHDRAWN


def test_five_days_without_a_mail_server_give_one_mail(person, smtp_server, settings):
    for scope in range(3):
        toys.subject(person(), since=SINCE, scope=scope)
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for hours in range(0, 6 * 24, 3):
        round_at(NOW + timedelta(hours=hours))
    assert smtp_server.received == []
    assert Nag.objects.filter(state=NagState.SENT).count() == 0
    settings.EMAIL_PORT = right
    for hours in range(6 * 24, 7 * 24, 3):
        round_at(NOW + timedelta(hours=hours))
    assert len(smtp_server.received) == 3
    assert set(Finding.objects.values_list("rung", flat=True)) == {Rung.ASK}


def test_five_days_without_the_machine_give_one_mail(person):
    toys.subject(person(), since=SINCE)
    sweep(now=NOW)
    ask_due(now=NOW)
    round_at(NOW + 6 * DAY)
    assert OutboundMail.objects.filter(state=MailState.SENT).count() == 1


def test_a_mail_with_unknown_outcome_is_carried_by_the_next_digest(person, smtp_server):
    toys.subject(person(), since=SINCE)
    smtp_server.mood = "drop"
    round_at(NOW)
    smtp_server.mood = "ok"
    for hours in range(1, 24 * 8, 2):
        round_at(NOW + timedelta(hours=hours))
    assert OutboundMail.objects.order_by("pk").values_list("state", flat=True)[0] == MailState.UNKNOWN
    rungs = list(Nag.objects.order_by("pk").values_list("rung", "state"))
    assert rungs == [(Rung.ASK, NagState.SENT)]
    assert len(smtp_server.received) == 2


def test_the_deputy_is_asked_while_the_responsible_person_is_away(person):
    anna, deputy = person(), person("Dora")
    Absence.objects.create(user=anna, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 5))
    toys.subject(anna, since=SINCE, deputy=deputy.pk)
    round_at(NOW)
    assert Nag.objects.get().person == deputy


def test_responsible_person_and_deputy_are_asked_in_one_transaction(person, monkeypatch):
    anna, deputy = person(), person("Dora")
    toys.subject(anna, since=SINCE, deputy=deputy.pk)
    for day in range(10):
        round_at(NOW + day * DAY)
    assert Finding.objects.get().rung == Rung.DATE
    monkeypatch.setattr("nagging.actions.asking._step", lambda questions: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        round_at(NOW + 10 * DAY)
    assert not Nag.objects.filter(rung=Rung.DEPUTY).exists()


def test_a_plan_that_was_overtaken_writes_nothing(person):
    toys.subject(person(), since=SINCE)
    sweep(now=NOW)
    from nagging.actions.asking import _write

    plan = compute(NOW)
    assert _write(plan.digests, NOW) == [1]
    assert _write(plan.digests, NOW) == []
    assert (Nag.objects.count(), OutboundMail.objects.count()) == (1, 1)


def test_the_plan_only_reads(person, django_assert_max_num_queries):
    toys.subject(person(), since=SINCE)
    sweep(now=NOW)
    from coopnet.readonly import reading_only

    with reading_only():
        few = compute(NOW)
    assert len(few.digests) == 1
    for scope in range(2, 30):
        toys.subject(person(), since=SINCE, scope=scope)
    sweep(now=NOW)
    with reading_only(), django_assert_max_num_queries(12):
        assert len(compute(NOW).digests) == 29


def test_the_order_of_rows_does_not_matter(person):
    anna = person()
    for scope in range(8):
        toys.subject(anna, since=SINCE, scope=scope)
    sweep(now=NOW)
    first = compute(NOW)
    ids = list(Finding.objects.order_by("pk").values_list("pk", flat=True))
    assert [question.finding.pk for question in first.digests[0].questions] == ids[:5]
