"""The pages as people use them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import OutboundMail, User
from coaching.actions.ballots import vote
from coaching.enums import EngagementState as S
from coaching.enums import Vote
from coaching.models import Ballot, Decision, Engagement, Session
from tests.factories import coaching


def test_whole_way_in_the_browser(people, as_user, clock):
    manager, (ada, ben, cora), carla = people.manager, people.team, people.coach
    response = as_user(manager).post(
        f"/coaching/propose/{people.cooperation.pk}/",
        {"subject": "Prices", "why": "", "team": [user.pk for user in people.team]},
    )
    engagement = Engagement.objects.get()
    assert response["Location"] == f"/coaching/{engagement.pk}/"
    here = f"/coaching/{engagement.pk}"
    as_user(ada).post(f"{here}/coach/", {"coach": carla.pk})
    for user in people.team:
        assert "Do you accept" in as_user(user).get("/coaching/").content.decode()
        as_user(user).post(f"{here}/vote/", {"choice": "can_accept"})
        assert "Do you accept" not in as_user(user).get("/coaching/").content.decode()
    browser = as_user(carla)
    assert browser.get(f"{here}/to/running/").status_code == 200
    browser.post(f"{here}/to/running/", {"retention_months": "3"})
    engagement.refresh_from_db()
    assert (engagement.state, engagement.retention_months) == (S.RUNNING, 3)
    browser.post(f"{here}/sessions/new/", {"day": "4.3.", "time": "9:30", "minutes": "60", "place": "Hall"})
    session = Session.objects.get()
    assert session.starts_at.isoformat() == "2026-03-04T08:30:00+00:00", "half past nine in Berlin"
    as_user(ben).post(f"/coaching/sessions/{session.pk}/topics/", {"text": "Who names prices?"})
    assert "Who names prices?" in browser.get("/coaching/").content.decode()
    clock.forward(days=1)
    record = {f"member_{member.pk}": "present" for member in engagement.members.all()}
    browser.post(f"/coaching/sessions/{session.pk}/", {**record, "summary": "We agreed.", "asking": "60",
                 "facilitating": "30", "instructing": "10", "talked_about": [session.agenda.get().pk]})  # fmt: skip
    session.refresh_from_db()
    assert (session.state, session.summary, session.asking) == ("held", "We agreed.", 60)
    assert session.agenda.get().talked_about
    as_user(cora).post(f"/coaching/sessions/{session.pk}/answer/", {"verdict": "confirmed", "version": "1"})
    assert session.responses.get().member.user == cora
    words = {"question": "Who?", "outcome": "Cora", "reasons": "She knows"}
    response = browser.post(f"{here}/decisions/new/", words)
    decision = Decision.objects.get()
    adopted_and_understood(decision, people, as_user)
    assert "not yet understood" not in as_user(ada).get(f"{here}/decisions/").content.decode()


def adopted_and_understood(decision, people, as_user):
    for user in people.team:
        assert "Do you consent?" in as_user(user).get("/coaching/").content.decode()
        as_user(user).post(f"/coaching/decisions/{decision.pk}/consent/", {"revision": "1"})
    for user in people.team:
        assert "What does it mean for you?" in as_user(user).get("/coaching/").content.decode()
        as_user(user).post(f"/coaching/decisions/{decision.pk}/understood/", {"words": "Cora names them."})


def test_refused_input_is_kept(people, as_user):
    engagement = coaching.running(people)
    session = coaching.planned(people, engagement, days=2)
    browser = as_user(people.coach)
    record = {f"member_{member.pk}": "absent" for member in engagement.members.all()}
    answer = browser.post(
        f"/coaching/sessions/{session.pk}/", {**record, "summary": "Kept words", "asking": "90", "facilitating": "30"}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Kept words" in text
    assert "add up to 100" in text
    answer = browser.post(f"/coaching/sessions/{session.pk}/", {**record, "summary": "Kept words"})
    assert "has not begun yet" in answer.content.decode()
    assert "Kept words" in answer.content.decode()


def test_autosave_keeps_draft_and_note_on_the_server(people, as_user):
    engagement = coaching.running(people)
    session = coaching.planned(people, engagement)
    browser, htmx = as_user(people.coach), {"HTTP_HX_REQUEST": "true"}
    answer = browser.post(f"/coaching/sessions/{session.pk}/draft/", {"summary": "Half a sen"}, **htmx)
    assert answer.content.decode() == "Saved at 10:00."
    browser.post(f"/coaching/sessions/{session.pk}/note/", {"text": "tired today"}, **htmx)
    page = browser.get(f"/coaching/sessions/{session.pk}/").content.decode()
    assert "Half a sen" in page
    assert "tired today" in page
    assert "localStorage" not in page
    assert "data-confidential" in page
    assert "no-store" in browser.get(f"/coaching/sessions/{session.pk}/")["Cache-Control"]


def test_honest_sentence_where_notes_are_typed(people, as_user):
    engagement = coaching.running(people)
    session = coaching.planned(people, engagement)
    for address in (f"/coaching/sessions/{session.pk}/", f"/coaching/{engagement.pk}/notes/"):
        text = as_user(people.coach).get(address).content.decode()
        assert "who operates the server could technically decrypt it" in text
        assert "no legal privilege" in text
        assert "right to see notes about them" in text


@pytest.mark.parametrize("text", ["\x00", "\ud800", "x" * 60_000, "", "  "])
def test_no_input_gives_a_500(people, as_user, text):
    engagement = coaching.running(people)
    session = coaching.planned(people, engagement, days=0)
    decision = coaching.put_to_team(people, engagement)
    coach, member = as_user(people.coach), as_user(people.team[0])
    text = text.encode("utf-8", "surrogatepass").decode("latin-1") if text == "\ud800" else text
    for browser, address, fields in (
        (coach, f"/coaching/sessions/{session.pk}/note/", ["text"]),
        (coach, f"/coaching/sessions/{session.pk}/draft/", ["summary"]),
        (coach, f"/coaching/sessions/{session.pk}/", ["summary", "asking", "talked_about"]),
        (coach, f"/coaching/{engagement.pk}/notes/", ["text"]),
        (coach, f"/coaching/{engagement.pk}/sessions/new/", ["day", "time", "minutes", "place"]),
        (coach, f"/coaching/{engagement.pk}/to/paused/", ["reason", "paused_until"]),
        (member, f"/coaching/sessions/{session.pk}/topics/", ["text"]),
        (member, f"/coaching/sessions/{session.pk}/answer/", ["verdict", "text", "version"]),
        (member, f"/coaching/{engagement.pk}/vote/", ["choice"]),
        (member, f"/coaching/{engagement.pk}/members/new/", ["person", "email", "last_name", "firm"]),
        (member, f"/coaching/{engagement.pk}/decisions/new/", ["question", "outcome", "reasons", "replaces"]),
        (member, f"/coaching/decisions/{decision.pk}/consent/", ["revision"]),
        (member, f"/coaching/decisions/{decision.pk}/object/", ["reason", "revision"]),
        (member, f"/coaching/decisions/{decision.pk}/understood/", ["words"]),
        (member, f"/coaching/decisions/{decision.pk}/ask/", ["text"]),
    ):
        answer = browser.post(address, dict.fromkeys(fields, text))
        assert answer.status_code in (200, 302), address
        for header in ("HTTP_HX_REQUEST",):
            assert browser.post(address, dict.fromkeys(fields, text), **{header: "true"}).status_code in (200, 302)


@pytest.mark.parametrize("number", ["0", "9" * 30, "999999999999999999999"])
def test_odd_ids_are_not_found(people, as_user, number):
    browser = as_user(people.coach)
    for address in (f"/coaching/{number}/", f"/coaching/sessions/{number}/", f"/coaching/decisions/{number}/",
                    f"/coaching/propose/{number}/", f"/coaching/questions/{number}/answer/"):  # fmt: skip
        assert browser.get(address).status_code == 404
    engagement = coaching.running(people)
    for to in ("nowhere", "erased", "running", "proposed"):
        assert browser.get(f"/coaching/{engagement.pk}/to/{to}/").status_code == 404


def test_invited_member_gets_a_mail_without_the_subject(people, as_user):
    engagement = coaching.proposed(people, "Subjectcanary")
    form = {"email": "new@example.org", "first_name": "Nele", "last_name": "Neu", "form_of_address": "ms",
            "language": "de", "firm": people.firms[0].pk}  # fmt: skip
    as_user(people.manager).post(f"/coaching/{engagement.pk}/members/new/", form)
    nele = User.objects.get(email="new@example.org")
    assert coaching.membership(engagement, nele).firm == people.firms[0]
    mail = OutboundMail.objects.get(to=nele)
    assert "Subjectcanary" not in str(mail.payload)
    assert nele.invitations.get().about == people.cooperation.title


def test_manager_no_longer_composes_a_team_that_has_its_coach(people, as_user):
    engagement = coaching.running(people)
    assert as_user(people.manager).get(f"/coaching/{engagement.pk}/members/new/").status_code == 404
    assert as_user(people.team[0]).get(f"/coaching/{engagement.pk}/members/new/").status_code == 200


def _a_team_more(people, number: int) -> None:
    engagement = coaching.running(people)
    coaching.held(people, engagement, summary=f"Summary {number}")
    for step in range(number + 1):
        coaching.planned(people, engagement, days=step + 1, topic=f"Topic {number}")
        coaching.adopted(people, engagement)
        coaching.put_to_team(people, engagement)


def _queries(browser, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["coach", "member"])
def test_teams_takes_as_many_queries_for_one_as_for_three(people, as_user, who):
    browser = as_user(people.coach if who == "coach" else people.team[0])
    _a_team_more(people, 1)
    one = _queries(browser, "/coaching/")
    _a_team_more(people, 2)
    _a_team_more(people, 3)
    assert _queries(browser, "/coaching/") == one
    assert one <= 18


def test_other_pages_take_as_many_queries_for_one_as_for_three(people, as_user):
    engagement = coaching.running(people)
    session = coaching.held(people, engagement)
    decision = coaching.adopted(people, engagement)
    pages = (f"/coaching/{engagement.pk}/", f"/coaching/{engagement.pk}/decisions/",
             f"/coaching/sessions/{session.pk}/", f"/coaching/decisions/{decision.pk}/")  # fmt: skip
    browsers = [as_user(people.coach), as_user(people.team[0])]
    coaching.planned(people, engagement)
    before = [[_queries(browser, page) for page in pages] for browser in browsers]
    for number in range(2):
        coaching.held(people, engagement, summary=str(number))
        coaching.planned(people, engagement, days=number + 2)
        coaching.adopted(people, engagement)
    assert [[_queries(browser, page) for page in pages] for browser in browsers] == before
    assert max(max(row) for row in before) <= 25


def test_coach_sees_who_was_not_heard(people, as_user):
    engagement = coaching.running(people)
    session = coaching.planned(people, engagement, days=0)
    members = list(engagement.members.all())
    from coaching.actions.sessions import hold_session

    attendance = {member.pk: "present" for member in members[:2]} | {members[2].pk: "excused"}
    hold_session(session, attendance=attendance, summary="x", by=people.coach, now=people.now)
    text = as_user(people.coach).get("/coaching/").content.decode()
    assert "Not heard lately" in text
    assert "Not heard lately" not in as_user(people.team[0]).get("/coaching/").content.decode()


def test_failed_vote_is_told_without_a_name(people, as_user):
    ballot = coaching.voting(people)
    for user, choice in zip(people.team, (Vote.WANT, Vote.WANT, Vote.CANNOT_ACCEPT), strict=True):
        vote(ballot, choice=choice, by=user, now=people.now)
    assert Ballot.objects.get().state == "failed"
    text = as_user(people.team[0]).get(f"/coaching/{ballot.engagement_id}/").content.decode()
    assert "That needs no explanation" in text
    assert "Propose a coach" in text


def test_navigation_is_for_coaches_and_members(people, as_user):
    coaching.proposed(people)
    for user in (people.coach, people.team[0]):
        assert "My teams" in as_user(user).get("/coaching/").content.decode().split("</header>")[0]
    stranger = as_user(people.stranger).get("/coaching/").content.decode()
    assert "No team yet" in stranger
    assert "My teams</span>" not in stranger


def test_closed_coaching_tells_until_when_notes_are_kept(people, as_user):
    from coaching.actions.moves import move

    engagement = move(coaching.running(people), to=S.TERMINATED, by=people.coach, now=people.now, reason="moved")
    text = as_user(people.coach).get(f"/coaching/{engagement.pk}/notes/").content.decode()
    assert "3 Sep 2026" in text
