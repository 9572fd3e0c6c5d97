"""The frame, the legal pages, and the pages for what does not work."""

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from coopnet import failures
from coopnet.ui import navigation
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/imprint/", "/privacy/", "/account/login/", "/account/password/reset/"])
@pytest.mark.parametrize(("language", "other"), [("de", "English"), ("en", "Deutsch")])
def test_public_pages_come_in_both_languages_with_title_and_heading(client: Client, path, language, other):
    answer = client.get(path, headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    assert other in page
    assert page.count("<h1") == 1
    heading = page.split("<h1")[1].split(">", 1)[1].split("</h1>")[0].strip()
    assert f"<title>{heading} · coopnet</title>" in page or path == "/account/login/"
    assert reverse("imprint") in page
    assert reverse("privacy") in page


def test_the_imprint_shows_the_operator_and_says_when_there_is_none(client: Client, settings):
    settings.IMPRINT = "Handwerk <e. V.>\nMarkt 1\nhttps://example.org"
    page = client.get("/imprint/").content.decode()
    assert "Handwerk &lt;e. V.&gt;<br>" in page
    assert 'href="https://example.org"' in page
    settings.IMPRINT = ""
    assert "IMPRINT" in client.get("/imprint/").content.decode()


def test_an_unknown_address_is_a_friendly_404_for_visitors_and_people(client: Client):
    for _ in range(2):
        answer = client.get("/no/such/page/")
        assert answer.status_code == 404
        assert 'href="/"' in answer.content.decode()
        client.force_login(person(), backend="accounts.backends.RoleBackend")


@pytest.mark.parametrize(
    ("make", "status"), [(failures.bad_request, 400), (failures.server_error, 500), (failures.unavailable, 503)]
)
@pytest.mark.django_db(databases=[])
def test_the_pages_that_stand_alone_need_neither_database_nor_session(make, status, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    answer = make(RequestFactory().get("/"))
    assert answer.status_code == status
    assert "/static/css/plain.css" in answer.content.decode()
    assert (status == 503) == ("Retry-After" in answer.headers)


def test_a_form_without_token_is_answered_with_a_sentence():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()


def test_a_view_that_raises_ends_in_the_plain_page(client: Client, monkeypatch):
    monkeypatch.setattr("coopnet.legal.render", lambda *_: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/imprint/")
    assert answer.status_code == 500
    assert "plain.css" in answer.content.decode()


def test_every_entry_of_the_navigation_leads_somewhere():
    missing = []
    for entry in navigation._entries:
        try:
            reverse(entry.url_name)
        except NoReverseMatch:
            missing.append(entry.url_name)
    assert navigation._entries
    assert missing == []


def test_the_entry_of_the_section_is_marked(client: Client, monkeypatch):
    shown = [
        navigation.Entry("imprint", "Imprint section", "home", 1, lambda user: True),
        navigation.Entry("privacy", "Privacy section", "users", 2, lambda user: True),
    ]
    monkeypatch.setattr(navigation, "_entries", shown)
    client.force_login(person(), backend="accounts.backends.RoleBackend")
    page = client.get("/privacy/").content.decode()
    assert page.count('aria-current="page"') == 1
    assert page.index("Imprint section") < page.index('aria-current="page"') < page.index("Privacy section")


def test_the_style_page_is_only_there_for_developers(client: Client):
    assert client.get("/styleguide/").status_code == 404
