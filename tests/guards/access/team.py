"""The coaching of the world: a team of side A in the middle of its work, and one of side B that still votes."""

from datetime import timedelta

from accounts.models import User
from coaching.actions import ballots, decisions, engagements, moves, notes, sessions
from coaching.enums import EngagementState, SummaryVerdict, Vote
from coaching.models import Ballot, Decision, Engagement
from tests.guards.access.cast import DRIVERS_A, FIRM_2, INSIDE_A, TEAM_B, Cast
from tests.guards.access.side import Side


class Team:
    """One engagement; its words are read by ``inside`` and by nobody else unless said otherwise."""

    def __init__(self, side: Side, members: tuple[str, ...], inside: frozenset[str]) -> None:
        self.side, self.cast, self.members, self.inside = side, side.cast, members, inside
        self.engagement: Engagement

    def word(self, name: str, readers: frozenset[str] | None = None) -> str:
        seen = self.inside if readers is None else readers
        return self.cast.canaries.plant(f"coaching.{name}", self.side.name, seen, private=True)

    def people(self) -> list[User]:
        return [self.cast[role] for role in self.members]

    def propose(self, coach: str) -> Ballot:
        self.engagement = engagements.propose_engagement(
            self.side.cooperation,
            subject=self.word("Engagement.subject"),
            why=self.word("Engagement.why"),
            team=self.people(),
            by=self.people()[0],
            now=self.side.now,
        )
        self.side.keep("engagement", self.engagement)
        return ballots.choose_coach(self.engagement, coach=self.cast[coach], by=self.people()[0], now=self.side.now)

    def run(self, ballot: Ballot) -> None:
        """All accept, the work begins, rests once, and goes on."""
        for user in self.people():
            ballots.vote(Ballot.objects.get(pk=ballot.pk), choice=Vote.CAN_ACCEPT, by=user, now=self.side.now)
        day = self.side.now.date() + timedelta(days=9)
        for to, more in (
            (EngagementState.RUNNING, {}),
            (EngagementState.PAUSED, {"reason": self.word("StateChange.reason"), "paused_until": day}),
            (EngagementState.RUNNING, {}),
        ):
            self.engagement = moves.move(self.engagement, to=to, by=self.cast["coach"], now=self.side.now, **more)

    def meet(self) -> None:
        """A session that was held, with everything said about it, and one that is planned."""
        coach, now = self.cast["coach"], self.side.now
        held = self._session(days=0)
        members = self.engagement.members.all()
        held = sessions.hold_session(
            held,
            attendance={member.pk: "present" for member in members},
            summary=self.word("Session.summary"),
            by=coach,
            now=now,
        )
        sessions.respond_to_summary(
            held,
            verdict=SummaryVerdict.OBJECTED,
            text=self.word("SummaryResponse.text"),
            version=held.summary_version,
            by=self.people()[0],
            now=now,
        )
        planned = self._session(days=60)
        author = frozenset({"coach"})
        sessions.save_draft(planned, summary=self.word("Session.draft", author), by=coach)
        for session in (held, None):
            text = self.word("PrivateNote.ciphertext", author)
            note = notes.write_private_note(self.engagement, text=text, session=session, by=coach, now=now)
            self.side.keep("note", note)

    def _session(self, *, days: int):
        now = self.side.now
        session = sessions.plan_session(
            self.engagement,
            starts_at=now + timedelta(days=days),
            place=self.word("Session.place"),
            by=self.cast["coach"],
            now=now,
        )
        sessions.add_agenda_item(session, text=self.word("AgendaItem.text"), by=self.people()[0], now=now)
        return self.side.keep("session", session)

    def decide(self, readers: frozenset[str], *, adopt: bool = True, **released) -> Decision:
        """A decision that ``readers`` outside the team read once it is adopted; else one with an objection."""
        now, seen = self.side.now, self.inside | readers
        words = {name: self.word(f"Decision.{name}", seen) for name in _WORDS}
        coach = self.cast["coach"]
        made = decisions.propose_decision(self.engagement, by=coach, now=now, **words, **released)
        for user in self.people() if adopt else ():
            made = decisions.consent(Decision.objects.get(pk=made.pk), revision=1, by=user, now=now)
        if not adopt:
            reason = self.word("Voice.reason")
            decisions.object_to(made, revision=1, reason=reason, by=self.people()[0], now=now)
        return self.side.keep("decision", made)

    def understand(self, decision: Decision) -> None:
        first, second = self.people()
        now = self.side.now
        decisions.acknowledge(decision, words=self.word("Acknowledgement.words"), by=first, now=now)
        asked = [
            decisions.ask_back(decision, text=self.word("Question.text"), by=second, now=now) for _number in range(2)
        ]
        decisions.answer_question(asked[1], answer=self.word("Question.answer"), by=first, now=now)
        for question in asked:
            self.side.keep("question", question)


_WORDS = ("question", "options", "outcome", "reasons", "effect")


def coached(cast: Cast, side_a: Side, side_b: Side) -> None:
    """Side A has a coach and decides; side B votes on another one."""
    team = Team(side_a, ("team_member", "teammate"), INSIDE_A)
    team.run(team.propose("coach"))
    team.meet()
    team.decide(frozenset(), adopt=False)
    team.understand(team.decide(frozenset()))
    team.decide(DRIVERS_A, for_cooperation=True)
    leads = frozenset({"other_lead"}) & FIRM_2
    team.decide(leads, affected_firms=[cast.firms["two"]])
    Team(side_b, ("lead_b",), TEAM_B | {"other_coach"}).propose("other_coach")
