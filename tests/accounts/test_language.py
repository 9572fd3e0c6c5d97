"""Each request in the language and time zone of its person."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from accounts.middleware import PersonMiddleware
from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db
COOKIE = settings.LANGUAGE_COOKIE_NAME


def choose(client, **data):
    return client.post(reverse("accounts:language"), data)


def language_of(page) -> str:
    return page.headers["Content-Language"]


def test_visitors_get_what_their_browser_asks_for_until_they_choose(client):
    login = reverse("account_login")
    assert language_of(client.get(login, headers={"accept-language": "de-AT,de;q=0.9"})) == "de"
    assert language_of(client.get(login, headers={"accept-language": "fr"})) == "en"
    choose(client, language="de")
    assert language_of(client.get(login, headers={"accept-language": "en"})) == "de"
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_people_take_their_language_everywhere(client, stranger):
    client.force_login(stranger)
    page = reverse("accounts:settings")
    assert language_of(client.get(page, headers={"accept-language": "de"})) == "en"
    choose(client, language="de")
    stranger.refresh_from_db()
    assert stranger.language == "de"
    client.cookies.pop(COOKIE)
    assert language_of(client.get(page, headers={"accept-language": "en"})) == "de"
    assert AuditEntry.objects.filter(verb="accounts.change_settings", actor=stranger).count() == 1


@pytest.mark.parametrize("language", ["fr", "", "de\x00", "../de", "DE" * 1000])
def test_an_unknown_language_changes_nothing(client, stranger, language):
    client.force_login(stranger)
    assert choose(client, language=language).status_code == 302
    stranger.refresh_from_db()
    assert stranger.language == "en"
    assert COOKIE not in client.cookies


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/me/settings/?x=1", "/me/settings/?x=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http:///evil.example", "/"),
        ("\x00", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_in_the_house(client, wanted, leads_to):
    assert choose(client, language="de", next=wanted).url == leads_to


def test_looking_switches_nothing(client):
    assert client.get(reverse("accounts:language"), {"language": "de"}).status_code == 405
    assert COOKIE not in client.cookies


def test_the_time_zone_of_the_person_holds_for_the_request_only(rf, stranger):
    stranger.timezone = "America/New_York"
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append((timezone.get_current_timezone_name(), translation.get_language()))
        return HttpResponse()

    request = rf.get("/")
    request.user = stranger
    with translation.override("de"):
        PersonMiddleware(view)(request)
    assert seen == [("America/New_York", "en")]
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE
