"""Any sequence of acts: what is stored for speed stays what a naive look at the rows says."""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts.errors import ActionRefused
from accounts.models import User
from cooperations.actions.agreement import approve_version, propose_version
from cooperations.actions.cooperations import change_party, set_terms, transition
from cooperations.actions.events import record_event
from cooperations.actions.ledger import log_contribution
from cooperations.actions.shares import withdraw_pledge
from cooperations.actions.tasks import accept_task, drop_task, finish_task, move_task
from cooperations.attention import level_expression, level_of
from cooperations.enums import EventKind, Kind, Level, Outcome, PledgeKind, State, TaskState, VersionState
from cooperations.facts import facts_for
from cooperations.life import weeks
from cooperations.models import AgreementVersion, Cooperation, Party, Pledge, SuccessMeasure, Task
from cooperations.nag_rules import idle_parties, overdue_tasks, silent_cooperations
from cooperations.pulse import pulse
from cooperations.visibility import people_who_see
from nagging.rules import ROW_COLUMNS
from partners.models import Membership
from tests.cooperations import naive
from tests.factories import cooperations as make
from tests.factories.accounts import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@dataclass
class World:
    """One cooperation of two firms, and a clock that only goes ahead."""

    who: make.Cast
    now: datetime

    @property
    def cooperation(self) -> Cooperation:
        return Cooperation.objects.get(pk=self.who.cooperation.pk)

    def party(self, side: int) -> Party:
        return Party.objects.select_related("cooperation").get(pk=self.who.parties[side].pk)

    def task(self, place: int) -> Task | None:
        tasks = list(Task.objects.filter(cooperation=self.who.cooperation).order_by("-pk"))
        return tasks[place % len(tasks)] if tasks else None


def _pledge(world, side, place):
    make.pledge(world.party(side), now=world.now, kind=PledgeKind.COMMISSION if place % 5 == 4 else PledgeKind.HOURS)


def _withdraw(world, side, place):
    pledges = list(Pledge.objects.filter(party=world.party(side)).order_by("pk"))
    if pledges:
        withdraw_pledge(pledges[place % len(pledges)], by=world.who.manager, now=world.now)


def _task(world, side, place):
    due = naive.day_of(world.now) + timedelta(days=3 * place)
    make.task(world.party(side), now=world.now, due_on=due, accepted=place % 3 > 0)


def _on_task(act, **more):
    def run(world, side, place):
        task = world.task(place)
        if task:
            act(task, by=task.owner, now=world.now, **more)

    return run


def _move(world, side, place):
    task = world.task(place)
    if task:
        move_task(task, due_on=task.due_on + timedelta(days=place), by=task.owner, now=world.now)


def _propose(world, side, place):
    propose_version(world.cooperation, by=world.who.manager, now=world.now)


def _approve(world, side, place):
    version = AgreementVersion.objects.filter(state=VersionState.PROPOSED).first()
    if version:
        party = world.party(side)
        approve_version(version, party=party, by=party.responsible, now=world.now, digest=version.digest)


def _step(to, **more):
    def run(world, side, place):
        given = dict(more)
        if to == State.PAUSED:
            given |= {"paused_until": naive.day_of(world.now) + timedelta(days=1 + place), "reason": "Fair"}
        transition(world.cooperation, to=to, by=world.who.manager, now=world.now, **given)

    return run


def _end(world, side, place):
    if place == 9:
        _step(State.ENDED, outcome=Outcome.FADED, lessons="Talk sooner.")(world, side, place)


def _fill(world, side, place):
    """Two of the three things that a party needs, by chance all three."""
    due = naive.day_of(world.now) + timedelta(days=place)
    if place != 1:
        _pledge(world, side, place)
    if place != 2:
        make.measure(world.party(side), now=world.now)
    if place != 3:
        make.task(world.party(side), now=world.now, due_on=due, accepted=place != 4)


def _agree(world, side, place):
    """Propose, and let both approve; by chance only one."""
    _propose(world, side, place)
    for one in (0, 1) if place else (side,):
        _approve(world, one, place)


def _terms(world, side, place):
    choices = (
        {"rhythm_days": None},
        {"rhythm_days": 3 * place + 1},
        {"kind": Kind.values[place % 3]},
        {"review_on": naive.day_of(world.now) + timedelta(days=place)},
    )
    set_terms(world.cooperation, by=world.who.manager, now=world.now, **choices[place % 4])


def _give(world, side, place):
    party = world.party(side)
    day = naive.day_of(world.now)
    log_contribution(
        party, by=party.responsible, now=world.now, kind="hours", text="T", quantity=1, unit="h", happened_on=day
    )


def _meet(world, side, place):
    kind = EventKind.MEETING if place % 2 else EventKind.NOTE
    record_event(world.cooperation, kind, by=world.who.manager, now=world.now, text="Tea")


def _leave(world, side, place):
    if place > 6:
        change_party(world.party(side), by=world.who.manager, now=world.now, left_on=naive.day_of(world.now))


def _quit(world, side, place):
    if place > 7:
        who = world.who.members[side] if place == 8 else world.who.leads[side]
        Membership.objects.filter(user=who).update(ended_on=naive.day_of(world.now))


ACTS = {
    "pledge": _pledge,
    "withdraw": _withdraw,
    "measure": lambda world, side, place: make.measure(world.party(side), now=world.now),
    "task": _task,
    "accept": _on_task(accept_task),
    "finish": _on_task(finish_task),
    "drop": _on_task(drop_task, reason="No time"),
    "move": _move,
    "propose": _propose,
    "approve": _approve,
    "begin": _step(State.ACTIVE),
    "by hand": _step(State.AGREED),
    "pause": _step(State.PAUSED),
    "end": _end,
    "fill": _fill,
    "agree": _agree,
    "terms": _terms,
    "give": _give,
    "meet": _meet,
    "leave": _leave,
    "quit": _quit,
}
OFTEN = [
    "leave",
    "give",
    "meet",
    "task",
    "finish",
    "drop",
    "fill",
    "agree",
    "agree",
    "begin",
    "begin",
    "pause",
    "terms",
]
HISTORY = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, *OFTEN]), st.integers(0, 1), st.integers(0, 9), st.sampled_from([0, 0, 1, 3, 9, 30])
    ),
    min_size=5,
    max_size=40,
)
STARTS = {
    "exploring": make.exploring,
    "ready": make.ready,
    "agreed": make.agreed,
    "active": make.active,
}
FULL = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@contextlib.contextmanager
def undone():
    """Take back what one example wrote."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def run(world: World, history, check) -> None:
    for name, side, place, wait in history:
        world.now += timedelta(days=wait, minutes=7)
        with contextlib.suppress(ActionRefused), transaction.atomic():
            ACTS[name](world, side, place)
        check(world)


def has_share_and_success(party: Party) -> bool:
    pledges = [one for one in Pledge.objects.filter(party=party) if not one.withdrawn_at and one.kind != "commission"]
    return bool(pledges) and SuccessMeasure.objects.filter(party=party).exists()


def has_share_tasks_and_success(party: Party) -> bool:
    tasks = Task.objects.filter(party=party, state=TaskState.ACCEPTED, due_on__isnull=False)
    return has_share_and_success(party) and tasks.exists()


@settings(FULL, max_examples=80)
@given(start=st.sampled_from(list(STARTS)), history=HISTORY)
def test_nothing_becomes_active_without_share_tasks_and_success(start, history):
    with undone():
        world = World(STARTS[start](), NOW)
        before = [world.cooperation.state]

        def check(world):
            state = world.cooperation.state
            if state == State.ACTIVE and before[0] != State.ACTIVE:
                event(f"active after {before[0]}")
                parties = Party.objects.filter(cooperation=world.cooperation, left_on__isnull=True)
                assert len(parties) >= 2
                assert all(has_share_tasks_and_success(party) for party in parties)
                version = AgreementVersion.objects.get(state=VersionState.IN_FORCE)
                assert {one.party_id for one in version.approvals.all()} >= {party.pk for party in parties}
            if before[0] == State.EXPLORING:
                assert state in (State.EXPLORING, State.AGREED, State.ENDED)
            before[0] = state

        run(world, history, check)


def found(rows) -> set:
    columns = list(rows.values_list(*ROW_COLUMNS))
    assert len({row[0] for row in columns}) == len(columns)
    for _subject, scope, shard, _since, evidence in columns:
        assert Cooperation.objects.get(pk=scope).shard == shard
        assert isinstance(evidence, dict)
    return {(row[0], row[3]) for row in columns}


def stored_is_true(world: World) -> None:
    """Rules, levels and pulse lines, today and on some coming days, without anything happening in between."""
    row = world.cooperation
    signs = naive.signs_of(row)
    assert row.last_life_sign_at == max((sign.at for sign in signs), default=None)
    for party in Party.objects.filter(cooperation=row):
        own = [sign.at for sign in signs if sign.party_id == party.pk]
        assert party.last_life_sign_at == max(own, default=None)
    for ahead in (0, 1, 8, 15, 33, 90):
        now = world.now + timedelta(days=ahead)
        today = naive.day_of(now)
        assert weeks(row.life_days, row.life_until, today) == naive.weeks(row, today)
        expected = naive.silent(now), naive.overdue(now), naive.idle(now)
        assert (found(silent_cooperations(now)), found(overdue_tasks(now)), found(idle_parties(now))) == expected
        level = level_of(row.state, row.attention_on, row.quiet_on, today)
        assert Cooperation.objects.annotate(level=level_expression(today)).get(pk=row.pk).level == level
        review = bool(row.review_on and row.review_on < today and naive.is_nagged(row, now))
        if row.state == State.ACTIVE:
            lacks = naive.is_nagged(row, now) and not all(
                has_share_and_success(party) for party in Party.objects.current().filter(cooperation=row)
            )
            assert (level == Level.NEEDS) == (any(expected) or review or lacks)
        facts = facts_for([row.pk], today)[row.pk]
        assert pulse(facts, today).level == level
        assert pulse(facts, today).headline


@FULL
@given(start=st.sampled_from(["active", "active", "agreed"]), history=HISTORY)
def test_what_is_stored_is_what_the_rows_say(start, history):
    with undone():
        world = World(STARTS[start](), NOW)
        run(world, history, lambda world: None)
        event(world.cooperation.state)
        stored_is_true(world)


@settings(FULL, max_examples=15)
@given(history=HISTORY)
def test_each_act_keeps_what_is_stored_true(history):
    with undone():
        world = World(make.active(), NOW)
        run(world, history[:12], stored_is_true)


@settings(FULL, max_examples=20)
@given(history=HISTORY)
def test_who_sees_and_what_is_seen_are_the_same(history):
    with undone():
        world = World(make.exploring(), NOW)
        other = make.active()
        Membership.objects.create(firm=other.firms[0], user=world.who.members[0], role="member")
        run(world, history, lambda world: None)
        everybody = list(User.objects.all())
        for one in Cooperation.objects.all():
            people = set(people_who_see(one).values_list("pk", flat=True))
            assert people == {user.pk for user in everybody if one in Cooperation.objects.visible_to(user)}
            assert people_who_see(one).count() == len(people)
        for user in everybody:
            seen = set(Cooperation.objects.visible_to(user).values_list("pk", flat=True))
            for model in (Party, Task, AgreementVersion):
                expected = set(model.objects.filter(cooperation__in=seen).values_list("pk", flat=True))
                assert list(model.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)) == sorted(
                    expected
                )
