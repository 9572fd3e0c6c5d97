"""What the small script does, in a real browser under the real content policy, and what axe says."""

import re

import pytest

from tests.coopnet.axe import assert_axe_clean
from tests.factories.accounts import PASSWORD, person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.coopnet.style_urls"),
]
BOTH_SCREENS = pytest.mark.parametrize("screen", ["desktop", "phone"])
BOTH_LANGUAGES = pytest.mark.parametrize("locale", ["de-DE", "en-GB"])


def width_left_over(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def sign_in(page, live_server, user) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.click(".form-actions button")
    page.wait_for_url(re.compile(r"^(?!.*/account/login/)"))


@BOTH_SCREENS
@BOTH_LANGUAGES
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_public_pages_fit_and_axe_finds_nothing(live_server, new_page, screen, locale, theme):
    page = new_page(color_scheme=theme)
    for path in ("/account/login/", "/account/password/reset/", "/imprint/", "/privacy/", "/styleguide/?messages"):
        page.goto(live_server.url + path)
        assert_axe_clean(page)
        assert width_left_over(page) == 0, path


@BOTH_SCREENS
def test_the_menu_works_by_keyboard_and_axe_finds_nothing(live_server, page, screen):
    sign_in(page, live_server, person("Anna", "Becker"))
    page.goto(f"{live_server.url}/styleguide/?confidential")
    assert page.locator(".confidential-band").is_visible()
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    assert page.locator(".menu-body form[action$='/logout/'] button").is_visible()
    assert_axe_clean(page)
    page.keyboard.press("Escape")
    assert not page.locator(".menu-body").first.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_theme_is_remembered(live_server, page):
    sign_in(page, live_server, person())
    page.goto(f"{live_server.url}/styleguide/")
    page.click(".menu summary")
    page.click("[data-theme-toggle]")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    assert_axe_clean(page)


def test_errors_take_the_focus_keep_what_was_typed_and_lead_into_the_field(live_server, page):
    page.goto(f"{live_server.url}/styleguide/")
    page.fill("#id_what", "Standbau")
    page.fill("#id_hours", "1:90")
    page.click("#log .form-actions button")
    page.wait_for_selector("[data-error-summary]")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert page.input_value("#id_what") == "Standbau"
    assert page.input_value("#id_hours") == "1:90"
    assert page.get_attribute("#id_hours", "aria-invalid") == "true"
    page.click("[data-error-summary] a[href='#id_hours']")
    assert page.evaluate("document.activeElement.id") == "id_hours"
    assert_axe_clean(page)


def test_an_impatient_second_click_sends_nothing_more(live_server, page):
    page.goto(f"{live_server.url}/styleguide/")
    # Nothing is sent here; what counts is whether the page would have let it go.
    page.evaluate(
        "window.refused = [];"
        "window.addEventListener('submit', (event) => { refused.push(event.defaultPrevented); event.preventDefault() })"
    )
    for _ in range(3):
        page.dispatch_event("#log .form-actions button", "click")
    assert page.evaluate("refused") == [False, True, True]
    assert page.get_attribute("#log form", "aria-busy") == "true"
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")
    page.dispatch_event("#log .form-actions button", "click")
    assert page.evaluate("refused.at(-1)") is False


def test_a_draft_outlives_a_lost_connection_and_goes_when_it_was_saved(live_server, page):
    page.context.expected_problems.append("ERR_FAILED")
    page.context.expected_problems.append("ERR_INTERNET_DISCONNECTED")
    page.goto(f"{live_server.url}/styleguide/")
    page.fill("#id_what", "Muster an Nordlicht")
    page.select_option("#id_kind", "money")
    page.reload()
    assert page.input_value("#id_what") == "Muster an Nordlicht"
    assert page.input_value("#id_kind") == "money"
    assert page.locator("[data-draft-note]").is_visible()
    page.fill("#id_hours", "2")
    page.fill("#id_on", "gestern")
    page.check("#id_who_0")
    page.click("#log .form-actions button")
    page.wait_for_selector(".message")
    page.goto(f"{live_server.url}/styleguide/")
    assert page.input_value("#id_what") == ""


def test_a_draft_is_not_shown_to_the_next_person_in_the_same_window(live_server, page):
    sign_in(page, live_server, person("Anna", "Becker"))
    page.goto(f"{live_server.url}/styleguide/")
    page.fill("#id_what", "nur für mich")
    page.context.clear_cookies()
    sign_in(page, live_server, person("Jens", "Hansen"))
    page.goto(f"{live_server.url}/styleguide/")
    assert page.input_value("#id_what") == ""


def test_nothing_of_a_confidential_page_is_kept_in_the_browser(live_server, page):
    page.goto(f"{live_server.url}/styleguide/?confidential")
    page.fill("#id_what", "geheim")
    kept = page.evaluate("JSON.stringify(Object.values(sessionStorage).concat(Object.values(localStorage)))")
    assert "geheim" not in kept


def test_a_confidential_page_hides_itself_and_comes_back_with_what_was_typed(live_server, page):
    page.goto(f"{live_server.url}/styleguide/?confidential")
    page.fill("#id_what", "geheim")
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    assert page.locator("#veil").is_visible()
    assert page.evaluate("document.getElementById('content').closest('[inert]') !== null")
    assert_axe_clean(page, include="#veil")
    page.click("#veil button")
    assert not page.locator("#veil").is_visible()
    assert page.input_value("#id_what") == "geheim"


def test_keys_are_explained_and_can_be_switched_off(live_server, page):
    page.goto(f"{live_server.url}/styleguide/")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert_axe_clean(page)
    page.uncheck("#keys-switch")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    page.focus("#id_what")
    page.keyboard.type("?")
    assert page.input_value("#id_what") == "?"


def test_without_script_everything_can_still_be_reached(live_server, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/account/login/")
    assert not page.locator("#passkey_login").is_visible()
    user = person()
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.click(".form-actions button")
    page.goto(f"{live_server.url}/privacy/")
    page.click(".menu summary")
    assert page.locator(".menu-body form[action$='/logout/'] button").is_visible()
    assert not page.locator("[data-theme-toggle]").is_visible()
