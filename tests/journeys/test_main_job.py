"""The main job from end to end, as people live it: agree, give, fall silent, be asked, answer, and be coached.

Real parts: a browser per person, the web server, the engine's command with ``--at``, a mail server.
"""

import os
import re
import signal
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.actions.signing_in import open_account
from accounts.models import User
from coaching.models import Decision, Engagement, Session
from cooperations.enums import State
from cooperations.models import Cooperation
from nagging.models import Digest, Finding
from tests.journeys.actor import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BERLIN = ZoneInfo("Europe/Berlin")
PASSWORD = "gemeinsam-geht-es-weiter"
BECKER, NOWAK = "becker@journey.example", "nowak@journey.example"


@dataclass
class Stage:
    """The journey's time, people and mailbox."""

    settings: object
    server: object
    smtp: object
    new_page: object
    language: str
    looks: tuple[range, range] = (range(11, 20), range(15, 120))
    """On which days after the start the engine runs: until the first question, and until the call list."""

    def at(self, moment: datetime) -> datetime:
        """It is ``moment`` for the whole product from now on."""
        self.settings.CLOCK_OFFSET = moment - timezone.now()
        return moment

    def actor(self, name: str) -> Actor:
        return Actor(self.new_page(), self.server.url, self.language, name)

    def links(self, address: str, pattern: str) -> list[str]:
        """Links in the latest mail to ``address`` whose path matches ``pattern``."""
        mail = self.smtp.to(address)[-1]
        html = mail.get_body(("html",)).get_content()
        return [link.replace("&amp;", "&") for link in re.findall(rf'href="([^"]*{pattern}[^"]*)"', html)]

    def nag(self, moment: datetime) -> None:
        """``manage.py nag --at``: sweep, ask and send as if it were ``moment``."""
        call_command("nag", "--at", moment.isoformat(), stdout=StringIO())


class RealParts(Stage):
    """The engine runs as beat and worker on Redis, and both are killed as soon as something has happened."""

    def bring(self, start_worker, start_beat, redis_url: str) -> None:
        self.looks = (range(13, 20), range(21, 150, 7))
        self.start_worker, self.start_beat = start_worker, start_beat
        self.environment = {"REDIS_URL": redis_url, "EMAIL_URL": self.smtp.url, "BASE_URL": self.server.url}

    def nag(self, moment: datetime) -> None:
        before = self._stand()
        ahead = {"CLOCK_OFFSET_SECONDS": str(int(self.settings.CLOCK_OFFSET.total_seconds()))}
        running = [start(**self.environment, **ahead) for start in (self.start_worker, self.start_beat)]
        end = time.monotonic() + 20
        while self._stand() == before and time.monotonic() < end:
            time.sleep(0.05)
        # Not waiting any longer: whatever is half done has to be found and finished by the next.
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _stand(self) -> tuple:
        return len(self.smtp.received), sorted(Finding.objects.values_list("pk", "rung", "closed_at"))


@pytest.fixture
def stage(request, settings, live_server, smtp_server, new_page, locale):
    settings.BASE_URL = live_server.url
    kind = RealParts if request.node.get_closest_marker("redis") else Stage
    stage = kind(settings, live_server, smtp_server, new_page, locale[:2])
    tuesday = datetime(2026, 12, 1, 10, 0, tzinfo=BERLIN)
    while tuesday < timezone.now():
        tuesday += timedelta(days=7)
    stage.start = stage.at(tuesday)
    return stage


def send_mails(stage: Stage) -> None:
    from accounts.mail.sender import send_batch
    from coopnet.clock import now

    while send_batch(now=now()).taken:
        continue


def account(email: str, first: str, last: str, language: str, **more) -> User:
    person = User.objects.create_user(email, first_name=first, last_name=last, language=language, **more)
    open_account(person, password=PASSWORD)
    return person


@pytest.mark.parametrize(
    ("locale", "screen"), [("de-DE", "desktop"), ("en-GB", "desktop"), ("de-DE", "phone"), ("en-GB", "phone")]
)
def test_a_cooperation_from_idea_to_coach(stage):
    live_it(stage)


@pytest.mark.redis
@pytest.mark.postgres
@pytest.mark.slow
def test_the_same_by_worker_and_beat_that_are_killed(stage, start_worker, start_beat, redis_url):
    stage.bring(start_worker, start_beat, redis_url)
    live_it(stage)
    ids = [mail["Message-ID"] for mail in stage.smtp.received]
    assert len(ids) == len(set(ids)), "a mail came twice"
    days = [(digest.person_id, digest.day) for digest in Digest.objects.all()]
    assert len(days) == len(set(days))


def live_it(stage: Stage) -> None:
    account("lindner@journey.example", "Mara", "Lindner", stage.language, may_manage=True)
    coach_person = account("vogt@journey.example", "Clara", "Vogt", stage.language, may_coach=True)
    manager = stage.actor("manager").sign_in("lindner@journey.example", PASSWORD)
    becker, nowak = agree(stage, manager)
    give_and_confirm(stage, becker, nowak)
    fall_silent_and_answer(stage, manager)
    climb_to_the_call_list(stage, manager)
    be_coached(stage, manager, becker, nowak, coach_person)


def agree(stage: Stage, manager: Actor) -> tuple[Actor, Actor]:
    manager.open("cooperations:create").fill(
        title="Katalog mit Nordlicht", first_firm="Becker Druck", second_firm="Nordlicht Elektro"
    ).fill(joint_goal="Ein gedruckter Katalog vor dem Winter.").send()
    cooperation = Cooperation.objects.get()
    for firm, email, first, last in (
        ("Becker Druck", BECKER, "Anna", "Becker"),
        ("Nordlicht Elektro", NOWAK, "Piotr", "Nowak"),
    ):
        party = cooperation.parties.get(firm__name=firm)
        manager.open("cooperations:party_responsible", party.pk).fill(
            person="new", email=email, first_name=first, last_name=last, language=stage.language
        ).send()
    manager.open("cooperations:page", cooperation.pk).sees("Anna Becker", "Piotr Nowak")
    send_mails(stage)
    becker = accept_invitation(stage, "becker", BECKER)
    nowak = accept_invitation(stage, "nowak", NOWAK)
    manager.open("cooperations:terms", cooperation.pk).fill(
        goal_on="01.06.2027", review_on="02.03.2027", rhythm_days="14", ending_terms="Mit vier Wochen Ansage."
    ).fill(starts_on=f"{stage.start:%d.%m.%Y}", joint_goal="2.000 gedruckte Kataloge vor dem Winter.").send()
    manager.open("cooperations:page", cooperation.pk).press("They want to explore it")
    for actor, firm, text in ((becker, "Becker Druck", "Druck der Auflage"), (nowak, "Nordlicht Elektro", "Fotos")):
        fill_share(stage, actor, cooperation, firm, text)
    manager.open("cooperations:agreement", cooperation.pk).press("Put it to approval")
    for actor in (becker, nowak):
        actor.open("cooperations:desk").follow("Read and approve").fill(read=True).press("Approve this version")
    cooperation.refresh_from_db()
    assert cooperation.state in (State.AGREED, State.ACTIVE)
    manager.open("cooperations:page", cooperation.pk)
    if cooperation.state == State.AGREED:
        manager.press("Start now")
    cooperation.refresh_from_db()
    assert cooperation.state == State.ACTIVE
    return becker, nowak


def accept_invitation(stage: Stage, name: str, address: str) -> Actor:
    (link,) = set(stage.links(address, "/me/invitation/"))
    actor = stage.actor(name).open(link).fill(password=PASSWORD, password_again=PASSWORD, consent=True).send()
    return actor.sees("Katalog mit Nordlicht")


def fill_share(stage: Stage, actor: Actor, cooperation: Cooperation, firm: str, text: str) -> None:
    """Share, task and success, in the words of the firm."""
    party = cooperation.parties.get(firm__name=firm)
    actor.open("cooperations:pledge_add", party.pk).fill(text=text, quantity="40", unit="h", value="60").send()
    actor.open("cooperations:measure_add", party.pk).fill(text="Neue Kunden", baseline="0", target="5").send()
    due = stage.start + timedelta(days=10)
    actor.open("cooperations:task_offer", cooperation.pk).fill(
        title=f"{text}: erster Schritt",
        owner=f"{party.pk}-{party.responsible_id}",
        due_on=f"{due:%d.%m.%Y}",
        done_when="Muster liegt vor",
    ).send()
    assert party.tasks.get().state == "accepted"


def give_and_confirm(stage: Stage, becker: Actor, nowak: Actor) -> None:
    becker.open("cooperations:desk").fill(quantity="6").press("Log it").sees("40")
    nowak.open("cooperations:desk").sees("Druck der Auflage").press("Confirm", "#waiting")
    assert Cooperation.objects.get().contributions.get().verdicts.get().verdict == "confirmed"


def fall_silent_and_answer(stage: Stage, manager: Actor) -> None:
    """The tasks become late, a mail arrives, its link is answered without signing in, and the manager sees it."""
    before = len(stage.smtp.received)
    for days in stage.looks[0]:
        first = stage.at(stage.start + timedelta(days=days))
        stage.nag(first)
        if len(stage.smtp.received) >= before + 2:
            break
    assert len(stage.smtp.to(BECKER)) == len(stage.smtp.to(NOWAK)) == 2, "invitation and one digest each"
    assert len(stage.smtp.received) == before + 2
    promise = next(link for link in stage.links(BECKER, "/answer/") if "a=promise" in link)
    answering = stage.actor("answer").open(promise)
    assert not Finding.objects.exclude(answers=None).exists(), "looking at the link must not answer"
    promised = (first + timedelta(days=6)).date()
    answering.fill(promised_for=f"{promised:%d.%m.%Y}").send()
    answering.sees("Katalog mit Nordlicht")
    answering.open("cooperations:desk")
    assert answering.here.startswith("/account/login"), "a link of a mail never signs in"
    day = f"{promised:%d.%m.%Y}" if stage.language == "de" else f"{promised.day} {promised:%b %Y}"
    manager.open("cooperations:today").sees("Anna Becker", day)


def climb_to_the_call_list(stage: Stage, manager: Actor) -> None:
    """Nobody answers any more; rung by rung it climbs to the manager, and mails stop."""
    for days in stage.looks[1]:
        stage.nag(stage.at(stage.start + timedelta(days=days)))
        if Finding.objects.filter(rung=5, closed_at__isnull=True).exists():
            break
    finding = Finding.objects.filter(rung=5, closed_at__isnull=True).first()
    assert finding, "it never reached the call list"
    rungs = list(finding.nags.filter(state="sent", is_notice=False).order_by("sent_at").values_list("rung", flat=True))
    assert rungs == sorted(rungs)
    assert rungs[0] == 1
    manager.sign_in("lindner@journey.example", PASSWORD)
    manager.open("cooperations:today").sees("Katalog mit Nordlicht")
    assert manager.page.locator("#calls .call").count() >= 1
    manager.sees("Piotr Nowak")


def be_coached(stage: Stage, manager: Actor, becker: Actor, nowak: Actor, coach_person: User) -> None:
    cooperation = Cooperation.objects.get()
    manager.open("cooperations:page", cooperation.pk).follow("Propose a coaching")
    for party in cooperation.parties.all():
        manager.page.locator(f"main [name=team][value='{party.responsible_id}']").check()
    manager.fill(subject="Wie kommt der Katalog wieder in Gang?").send()
    engagement = Engagement.objects.get()
    for actor, email in ((becker, BECKER), (nowak, NOWAK)):
        actor.sign_in(email, PASSWORD)
    becker.open("coaching:page", engagement.pk).follow("Propose a coach").fill(coach=str(coach_person.pk)).send()
    for actor in (becker, nowak):
        actor.open("coaching:teams").follow("Answer").fill(choice="can_accept").press("Give my answer")
    coach = stage.actor("coach").sign_in("vogt@journey.example", PASSWORD)
    coach.open("coaching:move", engagement.pk, "running").send()
    hold_session(stage, coach, engagement)
    becker.open("coaching:decision_propose", engagement.pk).fill(
        question="Wann sprechen wir?", outcome="Jeden Montag um 9 Uhr, 20 Minuten.", reasons="Sonst geht es unter."
    ).send()
    decision = Decision.objects.get()
    for actor in (becker, nowak):
        actor.open("coaching:decision", decision.pk)
        if actor.page.get_by_role("button", name=actor.said("I consent")).count():
            actor.press("I consent")
    for actor in (becker, nowak):
        actor.open("coaching:teams").follow("In my words").fill(words="Montags um neun rufe ich an.")
        actor.press("That is how I understand it", "#understood")
    assert Decision.objects.get().acknowledgements.count() == 2
    coach.open("coaching:decisions", engagement.pk).sees("Wann sprechen wir?")
    for other in (manager, becker, nowak):
        other.open("coaching:page", engagement.pk).sees_not("Becker wirkt müde")


def hold_session(stage: Stage, coach: Actor, engagement: Engagement) -> None:
    """Planned, then held an hour later; the private note stays with the coach."""
    from coopnet.clock import now

    starts = now().astimezone(BERLIN) + timedelta(hours=1)
    coach.open("coaching:session_plan", engagement.pk).fill(
        day=f"{starts:%d.%m.%Y}", time=f"{starts:%H:%M}", place="Werkstatt"
    ).send()
    session = Session.objects.get()
    stage.at(starts + timedelta(minutes=90))
    coach.open("coaching:session", session.pk)
    coach.fill(summary="Wir haben die nächsten Schritte verteilt.").press("Give it to the team", "#record")
    coach.open("coaching:session", session.pk).page.locator(".private-note [name=text]").fill("Becker wirkt müde")
    coach.press("Save the note", ".private-note")
    session.refresh_from_db()
    assert session.state == "held"
