"""The one door of the life cycle, and no start without share, tasks and success."""

from datetime import timedelta

import pytest

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from cooperations.actions.agreement import propose_version
from cooperations.actions.cooperations import add_party, change_party, set_terms, start_cooperation, transition
from cooperations.actions.shares import change_pledge, withdraw_pledge
from cooperations.actions.tasks import drop_task, finish_task
from cooperations.enums import EventKind, Kind, Mode, Outcome, PledgeKind, State
from cooperations.facts import facts_for
from cooperations.jobs import take_dated_steps
from cooperations.models import Cooperation, Event, Task
from cooperations.readiness import gaps
from cooperations.transitions import STEPS, Actor, step_between, steps_from
from partners.models import Firm, Membership
from tests.factories import cooperations as make
from tests.factories.accounts import NOW, manager, person

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
LATER = NOW + timedelta(days=1)


def gap_codes(cooperation) -> set[tuple[str, int | None]]:
    return {(gap.code, gap.party_id) for gap in gaps(facts_for([cooperation.pk], TODAY)[cooperation.pk])}


def test_only_who_may_manage_starts():
    with pytest.raises(ActionRefused, match="not allowed to start"):
        start_cooperation(by=person(), now=NOW, title="X", kind=Kind.NETWORK, field="other")
    assert not Cooperation.objects.exists()


def test_start_writes_shard_event_and_audit():
    who = make.idea()
    row = Cooperation.objects.get()
    assert row.state == State.IDEA
    assert row.manager == who.manager
    assert Event.objects.filter(cooperation=row, kind=EventKind.CREATED, actor=who.manager).count() == 1
    assert AuditEntry.objects.filter(verb="cooperations.start", object_id=row.pk).count() == 1


def test_start_refuses_unknown_columns():
    with pytest.raises(TypeError):
        start_cooperation(by=manager(), now=NOW, title="X", kind=Kind.NETWORK, field="other", state=State.ACTIVE)


def test_responsible_person_has_to_belong_to_the_firm():
    who = make.cast()
    cooperation = start_cooperation(by=who.manager, now=NOW, title="X", kind=Kind.NETWORK, field="other")
    with pytest.raises(ActionRefused, match="does not belong"):
        add_party(cooperation, firm=who.firms[0], responsible=who.stranger, by=who.manager, now=NOW)
    Membership.objects.filter(user=who.leads[0]).update(ended_on=TODAY)
    with pytest.raises(ActionRefused, match="does not belong"):
        add_party(cooperation, firm=who.firms[0], responsible=who.leads[0], by=who.manager, now=NOW)


def test_a_firm_nobody_knows_is_refused():
    who = make.idea()
    foreign = Firm.objects.create(name="Foreign", keeper=manager(), created_at=NOW)
    with pytest.raises(ActionRefused, match="not among those"):
        add_party(who.cooperation, firm=foreign, responsible=None, by=who.manager, now=NOW)


def test_only_the_manager_adds_parties_and_changes_terms():
    who = make.idea()
    for user in (who.stranger, who.leads[0], manager()):
        with pytest.raises(ActionRefused):
            set_terms(who.cooperation, by=user, now=NOW, title="Mine")
        with pytest.raises(ActionRefused):
            transition(who.cooperation, to=State.EXPLORING, by=user, now=NOW)
    assert Cooperation.objects.get().title == "Catalogue"


def test_deputy_drives_too():
    who = make.idea()
    deputy = manager()
    set_terms(who.cooperation, by=who.manager, now=NOW, deputy_manager=deputy)
    transition(who.cooperation, to=State.EXPLORING, by=deputy, now=NOW)
    assert Cooperation.objects.get().state == State.EXPLORING


@pytest.mark.parametrize("mode", Mode.values)
def test_gaps_name_everything_that_is_missing(mode):
    who = make.idea(mode=mode)
    expected = {("joint_goal", None), ("start", None), ("review", None)}
    expected |= {("ending", None)} if mode == Mode.FULL else set()
    for party in who.parties:
        expected |= {("pledge", party.pk), ("task", party.pk), ("measure", party.pk)}
    assert gap_codes(who.cooperation) == expected


def test_commission_is_no_share_and_an_offered_task_is_no_promise():
    who = make.exploring()
    make.pledge(who.becker, kind=PledgeKind.COMMISSION)
    make.task(who.becker, accepted=False)
    codes = gap_codes(who.cooperation)
    assert ("pledge", who.becker.pk) in codes
    assert ("task", who.becker.pk) in codes


def test_one_firm_is_no_cooperation():
    who = make.ready(make.cast(firms=("Alone",)))
    assert gap_codes(who.cooperation) == {("parties", None)}


def test_ready_has_no_gaps_and_approval_makes_it_agreed_then_active():
    who = make.ready()
    assert not gap_codes(who.cooperation)
    version = make.proposed(who)
    make.approve_all(who, version)
    assert who.cooperation.state == State.AGREED
    transition(who.cooperation, to=State.ACTIVE, by=who.manager, now=LATER)
    row = Cooperation.objects.get()
    assert (row.state, row.active_since, row.nag_from) == (State.ACTIVE, *[TODAY + timedelta(days=1)] * 2)
    assert row.stall_at is not None


def test_nobody_makes_it_agreed_by_hand():
    who = make.ready()
    for user in (who.manager, who.leads[0]):
        with pytest.raises(ActionRefused, match="approved the same version"):
            transition(who.cooperation, to=State.AGREED, by=user, now=NOW)
    make.proposed(who)
    with pytest.raises(ActionRefused):
        transition(who.cooperation, to=State.AGREED, by=who.manager, now=NOW)


@pytest.mark.parametrize("to", State.values)
def test_steps_that_are_not_in_the_table_are_refused(to):
    who = make.idea()
    if step_between(State.IDEA, to):
        return
    with pytest.raises(ActionRefused, match="cannot go from"):
        transition(who.cooperation, to=to, by=who.manager, now=NOW)


def test_start_needs_a_next_step_of_everybody_still():
    who = make.agreed()
    finish_task(Task.objects.get(party=who.becker), by=who.becker.responsible, now=NOW)
    with pytest.raises(ActionRefused, match="no accepted task"):
        transition(who.cooperation, to=State.ACTIVE, by=who.manager, now=NOW)


def test_pause_needs_reason_and_date_and_ends_with_a_quiet_week(team):
    row = team.cooperation
    until = TODAY + timedelta(days=30)
    for given in ({"paused_until": until}, {"reason": "Fair"}, {"reason": "Fair", "paused_until": TODAY}):
        with pytest.raises(ActionRefused):
            transition(row, to=State.PAUSED, by=team.manager, now=NOW, **given)
    transition(row, to=State.PAUSED, by=team.manager, now=NOW, reason="Fair", paused_until=until)
    assert (row.stall_at, row.attention_on, row.pause_reason) == (None, until, "Fair")
    back = NOW + timedelta(days=30)
    transition(row, to=State.ACTIVE, by=team.manager, now=back)
    row.refresh_from_db()
    assert row.nag_from == until + timedelta(days=7)
    assert row.stall_at >= row.nag_from
    assert (row.paused_until, row.pause_reason) == (None, "")


def test_end_needs_outcome_and_lessons(team):
    for given in ({"outcome": Outcome.FADED}, {"lessons": "Talk sooner."}, {"outcome": "lost", "lessons": "x"}):
        with pytest.raises(ActionRefused):
            transition(team.cooperation, to=State.ENDED, by=team.manager, now=NOW, **given)
    transition(
        team.cooperation, to=State.ENDED, by=team.manager, now=NOW, outcome=Outcome.FADED, lessons="Talk sooner."
    )
    row = Cooperation.objects.get()
    assert (row.state, row.ended_on, row.outcome, row.stall_at, row.attention_on) == (
        State.ENDED,
        TODAY,
        Outcome.FADED,
        None,
        None,
    )
    with pytest.raises(ActionRefused, match="cannot go from"):
        transition(row, to=State.ACTIVE, by=team.manager, now=NOW)
    with pytest.raises(ActionRefused, match="has ended"):
        set_terms(row, by=team.manager, now=NOW, title="Again")


def test_every_transition_is_told_and_audited(team):
    events = Event.objects.filter(kind=EventKind.TRANSITION).order_by("id")
    assert [(event.data["origin"], event.data["to"]) for event in events] == [
        ("idea", "exploring"),
        ("exploring", "agreed"),
        ("agreed", "active"),
    ]
    assert AuditEntry.objects.filter(verb="cooperations.transition").count() == 3


def test_a_date_takes_only_steps_that_a_date_may_take(monkeypatch):
    who = make.agreed(starts_on=TODAY + timedelta(days=3))
    with pytest.raises(ActionRefused):
        transition(who.cooperation, to=State.ACTIVE, by=None, now=NOW)
    with pytest.raises(ActionRefused):
        transition(who.cooperation, to=State.ENDED, by=None, now=NOW, outcome=Outcome.FADED, lessons="x")
    monkeypatch.setattr("cooperations.jobs.clock.now", lambda: NOW + timedelta(days=3))
    assert take_dated_steps.run() == 1
    assert take_dated_steps.run() == 0
    assert Cooperation.objects.get().state == State.ACTIVE
    assert Event.objects.filter(kind=EventKind.TRANSITION, actor=None).count() == 1


def test_a_pause_without_next_steps_waits_for_the_manager(team, monkeypatch):
    until = TODAY + timedelta(days=5)
    transition(team.cooperation, to=State.PAUSED, by=team.manager, now=NOW, reason="Fair", paused_until=until)
    drop_task(Task.objects.get(party=team.becker), reason="Not now", by=team.manager, now=NOW)
    monkeypatch.setattr("cooperations.jobs.clock.now", lambda: NOW + timedelta(days=6))
    assert take_dated_steps.run() == 0
    assert Cooperation.objects.get().state == State.PAUSED


def test_the_last_share_stays_once_agreed(team):
    pledge = team.becker.pledges.get()
    with pytest.raises(ActionRefused, match="whole share"):
        withdraw_pledge(pledge, by=team.manager, now=NOW)
    with pytest.raises(ActionRefused, match="whole share"):
        change_pledge(pledge, by=team.manager, now=NOW, kind=PledgeKind.COMMISSION)
    pledge.refresh_from_db()
    assert (pledge.withdrawn_at, pledge.kind) == (None, PledgeKind.HOURS)
    make.pledge(team.becker, text="Something else")
    withdraw_pledge(pledge, by=team.manager, now=NOW)
    assert pledge.withdrawn_at == NOW


def test_a_new_firm_has_to_approve_too_before_it_starts():
    who = make.agreed()
    firm = Firm.objects.create(name="Third", keeper=who.manager, created_at=NOW)
    lead = person()
    Membership.objects.create(firm=firm, user=lead, role="lead")
    third = add_party(who.cooperation, firm=firm, responsible=lead, by=who.manager, now=NOW)
    for made in (make.pledge, make.measure, make.task):
        made(third)
    with pytest.raises(ActionRefused, match="Not every party has approved"):
        transition(who.cooperation, to=State.ACTIVE, by=who.manager, now=NOW)


def test_change_party_by_its_lead_and_by_nobody_else(team):
    lead, other = team.leads
    change_party(team.becker, by=lead, now=NOW, own_goal="Ten customers")
    with pytest.raises(ActionRefused):
        change_party(team.becker, by=lead, now=NOW, agreed_give_share=10)
    with pytest.raises(ActionRefused):
        change_party(team.becker, by=other, now=NOW, own_goal="None")
    with pytest.raises(ActionRefused, match="does not belong"):
        change_party(team.becker, by=team.manager, now=NOW, responsible=other)
    with pytest.raises(ActionRefused, match="at the latest"):
        change_party(team.becker, by=team.manager, now=NOW, left_on=TODAY + timedelta(days=1))
    team.becker.refresh_from_db()
    assert team.becker.own_goal == "Ten customers"
    assert team.becker.left_on is None


def test_broken_second_write_takes_the_first_along(monkeypatch):
    who = make.ready()

    def boom(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("cooperations.actions.agreement.audit.record", boom)
    with pytest.raises(RuntimeError):
        propose_version(who.cooperation, by=who.manager, now=NOW)
    assert not who.cooperation.versions.exists()
    assert not Event.objects.filter(kind=EventKind.VERSION_PROPOSED).exists()


def test_table_reaches_every_state_and_names_who():
    assert {step.to for step in STEPS} | {State.IDEA} == set(State)
    assert [step.to for step in steps_from(State.EXPLORING)] == [State.ENDED]
    assert step_between(State.EXPLORING, State.AGREED).actor is Actor.APPROVAL
