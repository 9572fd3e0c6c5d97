"""One person of a journey in a browser of their own."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import translation

SHOTS = os.environ.get("JOURNEY_SHOTS", "")
"""A folder for screenshots of every step, to be looked at; none are taken without it."""


class Actor:
    """Acts as people do: reads a page, follows a link, fills a form, presses a button.

    ``language`` is that of the person; buttons and links are named by their English words and found in the language.
    """

    def __init__(self, page, base: str, language: str, name: str):
        self.page, self.base, self.language, self.name = page, base, language, name
        self.shots = 0

    def said(self, words: str) -> str:
        with translation.override(self.language):
            return translation.gettext(words)

    def open(self, address: str, *args: object) -> "Actor":
        """Open a named address (``app:name``) or a path."""
        path = address if address.startswith(("/", "http")) else reverse(address, args=args)
        self.page.goto(path if path.startswith("http") else self.base + path)
        return self.look()

    def look(self) -> "Actor":
        """Check what every page must keep, and take its picture where wanted."""
        self.page.wait_for_load_state()
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        if SHOTS:
            self.shots += 1
            width = self.page.viewport_size["width"]
            file = f"{self.language}-{width}-{self.name}-{self.shots:02}.png"
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{file}", full_page=True)
        return self

    def fill(self, **fields: str) -> "Actor":
        """Fill fields by name: text, select (by value), checkbox or radio (True or the value)."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]").first
            kind = field.evaluate("field => field.type || field.tagName.toLowerCase()")
            if kind == "radio":
                self.page.locator(f"main [name={name}][value='{value}']").check()
            elif kind == "checkbox":
                field.set_checked(bool(value))
            elif kind.startswith("select"):
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def press(self, words: str, within: str = "main") -> "Actor":
        """Press the button named ``words``; the first where there are several."""
        self.page.locator(within).get_by_role("button", name=self.said(words), exact=True).first.click()
        return self.look()

    def follow(self, words: str, within: str = "main") -> "Actor":
        """Follow the link named ``words``; the first where there are several."""
        self.page.locator(within).get_by_role("link", name=self.said(words), exact=True).first.click()
        return self.look()

    def send(self) -> "Actor":
        """Send the first form of the page."""
        self.page.locator("main form.form-box button[type=submit]").first.click()
        return self.look()

    def sees(self, *texts: str) -> "Actor":
        body = self.page.locator("body").inner_text()
        for text in texts:
            assert text in body, f"{text!r} is not on {self.page.url}:\n{body}"
        return self

    def sees_not(self, *texts: str) -> "Actor":
        content = self.page.content()
        for text in texts:
            assert text not in content, f"{text!r} is on {self.page.url}"
        return self

    @property
    def here(self) -> str:
        return urlsplit(self.page.url).path

    def sign_in(self, email: str, password: str) -> "Actor":
        """Sign in; who still is signed in is sent on to their start page."""
        self.open("account_login")
        if not self.here.startswith("/account/login"):
            return self
        self.fill(login=email, password=password)
        self.page.locator("main [name=password]").press("Enter")
        return self.look()
