"""One side of the world: a manager's cooperations with everything in them that somebody can write."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from cooperations.actions import agreement, cooperations, ledger, notes, shares, tasks
from cooperations.enums import Field, Kind, Mode, Outcome, State, Verdict
from cooperations.models import AgreementVersion, Cooperation, Party, Task
from coopnet.clock import local_day
from tests.guards.access.cast import Cast


@dataclass
class Side:
    """``parties`` are (firm, responsible person, deputy or ""), by key; ``seen`` are the roles that see all of it."""

    cast: Cast
    name: str
    manager: str
    drivers: frozenset[str]
    seen: frozenset[str]
    coach: frozenset[str]
    parties: tuple[tuple[str, str, str], ...]
    firm_roles: dict[str, frozenset[str]]
    deputy: str = ""
    cooperation: Cooperation = None
    objects: dict[str, list] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.cast.now

    def word(self, name: str, readers: frozenset[str] | None = None, *, private: bool = False) -> str:
        seen = self.seen if readers is None else readers
        return self.cast.canaries.plant(f"cooperations.{name}", self.name, seen, private=private)

    def amount(self, name: str, party: Party) -> Decimal:
        """An amount that, by the terms, the party's own firm and the drivers read."""
        key = next(key for key, firm in self.cast.firms.items() if firm.pk == party.firm_id)
        return self.cast.canaries.amount(f"cooperations.{name}", key, self.firm_roles[key] | self.drivers)

    def keep(self, kind: str, made):
        self.objects.setdefault(kind, []).append(made)
        return made

    def start(self, *, kind: str = "cooperation") -> Cooperation:
        today = local_day(self.now)
        return self.keep(
            kind,
            cooperations.start_cooperation(
                by=self.cast[self.manager],
                now=self.now,
                title=self.word("Cooperation.title", self.seen | self.coach),
                kind=Kind.COOPERATION,
                field=Field.MARKETING,
                mode=Mode.LIGHT,
                joint_goal=self.word("Cooperation.joint_goal"),
                ending_terms=self.word("Cooperation.ending_terms"),
                deputy_manager=self.cast[self.deputy] if self.deputy else None,
                manager_note=self.word("Cooperation.manager_note", self.drivers, private=True),
                starts_on=today,
                review_on=today + timedelta(days=90),
            ),
        )

    def join(self, cooperation: Cooperation) -> list[Party]:
        """The firms take part; each promises, measures and owes something, so that the cooperation can be agreed."""
        parties = []
        for firm, responsible, deputy in self.parties:
            party = cooperations.add_party(
                cooperation,
                firm=self.cast.firms[firm],
                responsible=self.cast[responsible],
                deputy=self.cast[deputy] if deputy else None,
                own_goal=self.word("Party.own_goal"),
                by=self.cast[self.manager],
                now=self.now,
            )
            parties.append(self.keep("party", party))
        cooperations.transition(cooperation, to=State.EXPLORING, by=self.cast[self.manager], now=self.now)
        for party in parties:
            self._share(party)
            self.task(party, days=20)
        return parties

    def _share(self, party: Party) -> None:
        pledge = shares.add_pledge(
            party,
            by=party.responsible,
            now=self.now,
            text=self.word("Pledge.text"),
            quantity=Decimal(40),
            unit=self.word("Pledge.unit"),
            value=self.amount("Pledge.value", party),
        )
        self.keep("pledge", pledge)
        words = {"text": self.word("SuccessMeasure.text"), "unit": self.word("SuccessMeasure.unit")}
        measure = shares.add_measure(party, by=party.responsible, now=self.now, target=Decimal(5), **words)
        self.keep("measure", measure)

    def task(self, party: Party, *, days: int, accepted: bool = True) -> Task:
        """A task of the party's responsible person, due so many days after the beginning."""
        made = tasks.offer_task(
            party.cooperation,
            party=party,
            owner=party.responsible,
            title=self.word("Task.title"),
            done_when=self.word("Task.done_when"),
            due_on=local_day(self.now) + timedelta(days=days),
            by=self.cast[self.manager],
            now=self.now,
        )
        if accepted:
            made = tasks.accept_task(made, by=party.responsible, now=self.now)
        return self.keep("task", made)

    def agree(self, cooperation: Cooperation) -> None:
        version = agreement.propose_version(cooperation, by=self.cast[self.manager], now=self.now)
        for party in version.cooperation.parties.all():
            fresh = AgreementVersion.objects.get(pk=version.pk)
            agreement.approve_version(fresh, party=party, by=party.responsible, now=self.now, digest=fresh.digest)
        self.keep("version", version)
        cooperations.transition(cooperation, to=State.ACTIVE, by=self.cast[self.manager], now=self.now)
        cooperation.refresh_from_db()

    def live(self) -> None:
        """The active cooperation: steps in every state, giving and getting, calls, and a change that waits."""
        self.cooperation = self.start()
        first, second = self.join(self.cooperation)
        self.agree(self.cooperation)
        self._steps(first, second)
        self._ledger(first, second)
        by = self.cast[self.manager]
        notes.note_call(self.cooperation, party=first, talked=True, text=self.word("Event.data"), by=by, now=self.now)

    def propose_anew(self) -> None:
        """A change of the terms waits for the word of the parties."""
        by, day = self.cast[self.manager], local_day(self.now) + timedelta(days=99)
        cooperations.set_terms(self.cooperation, by=by, now=self.now, goal_on=day)
        self.objects["version"].insert(0, agreement.propose_version(self.cooperation, by=by, now=self.now))

    def _steps(self, first: Party, second: Party) -> None:
        self.keep("offered", self.task(first, days=50, accepted=False))
        declined, dropped, done = (self.task(first, days=40, accepted=accepted) for accepted in (False, True, True))
        by, now = first.responsible, self.now
        tasks.decline_task(declined, reason=self.word("Task.decline_reason"), by=by, now=now)
        tasks.drop_task(dropped, reason=self.word("Task.drop_reason"), by=by, now=now)
        tasks.finish_task(done, by=by, now=now)
        notes.ask_for_help(self.objects["task"][0], text=self.word("Event.data"), by=by, now=now)
        self.keep("overdue", self.task(second, days=10))

    def _ledger(self, first: Party, second: Party) -> None:
        for _again in range(2):
            given = ledger.log_contribution(
                first,
                by=first.responsible,
                now=self.now,
                kind="hours",
                text=self.word("Contribution.text"),
                quantity=Decimal(3),
                unit=self.word("Contribution.unit"),
                value=self.amount("Contribution.value", first),
                happened_on=local_day(self.now),
            )
            self.keep("contribution", given)
        reason = self.word("ContributionVerdict.reason")
        by = second.responsible
        ledger.give_verdict(given, party=second, verdict=Verdict.DISPUTED, reason=reason, by=by, now=self.now)
        ledger.log_benefit(
            second,
            by=by,
            now=self.now,
            text=self.word("Benefit.text"),
            value=self.amount("Benefit.value", second),
            giver=first,
            thanks=self.word("Benefit.thanks"),
            happened_on=local_day(self.now),
        )

    def rest(self) -> None:
        """A second cooperation that pauses, and a third that has ended."""
        by, now = self.cast[self.manager], self.now
        paused, ended = self.start(kind="paused"), self.start(kind="ended")
        for one in (paused, ended):
            self.join(one)
            self.agree(one)
        until = local_day(now) + timedelta(days=90)
        reason = self.word("Cooperation.pause_reason")
        cooperations.transition(paused, to=State.PAUSED, by=by, now=now, reason=reason, paused_until=until)
        lessons = self.word("Cooperation.lessons")
        cooperations.transition(ended, to=State.ENDED, by=by, now=now, outcome=Outcome.REACHED, lessons=lessons)
