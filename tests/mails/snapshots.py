"""Mails compared with what somebody has read and found good, in ``tests/mails/snapshots/``.

``UPDATE_SNAPSHOTS=1 make test`` writes them anew; then read the difference before you commit it.
"""

import os
import re
from html.parser import HTMLParser
from pathlib import Path

from accounts.mail.composers import Message

FOLDER = Path(__file__).parent / "snapshots"
# What differs from run to run: tokens and keys of links.
_VARYING = re.compile(r"(?<=/)[A-Za-z0-9_:.=~-]{30,}(?=/|\b)|(?<=/key/)[a-z0-9]+-[a-z0-9-]+")


def assert_like_snapshot(name: str, language: str, message: Message) -> None:
    """``message`` is the kept one, and its HTML says the same as its text."""
    seen = _VARYING.sub("TOKEN", f"Subject: {message.subject}\n\n{message.text}")
    file = FOLDER / f"{name}.{language}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(seen, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing: look at the mail, then run with UPDATE_SNAPSHOTS=1"
    assert seen == file.read_text(encoding="utf-8")


class _Look(HTMLParser):
    """What a mail program would do with the HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.fetched: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("style", "script", "title"):
            self._silent += 1
        if tag == "a":
            self.addresses.append(given.get("href") or "")
        if tag in ("img", "link", "script", "iframe", "form", "object") or given.get("src") or given.get("background"):
            self.fetched.append(tag)

    def handle_endtag(self, tag):
        if tag in ("style", "script", "title"):
            self._silent -= 1

    def handle_data(self, data):
        if not self._silent:
            self.words += data.split()


def assert_good_html(message: Message) -> None:
    """The HTML fetches nothing, leads where the text leads, has inline styles, and says every sentence of the text."""
    look = _Look()
    look.feed(message.html)
    assert not look.fetched
    assert look.addresses
    assert all(address in message.text for address in look.addresses)
    spoken = " ".join(look.words)
    for line in message.text.splitlines():
        line = line.strip()
        if line and line != "--" and "http" not in line and not line.endswith(":"):
            assert " ".join(line.split()) in spoken, line
    assert "class=" not in message.html or "style=" in message.html
    assert "max-width:600px" in message.html
    assert "<table" in message.html
    assert len(message.html) < 100_000
