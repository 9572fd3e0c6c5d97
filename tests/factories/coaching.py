"""A team of three people from two firms with a coach, made by calling the actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from coaching.actions.ballots import choose_coach, vote
from coaching.actions.decisions import consent, propose_decision
from coaching.actions.engagements import propose_engagement
from coaching.actions.moves import move
from coaching.actions.sessions import add_agenda_item, hold_session, plan_session
from coaching.enums import EngagementState, Vote
from coaching.models import Ballot, Decision, Engagement, Member, Session
from cooperations.actions.cooperations import add_party, start_cooperation
from cooperations.enums import Field, Kind
from cooperations.models import Cooperation
from partners.enums import FirmRole
from partners.models import Firm, Membership
from tests.factories.accounts import administrator, coach, manager, person
from tests.fixtures.time import TUESDAY


@dataclass
class Cast:
    """Everybody who meets in the tests of coaching, by their part in it."""

    now: datetime
    cooperation: Cooperation
    manager: User
    firms: tuple[Firm, Firm]
    leads: tuple[User, User]
    team: tuple[User, User, User]
    colleague: User
    coach: User
    other_coach: User
    administrator: User
    stranger: User

    @property
    def outsiders(self) -> list[User]:
        """People for whom a team does not even exist."""
        return [self.colleague, self.other_coach, self.administrator, self.stranger]


def firm(name: str, keeper: User, now: datetime = TUESDAY) -> Firm:
    return Firm.objects.create(name=name, keeper=keeper, created_at=now)


def cast(now: datetime = TUESDAY) -> Cast:
    """A cooperation of two firms, each with a lead; two people of the first and one of the second will be the team."""
    driver = manager()
    firms = (firm("Becker Druck", driver, now), firm("Nordlicht Verlag", driver, now))
    people = {name: person(name, "Probe") for name in ("Lea", "Lutz", "Ada", "Ben", "Cora", "Kolja")}
    for name, where, role in (
        ("Lea", 0, FirmRole.LEAD),
        ("Lutz", 1, FirmRole.LEAD),
        ("Ada", 0, FirmRole.MEMBER),
        ("Ben", 0, FirmRole.MEMBER),
        ("Cora", 1, FirmRole.MEMBER),
        ("Kolja", 0, FirmRole.MEMBER),
    ):
        Membership.objects.create(firm=firms[where], user=people[name], role=role)
    cooperation = start_cooperation(by=driver, now=now, title="Catalogue", kind=Kind.COOPERATION, field=Field.MARKETING)
    for place, lead in ((0, "Lea"), (1, "Lutz")):
        add_party(cooperation, firm=firms[place], responsible=people[lead], by=driver, now=now)
    return Cast(
        now=now,
        cooperation=cooperation,
        manager=driver,
        firms=firms,
        leads=(people["Lea"], people["Lutz"]),
        team=(people["Ada"], people["Ben"], people["Cora"]),
        colleague=people["Kolja"],
        coach=coach(first_name="Carla", last_name="Coach"),
        other_coach=coach(first_name="Otto", last_name="Other"),
        administrator=administrator(),
        stranger=person(),
    )


def proposed(people: Cast, subject: str = "How we talk about prices") -> Engagement:
    """An engagement that the manager has proposed for the whole team."""
    return propose_engagement(
        people.cooperation, subject=subject, why="", team=people.team, by=people.manager, now=people.now
    )


def voting(people: Cast) -> Ballot:
    """The team is asked about the coach; nobody has answered."""
    return choose_coach(proposed(people), coach=people.coach, by=people.manager, now=people.now)


def accepted(people: Cast) -> Engagement:
    """Everybody has accepted the coach."""
    ballot = voting(people)
    for user in people.team:
        vote(ballot, choice=Vote.CAN_ACCEPT, by=user, now=people.now)
    return Engagement.objects.get(pk=ballot.engagement_id)


def running(people: Cast) -> Engagement:
    """The work has begun."""
    return move(accepted(people), to=EngagementState.RUNNING, by=people.coach, now=people.now)


def planned(people: Cast, engagement: Engagement, *, days: float = 1, topic: str = "Prices") -> Session:
    """A session ``days`` after now, with one topic of the first member."""
    session = plan_session(engagement, starts_at=people.now + timedelta(days=days), by=people.coach, now=people.now)
    if topic:
        add_agenda_item(session, text=topic, by=people.team[0], now=people.now)
    return session


def held(people: Cast, engagement: Engagement, *, summary: str = "We talked about prices.", days: float = 0) -> Session:
    """A session that took place, everybody present."""
    session = planned(people, engagement, days=days)
    return hold_session(
        session,
        attendance={member.pk: "present" for member in engagement.members.all()},
        summary=summary,
        by=people.coach,
        now=people.now + timedelta(days=max(days, 0)),
    )


def put_to_team(people: Cast, engagement: Engagement, *, by: User | None = None, **fields) -> Decision:
    """A proposal, by the coach unless said otherwise, so that nobody has consented yet."""
    words = {"question": "Who names prices?", "outcome": "Cora does.", "reasons": "She knows them."} | fields
    return propose_decision(engagement, by=by or people.coach, now=people.now, **words)


def adopted(people: Cast, engagement: Engagement, **fields) -> Decision:
    """A decision to which everybody has consented and that nobody has acknowledged yet."""
    decision = put_to_team(people, engagement, **fields)
    for user in people.team:
        decision = consent(decision, revision=decision.revision, by=user, now=people.now)
    return decision


def membership(engagement: Engagement, user: User) -> Member:
    return engagement.members.get(user=user, left_at__isnull=True)
