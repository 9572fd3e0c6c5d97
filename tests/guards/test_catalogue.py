"""The German catalogue is complete: every text of the source, nothing fuzzy, nothing left over."""

from functools import lru_cache

import pytest
from babel.messages.catalog import Catalog, Message

from coopnet.catalogue import collect, read_catalogue
from tests.guards.source import ROOT

FILE = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"


@lru_cache
def source() -> Catalog:
    return collect(ROOT)


@lru_cache
def german() -> Catalog:
    return read_catalogue(FILE)


def _key(message: Message) -> tuple:
    return message.id if isinstance(message.id, str) else message.id[0], message.context


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_the_texts_of_the_source_are_found():
    found = {_key(message)[0] for message in source()}
    assert len(found) > 300
    # One of a module, one of a template, one with a plural.
    assert "could not be delivered" in found
    assert "You take part in nothing yet." in found
    assert any(isinstance(message.id, tuple) for message in source())


def test_every_text_is_translated():
    known = {_key(message): message for message in german() if message.id}
    missing = [_key(m)[0] for m in source() if m.id and not all(_texts(known.get(_key(m), Message(""))))]
    assert not missing, f"{len(missing)} texts without German, among them: {missing[:10]}"


def test_a_plural_stays_a_plural():
    plural = {_key(message) for message in source() if isinstance(message.id, tuple)}
    known = {_key(message) for message in german() if isinstance(message.id, tuple)}
    assert plural <= known


def test_nothing_is_fuzzy_and_nothing_left_over():
    used = {_key(message) for message in source()}
    assert not [_key(message)[0] for message in german() if message.id and message.fuzzy]
    assert not [_key(message)[0] for message in german() if message.id and _key(message) not in used]
    assert not german().obsolete


def test_every_placeholder_is_kept():
    wrong = [f"{_key(message)[0]}: {error}" for message in german() for error in message.check(german())]
    assert not wrong


@pytest.mark.parametrize("sign", ["!"])
def test_the_voice_stays_calm(sign):
    loud = [text for message in german() if message.id for text in [_key(message)[0], *_texts(message)] if sign in text]
    assert not loud
