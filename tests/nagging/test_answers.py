"""Answers and their pages: reading changes nothing, one button does, twice equals once, bad links are met kindly."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse

from accounts.errors import ActionRefused
from accounts.models import AuditEntry, User
from nagging import rules
from nagging.answers import answer
from nagging.enums import AnswerKind, CloseReason, Reason, Rung
from nagging.models import Answer, Finding, Pace
from nagging.sweep import sweep
from nagging.tokens import answer_token, stop_token
from tests.nagging import toys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_rules")]
SINCE = date(2026, 2, 20)
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
FRIDAY = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def _still_clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anna(person) -> User:
    return person(form_of_address="ms")


@pytest.fixture
def finding(anna, person) -> Finding:
    toys.subject(anna, since=SINCE, scope=7, manager=person("Mara").pk)
    sweep(now=NOW)
    return Finding.objects.get()


def link(finding: Finding, person: User, kind: str = "") -> str:
    token = answer_token(finding_id=finding.pk, episode=finding.episode, person_id=person.pk)
    return reverse("nagging:answer", args=[token]) + (f"?a={kind}" if kind else "")


def everything() -> list:
    models = (Finding, Answer, AuditEntry, User, Pace)
    return [list(model.objects.order_by("pk").values()) for model in models]


# -- the action --------------------------------------------------------------------------------------------------------


def test_done_that_settles_closes_and_keeps_quiet(finding, anna):
    toys.SETTLES.add("done")
    answer(finding, kind="done", by=anna, now=NOW)
    finding.refresh_from_db()
    assert (finding.close_reason, finding.quiet_until) == (CloseReason.ANSWERED, date(2026, 3, 10))
    assert sweep(now=NOW).opened == 0


def test_done_that_settles_nothing_leaves_in_peace_for_three_business_days(finding, anna):
    answer(finding, kind="done", by=anna, now=NOW)
    finding.refresh_from_db()
    assert (finding.closed_at, finding.next_step_on) == (None, FRIDAY)


def test_a_promise_pauses_until_the_business_day_after(finding, anna):
    answer(finding, kind="promise", by=anna, now=NOW, promised_for=FRIDAY)
    finding.refresh_from_db()
    assert (finding.promised_for, finding.promises, finding.held) == (FRIDAY, 1, Reason.PROMISED)
    assert finding.next_step_on == date(2026, 3, 9)
    assert toys.APPLIED[0].promised_for == FRIDAY


def test_help_is_on_the_call_list_at_once_and_a_promise_takes_it_off(finding, anna):
    answer(finding, kind="help", by=anna, now=NOW, text="I have no samples")
    assert Finding.objects.on_call_list().get().help_wanted_at == NOW
    answer(finding, kind="promise", by=anna, now=NOW, promised_for=FRIDAY)
    assert not Finding.objects.on_call_list().exists()


def test_a_promise_takes_a_finding_from_the_top_of_the_ladder(finding, anna):
    Finding.objects.update(rung=Rung.CALL)
    answer(finding, kind="promise", by=anna, now=NOW, promised_for=FRIDAY)
    assert not Finding.objects.on_call_list().exists()


def test_the_same_answer_twice_is_one(finding, anna):
    first = answer(finding, kind="promise", by=anna, now=NOW, promised_for=FRIDAY)
    before = everything()
    assert answer(finding, kind="promise", by=anna, now=NOW + timedelta(hours=1), promised_for=FRIDAY) == first
    assert everything() == before
    assert len(toys.APPLIED) == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kind": "promise"}, "needs a date"),
        ({"kind": "promise", "promised_for": date(2026, 3, 2)}, "has passed"),
        ({"kind": "promise", "promised_for": date(2027, 3, 2)}, "half a year"),
        ({"kind": "not_relevant", "text": "  "}, "why it is not relevant"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(finding, anna, options, sentence):
    with pytest.raises(ActionRefused, match=sentence):
        answer(finding, by=anna, now=NOW, **options)
    assert not Answer.objects.exists()


def test_a_fourth_promise_is_refused(finding, anna):
    for days in (1, 2, 3):
        answer(finding, kind="promise", by=anna, now=NOW, promised_for=FRIDAY + timedelta(days=days))
    with pytest.raises(ActionRefused, match="three times"):
        answer(finding, kind="promise", by=anna, now=NOW, promised_for=FRIDAY + timedelta(days=9))


def test_what_the_rule_refuses_leaves_nothing_behind(finding, anna):
    toys.REFUSES.add("done")
    before = everything()
    with pytest.raises(ActionRefused):
        answer(finding, kind="done", by=anna, now=NOW)
    assert everything() == before


# -- the pages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["", *AnswerKind.values, "nonsense"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_changes_nothing(client, finding, anna, kind, method):
    before = everything()
    assert getattr(client, method)(link(finding, anna, kind)).status_code == 200
    assert everything() == before


def test_the_page_shows_the_answer_chosen_and_one_button(client, finding, anna):
    page = client.get(link(finding, anna, "done")).content.decode()
    assert "Since 2026-02-20 nothing has happened." in page
    assert len(re.findall(r"<button[^>]*type=\"submit\"[^>]*>\s*It is done", page)) == 1
    assert "no-store" in client.get(link(finding, anna, "done")).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("done", {}),
        ("promise", {"promised_for": "6.3."}),
        ("help", {"text": "Please call"}),
        ("not_relevant", {"text": "We stopped"}),
    ],
)
def test_the_button_answers_and_says_what_comes_next(client, finding, anna, kind, typed):
    for _twice in range(2):
        response = client.post(link(finding, anna, kind), typed, follow=True)
        assert response.status_code == 200
        assert "Thank you" in response.content.decode()
    given = Answer.objects.get()
    assert (given.kind, given.person) == (kind, anna)
    if kind == "promise":
        assert given.promised_for == FRIDAY


def test_what_was_typed_is_kept_with_the_error(client, finding, anna):
    page = client.post(link(finding, anna, "promise"), {"promised_for": "soonish", "at": "at ten"}).content.decode()
    assert "soonish" in page
    assert "at ten" in page
    assert not Answer.objects.exists()


def test_a_refusal_of_the_action_stands_on_the_page(client, finding, anna):
    response = client.post(link(finding, anna, "promise"), {"promised_for": "2.3.2026"})
    assert response.status_code == 200
    assert "has passed" in response.content.decode()


def test_the_proposal_of_the_mail_is_filled_in(client, finding, anna):
    page = client.get(link(finding, anna, "promise") + "&on=2026-03-09&at=10:00").content.decode()
    assert "9 Mar 2026" in page
    assert "10:00" in page


@pytest.mark.parametrize("on", ["2026-13-45", "x" * 400, "\x00", "9999-99-99"])
def test_a_strange_proposal_is_ignored(client, finding, anna, on):
    assert client.get(link(finding, anna), {"a": "promise", "on": on, "at": "\x00"}).status_code == 200


@pytest.mark.parametrize(
    "typed", [{"promised_for": "\x00"}, {"promised_for": "1" * 5000}, {"promised_for": "31.12.9999"}]
)
def test_no_input_breaks_the_page(client, finding, anna, typed):
    assert client.post(link(finding, anna, "promise"), typed).status_code == 200
    assert not Answer.objects.exists()


def test_the_page_speaks_the_language_of_the_person_not_of_the_browser(client, finding, anna):
    page = client.get(link(finding, anna), headers={"accept-language": "de"}).content.decode()
    assert '<html lang="en"' in page


def test_a_language_chosen_in_this_browser_wins(client, finding, anna):
    client.cookies["django_language"] = "de"
    assert '<html lang="de"' in client.get(link(finding, anna)).content.decode()


def test_the_link_signs_nobody_in(client, finding, anna):
    client.post(link(finding, anna, "done"))
    assert "_auth_user_id" not in client.session


def bad_tokens(finding: Finding, anna: User) -> dict[str, str]:
    good = answer_token(finding_id=finding.pk, episode=finding.episode, person_id=anna.pk)
    return {
        "nonsense": "nonsense",
        "changed": good[:-2] + ("aa" if good[-2:] != "aa" else "bb"),
        "cut": good[:20],
        "umlaut": "ä:ö:ü",
        "other salt": signing.TimestampSigner(salt="other").sign(f"{finding.pk}.1.{anna.pk}"),
        "other purpose": stop_token(person_id=anna.pk),
        "other shape": signing.TimestampSigner(salt="nagging.answer").sign("a.1.b"),
        "other episode": answer_token(finding_id=finding.pk, episode=2, person_id=anna.pk),
        "no such finding": answer_token(finding_id=finding.pk + 1000, episode=1, person_id=anna.pk),
        "no such person": answer_token(finding_id=finding.pk, episode=1, person_id=anna.pk + 1000),
        "huge": answer_token(finding_id=2**70, episode=1, person_id=anna.pk),
    }


BAD = """nonsense, changed, cut, umlaut, other salt, other purpose, other shape, other episode, no such finding,
no such person, huge"""


@pytest.mark.parametrize("name", [name.strip() for name in BAD.split(",")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_right_is_explained(client, finding, anna, name, method):
    before = everything()
    token = bad_tokens(finding, anna)[name]
    for url in (reverse("nagging:answer", args=[token]) + "?a=done", reverse("nagging:thanks", args=[token])):
        if method == "post" and "thanks" in url:
            continue
        response = getattr(client, method)(url)
        assert response.status_code == 404
        assert "This link no longer works" in response.content.decode()
    assert everything() == before


def test_a_link_expires_after_sixty_days(client, finding, anna):
    url = link(finding, anna, "done")
    with time_machine.travel(NOW + timedelta(days=59), tick=False):
        assert client.get(url).status_code == 200
    with time_machine.travel(NOW + timedelta(days=61), tick=False):
        response = client.post(url)
    assert response.status_code == 410
    assert "60 days" in response.content.decode()
    assert not Answer.objects.exists()


def test_who_is_no_longer_asked_can_no_longer_answer(client, finding, anna, person):
    url = link(finding, anna, "done")
    toys.CHAINS[finding.subject_id] = rules.Chain(asked=person("Bert").pk)
    page = client.post(url)
    assert "no longer yours" in page.content.decode()
    assert not Answer.objects.exists()


def test_who_is_suspended_can_no_longer_answer(client, finding, anna):
    url = link(finding, anna, "done")
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.post(url).status_code == 404


def test_what_is_settled_already_is_thanked_for(client, finding, anna):
    Finding.objects.update(closed_at=NOW, close_reason=CloseReason.GONE)
    for page in (client.get(link(finding, anna, "done")), client.post(link(finding, anna, "done"))):
        assert page.status_code == 200
        assert "settled already" in page.content.decode()
    assert not Answer.objects.exists()


def test_a_forged_post_without_the_token_of_the_form_is_refused(finding, anna):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(link(finding, anna, "done")).status_code == 403


# -- fewer and none ----------------------------------------------------------------------------------------------------


def test_one_click_stops_reminders_without_cookies(anna):
    from django.test import Client

    url = reverse("nagging:stop", args=[stop_token(person_id=anna.pk)])
    client = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        client.post(url, {"List-Unsubscribe": "One-Click"})
    anna.refresh_from_db()
    assert anna.reminders_stopped_at == NOW
    assert AuditEntry.objects.filter(verb="accounts.stop_reminders").count() == 1


def test_opening_the_stop_page_stops_nothing(client, anna):
    url = reverse("nagging:stop", args=[stop_token(person_id=anna.pk)])
    before = everything()
    assert client.get(url).status_code == client.head(url).status_code == 200
    assert everything() == before


def test_fewer_as_usual_and_again(client, anna):
    url = reverse("nagging:stop", args=[stop_token(person_id=anna.pk)])
    assert "at most one mail a week" in client.post(url, {"act": "less"}, follow=True).content.decode()
    assert Pace.objects.filter(person=anna).exists()
    client.post(url, {"act": "usual"})
    assert not Pace.objects.exists()
    client.post(url, {"act": "stop"})
    client.post(url, {"act": "again"})
    anna.refresh_from_db()
    assert anna.reminders_stopped_at is None


@pytest.mark.parametrize("token", ["nonsense", "ä", "a:b:c"])
def test_a_strange_stop_link_is_explained(client, token):
    assert client.get(reverse("nagging:stop", args=[token])).status_code == 404
