"""Cooperations for tests, made by calling the actions, as the house itself does."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from cooperations.actions.agreement import approve_version, propose_version
from cooperations.actions.cooperations import add_party, start_cooperation, transition
from cooperations.actions.shares import add_measure, add_pledge
from cooperations.actions.tasks import accept_task, offer_task
from cooperations.enums import Field, Kind, Mode, PledgeKind, State
from cooperations.models import AgreementVersion, Cooperation, Party, Pledge, SuccessMeasure, Task
from coopnet.clock import local_day
from partners.enums import FirmRole
from partners.models import Firm, Membership
from tests.factories.accounts import NOW, manager, person

TODAY = local_day(NOW)


@dataclass
class Cast:
    """The fixed cast of a cooperation: who drives it, two firms with lead and member, and somebody who has no part."""

    manager: User
    stranger: User
    leads: list[User] = field(default_factory=list)
    members: list[User] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    cooperation: Cooperation = None
    parties: list[Party] = field(default_factory=list)

    @property
    def becker(self) -> Party:
        return self.parties[0]

    @property
    def nordlicht(self) -> Party:
        return self.parties[1]


def cast(*, firms: tuple[str, ...] = ("Becker Druck", "Nordlicht")) -> Cast:
    """People and firms, without a cooperation."""
    made = Cast(manager=manager(), stranger=person())
    for name in firms:
        firm = Firm.objects.create(name=name, city="Leipzig", keeper=made.manager, created_at=NOW)
        lead, member = person(), person()
        Membership.objects.create(firm=firm, user=lead, role=FirmRole.LEAD)
        Membership.objects.create(firm=firm, user=member, role=FirmRole.MEMBER)
        made.firms.append(firm)
        made.leads.append(lead)
        made.members.append(member)
    return made


def idea(who: Cast | None = None, *, now: datetime = NOW, title: str = "Catalogue", **terms) -> Cast:
    """A cooperation as an idea, with its parties; the responsible person is the lead, the deputy the member."""
    who = who or cast()
    terms = {"kind": Kind.COOPERATION, "field": Field.MARKETING, "mode": Mode.LIGHT, **terms}
    who.cooperation = start_cooperation(by=who.manager, now=now, title=title, **terms)
    who.parties = [
        add_party(
            who.cooperation,
            firm=firm,
            responsible=lead,
            deputy=member,
            own_goal="More customers.",
            by=who.manager,
            now=now,
        )
        for firm, lead, member in zip(who.firms, who.leads, who.members, strict=True)
    ]
    return who


def exploring(who: Cast | None = None, *, now: datetime = NOW, **terms) -> Cast:
    """A cooperation that is being talked about, with nothing promised yet."""
    today = local_day(now)
    terms = {
        "joint_goal": "A joint catalogue by autumn.",
        "starts_on": today,
        "review_on": today + timedelta(days=90),
        "ending_terms": "Three months to the end of a quarter.",
        **terms,
    }
    who = idea(who, now=now, **terms)
    transition(who.cooperation, to=State.EXPLORING, by=who.manager, now=now)
    return who


def ready(who: Cast | None = None, *, now: datetime = NOW, due: date | None = None, **terms) -> Cast:
    """A cooperation in which every party has share, task and success, so that approval is open."""
    who = exploring(who, now=now, **terms)
    for party in who.parties:
        pledge(party, now=now)
        measure(party, now=now)
        task(party, now=now, due_on=due)
    return who


def proposed(who: Cast | None = None, *, now: datetime = NOW, **terms) -> AgreementVersion:
    """A version that waits for the approval of all."""
    who = who if who and who.cooperation else ready(who, now=now, **terms)
    return propose_version(who.cooperation, by=who.manager, now=now)


def approve_all(who: Cast, version: AgreementVersion, *, now: datetime = NOW) -> None:
    for party in who.parties:
        approve_version(version, party=party, by=party.responsible, now=now, digest=version.digest, substance_seen=True)
    who.cooperation.refresh_from_db()


def agreed(who: Cast | None = None, *, now: datetime = NOW, **terms) -> Cast:
    """A cooperation whose first version is in force."""
    who = ready(who, now=now, **terms)
    approve_all(who, propose_version(who.cooperation, by=who.manager, now=now), now=now)
    return who


def active(who: Cast | None = None, *, now: datetime = NOW, **terms) -> Cast:
    """A cooperation that runs since ``now``; both tasks are due two weeks later."""
    who = agreed(who, now=now, **terms)
    transition(who.cooperation, to=State.ACTIVE, by=who.manager, now=now)
    return who


def pledge(party: Party, *, now: datetime = NOW, **fields) -> Pledge:
    fields = {
        "kind": PledgeKind.HOURS,
        "text": "Hours for the catalogue",
        "quantity": Decimal(40),
        "unit": "h",
        "value": Decimal(60),
        **fields,
    }
    return add_pledge(party, by=party.responsible, now=now, **fields)


def measure(party: Party, *, now: datetime = NOW, **fields) -> SuccessMeasure:
    fields = {"text": "New customers", "baseline": Decimal(0), "target": Decimal(5), **fields}
    return add_measure(party, by=party.responsible, now=now, **fields)


def task(
    party: Party,
    *,
    now: datetime = NOW,
    due_on: date | None = None,
    title: str = "Price list",
    accepted: bool = True,
    owner: User | None = None,
    for_party: Party | None = None,
) -> Task:
    """A task offered by the manager and, unless told otherwise, accepted by its owner."""
    made = offer_task(
        party.cooperation,
        party=party,
        owner=owner or party.responsible,
        title=title,
        due_on=due_on or local_day(now) + timedelta(days=14),
        for_party=for_party,
        by=party.cooperation.manager,
        now=now,
    )
    return accept_task(made, by=made.owner, now=now) if accepted else made
