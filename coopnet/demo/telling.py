"""How a story of one cooperation is told: each sentence plans one act of the product on the walk's clock."""

from datetime import datetime, timedelta
from decimal import Decimal

from cooperations.actions import agreement, cooperations, events, ledger, shares, tasks
from cooperations.enums import EventKind, PledgeKind, State, Verdict
from cooperations.models import AgreementVersion, Contribution, Cooperation, Party, Task
from cooperations.terms import is_one_sided
from coopnet.demo.cast import Cast
from coopnet.demo.walk import Walk


class Story:
    """One cooperation of the examples. Parties are named by their firm's key; days count back from today."""

    def __init__(self, walk: Walk, cast: Cast):
        self.walk = walk
        self.cast = cast
        self.manager = cast["lindner"]
        self.parties: dict[str, Party] = {}
        self.cooperation: Cooperation
        self.tasks: dict[str, Task] = {}
        self.given: dict[str, Contribution] = {}

    def start(self, days: int, **terms) -> None:
        def act(now: datetime) -> None:
            deputy = self.cast["brandt"]
            self.cooperation = cooperations.start_cooperation(by=self.manager, now=now, deputy_manager=deputy, **terms)

        self.walk.at(days, act, hour=8)

    def terms(self, days: int, **changes) -> None:
        self.walk.at(days, lambda now: cooperations.set_terms(self.cooperation, by=self.manager, now=now, **changes))

    def move_to(self, days: int, state: State, reason: str = "", **details) -> None:
        def act(now: datetime) -> None:
            self.cooperation.refresh_from_db()
            cooperations.transition(self.cooperation, to=state, by=self.manager, now=now, reason=reason, **details)

        self.walk.at(days, act, hour=16)

    def party(self, days: int, firm: str, responsible: str, deputy: str | None = None, own_goal: str = "") -> None:
        def act(now: datetime) -> None:
            self.parties[firm] = cooperations.add_party(
                self.cooperation,
                firm=self.cast.firms[firm],
                responsible=self.cast[responsible],
                deputy=self.cast[deputy] if deputy else None,
                own_goal=own_goal,
                by=self.manager,
                now=now,
            )

        self.walk.at(days, act, hour=9)

    def pledge(self, days: int, firm: str, text: str, quantity: str, unit: str, **more) -> None:
        def act(now: datetime) -> None:
            party = self.parties[firm]
            shares.add_pledge(
                party,
                by=party.responsible,
                now=now,
                **{"kind": PledgeKind.HOURS, "text": text, "quantity": Decimal(quantity), "unit": unit, **more},
            )

        self.walk.at(days, act)

    def measure(self, days: int, firm: str, text: str, target: str, unit: str, due: int, baseline: str = "0") -> None:
        def act(now: datetime) -> None:
            party = self.parties[firm]
            shares.add_measure(
                party,
                by=party.responsible,
                now=now,
                text=text,
                baseline=Decimal(baseline),
                target=Decimal(target),
                unit=unit,
                due_on=self.walk.ago(due),
            )

        self.walk.at(days, act)

    def task(self, days: int, firm: str, title: str, due: int, *, done: int | None = None, done_when: str = "", **more):
        """A task offered by the manager ``days`` ago, accepted a day later, due and (perhaps) done on other days.

        ``owner`` is a person's key (default: the responsible person), ``for_firm`` whom it is for; ``moved`` maps a day
        to the new due day; ``accepted=False`` leaves it offered.
        """

        def offer(now: datetime) -> None:
            party = self.parties[firm]
            self.tasks[title] = tasks.offer_task(
                self.cooperation,
                party=party,
                owner=self.cast[more["owner"]] if "owner" in more else party.responsible,
                title=title,
                due_on=self.walk.ago(due),
                done_when=done_when,
                for_party=self.parties.get(more.get("for_firm", "")),
                by=self.manager,
                now=now,
            )

        def fresh() -> Task:
            self.tasks[title].refresh_from_db()
            return self.tasks[title]

        self.walk.at(days, offer, hour=11)
        if more.get("accepted", True):
            self.walk.at(days, lambda now: tasks.accept_task(fresh(), by=fresh().owner, now=now), hour=9, later=1)
        for day, new_due in more.get("moved", {}).items():
            self.walk.at(
                day,
                lambda now, new_due=new_due: tasks.move_task(
                    fresh(), due_on=self.walk.ago(new_due), by=fresh().owner, now=now
                ),
            )
        if done is not None:
            self.walk.at(done, lambda now: tasks.finish_task(fresh(), by=fresh().owner, now=now), hour=15)

    def agree(self, days: int, *, active: int) -> None:
        """Every party approves, and the cooperation becomes active."""
        self.agree_only(days)
        self.move_to(active, State.ACTIVE, "Alle haben zugestimmt, wir beginnen.")

    def agree_only(self, days: int) -> None:
        """Every party approves the version that the manager proposes."""

        def approve(now: datetime) -> None:
            version = agreement.propose_version(self.cooperation, by=self.manager, now=now)
            for step, party in enumerate(self.parties.values(), start=1):
                fresh = AgreementVersion.objects.get(pk=version.pk)
                agreement.approve_version(
                    fresh,
                    party=party,
                    by=party.responsible,
                    now=now + timedelta(minutes=step),
                    digest=fresh.digest,
                    substance_seen=is_one_sided(fresh.terms),
                )

        self.walk.at(days, approve, hour=14)

    def gave(self, days: int, firm: str, text: str, quantity: str, unit: str = "h", *, confirmed_by: str = "", **more):
        """A contribution; ``confirmed_by`` or ``disputed_by`` is the receiving firm, two days later."""

        def log(now: datetime) -> None:
            party = self.parties[firm]
            pledge = party.pledges.filter(unit=unit).order_by("id").first()
            self.given[text] = ledger.log_contribution(
                party,
                by=party.responsible,
                now=now,
                kind=pledge.kind if pledge else more.get("kind", PledgeKind.HOURS),
                text=text,
                quantity=Decimal(quantity),
                unit=unit,
                happened_on=now.astimezone(self.walk.zone).date(),
                pledge=pledge,
            )

        def judge(now: datetime) -> None:
            party = self.parties[confirmed_by or more["disputed_by"]]
            ledger.give_verdict(
                self.given[text],
                party=party,
                verdict=Verdict.CONFIRMED if confirmed_by else Verdict.DISPUTED,
                reason="" if confirmed_by else more["reason"],
                by=party.responsible,
                now=now,
            )

        self.walk.at(days, log, hour=17)
        if confirmed_by or "disputed_by" in more:
            self.walk.at(days, judge, hour=9, later=2)

    def got(self, days: int, firm: str, text: str, value: str | None, *, giver: str = "", thanks: str = "") -> None:
        def act(now: datetime) -> None:
            party = self.parties[firm]
            ledger.log_benefit(
                party,
                by=party.responsible,
                now=now,
                text=text,
                value=Decimal(value) if value else None,
                giver=self.parties.get(giver),
                thanks=thanks,
                happened_on=now.astimezone(self.walk.zone).date(),
            )

        self.walk.at(days, act, hour=13)

    def met(self, days: int, text: str) -> None:
        self.walk.at(
            days,
            lambda now: events.record_event(self.cooperation, EventKind.MEETING, by=self.manager, now=now, text=text),
        )
