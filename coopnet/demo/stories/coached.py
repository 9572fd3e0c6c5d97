"""Two teams with a coach: one in the middle of a conflict, one that has just asked."""

from datetime import datetime, timedelta

from coaching.actions import ballots, decisions, engagements, moves, notes, sessions
from coaching.enums import EngagementState, Presence, SummaryVerdict, Vote
from coaching.models import Ballot, Decision, Engagement, Session
from coopnet.demo.telling import Story


class CoachedTeam:
    """The coaching of one story's cooperation; people are named by their keys."""

    def __init__(self, story: Story, team: tuple[str, ...], coach: str = "vogt"):
        self.story, self.walk, self.cast = story, story.walk, story.cast
        self.team, self.coach = team, coach
        self.engagement: Engagement
        self.sessions: dict[int, Session] = {}
        self.decisions: dict[str, Decision] = {}

    def proposed(self, days: int, by: str, subject: str, why: str) -> None:
        def act(now: datetime) -> None:
            self.engagement = engagements.propose_engagement(
                self.story.cooperation,
                subject=subject,
                why=why,
                team=[self.cast[key] for key in self.team],
                by=self.cast[by],
                now=now,
            )

        self.walk.at(days, act, hour=8)

    def votes(self, days: int, accepting: tuple[str, ...]) -> None:
        def act(now: datetime) -> None:
            self.engagement.refresh_from_db()
            ballot = ballots.choose_coach(
                self.engagement, coach=self.cast[self.coach], by=self.cast[self.team[0]], now=now
            )
            for key in accepting:
                ballots.vote(Ballot.objects.get(pk=ballot.pk), choice=Vote.WANT, by=self.cast[key], now=now)

        self.walk.at(days, act)

    def begins(self, days: int) -> None:
        def act(now: datetime) -> None:
            self.engagement.refresh_from_db()
            moves.move(self.engagement, to=EngagementState.RUNNING, by=self.cast[self.coach], now=now)

        self.walk.at(days, act)

    def session(self, planned: int, days: int, place: str, topics: dict[str, str]) -> None:
        """A session planned some days before; ``topics`` are proposed by whom they are keyed with."""

        def act(now: datetime) -> None:
            self.engagement.refresh_from_db()
            starts_at = self.walk.moment(days, 14)
            made = sessions.plan_session(
                self.engagement, starts_at=starts_at, place=place, by=self.cast[self.coach], now=now
            )
            self.sessions[days] = made
            for key, text in topics.items():
                sessions.add_agenda_item(made, text=text, by=self.cast[key], now=now)

        self.walk.at(planned, act)

    def held(self, days: int, summary: str, note: str, confirmed_by: tuple[str, ...]) -> None:
        def act(now: datetime) -> None:
            members = self.engagement.members.select_related("user")
            held = sessions.hold_session(
                Session.objects.get(pk=self.sessions[days].pk),
                attendance={member.pk: Presence.PRESENT for member in members},
                summary=summary,
                shares=(55, 35, 10),
                by=self.cast[self.coach],
                now=now,
            )
            notes.write_private_note(
                self.engagement, text=note, session=held, by=self.cast[self.coach], now=now + timedelta(minutes=5)
            )
            for key in confirmed_by:
                sessions.respond_to_summary(
                    held,
                    verdict=SummaryVerdict.CONFIRMED,
                    version=held.summary_version,
                    by=self.cast[key],
                    now=now + timedelta(minutes=30),
                )

        self.walk.at(days, act, hour=17)

    def decided(self, days: int, question: str, outcome: str, reasons: str, understood: dict[str, str]) -> None:
        """Everybody consents; ``understood`` are the own words of those who have said them."""

        def act(now: datetime) -> None:
            made = decisions.propose_decision(
                self.engagement,
                question=question,
                outcome=outcome,
                reasons=reasons,
                for_cooperation=True,
                by=self.cast[self.team[0]],
                now=now,
            )
            for step, key in enumerate(self.team, start=1):
                fresh = Decision.objects.get(pk=made.pk)
                if fresh.state == "proposed":
                    minute = now + timedelta(minutes=step)
                    decisions.consent(fresh, revision=fresh.revision, by=self.cast[key], now=minute)
            for key, words in understood.items():
                decisions.acknowledge(
                    Decision.objects.get(pk=made.pk), words=words, by=self.cast[key], now=now + timedelta(hours=1)
                )

        self.walk.at(days, act, hour=18)


def night_shift(story: Story) -> None:
    """Kundendienst Nord: a running coaching about the roster; one member has not yet said what the decision means."""
    team = CoachedTeam(story, ("schulze", "nowak", "krause"))
    team.proposed(33, "schulze", "Wer fährt nachts, und wer zählt die Stunden?", "Der Dienstplan wurde zum Streit.")
    team.votes(31, ("schulze", "nowak", "krause"))
    team.begins(28)
    team.session(27, 24, "Werkstatt Schulze", {"schulze": "Wie viele Nächte trägt jeder?", "nowak": "Stunden zählen"})
    team.held(
        24,
        "Wir haben die Nächte der letzten acht Wochen nebeneinandergelegt. Alle drei rechnen verschieden: Herr Schulze "
        "nach Nächten, Herr Nowak nach Einsätzen. Bis zum nächsten Mal zählt jeder auf beide Arten.",
        "Schulze wirkt erschöpft; beim nächsten Mal zuerst fragen, was ihn entlasten würde.",
        ("schulze", "krause"),
    )
    team.session(23, 10, "Nordlicht, Lichtweg 8", {"krause": "Eine Zählweise für alle"})
    team.held(
        10,
        "Die Gruppe hat sich auf Nächte als Maß geeinigt und einen Tauschkalender ausprobiert.",
        "Nowak hat zum ersten Mal von sich aus angeboten zu tauschen.",
        ("schulze", "nowak", "krause"),
    )
    team.decided(
        10,
        "Wonach zählen wir den Notdienst?",
        "Es zählt die Nacht, nicht der Einsatz: eine Nacht sind acht Stunden.",
        "Einsätze schwanken zu sehr; Nächte kann jeder im Kalender sehen.",
        {
            "schulze": "Ich trage Nächte ein und rechne nicht mehr nach.",
            "krause": "Meine Öffnungen zählen mit.",
        },
    )
    team.session(8, -4, "Werkstatt Schulze", {"nowak": "Dienstplan für Januar"})


def catalogue_restart(story: Story) -> None:
    """Katalog: Yılmaz asked for help; the team is choosing a coach."""
    team = CoachedTeam(story, ("yilmaz", "nowak"))
    team.proposed(9, "yilmaz", "Wie kommt der Katalog wieder in Gang?", "Seit Wochen wartet jeder auf den anderen.")
    team.votes(6, ("yilmaz",))
