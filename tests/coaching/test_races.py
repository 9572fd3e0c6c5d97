"""Two at once: whoever is last closes the vote or adopts the decision, and exactly one does."""

import threading
from contextlib import suppress

import pytest
from django.db import connections

from coaching.actions import ballots, decisions
from coaching.enums import BallotState, DecisionState, Vote
from coaching.models import Ballot, Decision
from coaching.querysets import EngagementQuerySet
from tests.factories import coaching

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(clock):
    return coaching.cast(clock.now)


def at_once(*acts) -> None:
    """Run ``acts`` in threads of their own, and raise what they raised."""
    raised = []

    def run(act) -> None:
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not raised


def meet_around(monkeypatch, module, name: str, *, patience: float) -> None:
    """Let two threads meet before and after ``module.name`` counts; alone, one waits ``patience`` s and goes on."""
    barrier, real = threading.Barrier(2, timeout=patience), getattr(module, name)

    def waiting(*args, **kwargs):
        with suppress(threading.BrokenBarrierError):
            barrier.wait()
        result = real(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            barrier.wait()
        return result

    monkeypatch.setattr(module, name, waiting)


def last_two_vote(people, monkeypatch, *, patience: float) -> Ballot:
    ballot = coaching.voting(people)
    ballots.vote(ballot, choice=Vote.WANT, by=people.team[0], now=people.now)
    meet_around(monkeypatch, ballots, "settle", patience=patience)

    def voting(user):
        return lambda: ballots.vote(Ballot.objects.get(pk=ballot.pk), choice=Vote.WANT, by=user, now=people.now)

    at_once(*(voting(user) for user in people.team[1:]))
    ballot.refresh_from_db()
    return ballot


def test_last_two_votes_at_once(people, monkeypatch):
    assert last_two_vote(people, monkeypatch, patience=1).state == BallotState.ACCEPTED


@pytest.mark.postgres
def test_without_the_lock_nobody_is_last(people, monkeypatch):
    """The control: without the lock both miss the other's vote. SQLite has one writer at a time anyway."""
    monkeypatch.setattr(EngagementQuerySet, "select_for_update", lambda self, **_how: self)
    assert last_two_vote(people, monkeypatch, patience=15).state == BallotState.OPEN


def test_last_two_consents_at_once(people, monkeypatch):
    decision = coaching.put_to_team(people, coaching.running(people))
    decisions.consent(decision, revision=1, by=people.team[0], now=people.now)
    meet_around(monkeypatch, decisions, "_adopt_if_all_consent", patience=1)

    def consenting(user):
        return lambda: decisions.consent(Decision.objects.get(pk=decision.pk), revision=1, by=user, now=people.now)

    at_once(*(consenting(user) for user in people.team[1:]))
    decision.refresh_from_db()
    assert decision.state == DecisionState.ADOPTED


def test_two_notes_on_one_session_at_once(people):
    from coaching.actions.notes import write_private_note
    from coaching.models import PrivateNote

    engagement = coaching.running(people)
    session = coaching.held(people, engagement)

    def writing(text):
        return lambda: write_private_note(engagement, text=text, session=session, by=people.coach, now=people.now)

    at_once(writing("one"), writing("two"), writing("three"))
    assert PrivateNote.objects.count() == 1
