"""Letters of the same shape: the template is rendered once, after that only the words are put in.

Rendering takes Django longer than the mail server needs to take the mail. Two digests with as many questions of the
same kinds differ in nothing but plain texts: the templates are rendered with marks in their places, and that is kept.
"""

import re
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language

from accounts.letters import absolute, render_letter
from accounts.models import User

# Characters for private use: nothing escapes or breaks them, and no template holds them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
KEPT = 128

_Parts = tuple[tuple[str, ...], tuple[int, ...]]


def render_alike(name: str, person: User, context: dict[str, Any]) -> tuple[str, str]:
    """Like ``render_letter``, for templates that only print the texts of ``context`` and ask whether they are empty.

    They must neither filter nor compare them, as they see marks instead. Numbers and truth values they see as they are.
    """
    texts: list[str] = []
    marked = _marked(context, texts)
    skeletons = _skeletons(name, get_language(), absolute("/"), _Key(str(marked), person, marked))
    return _filled(skeletons[0], texts), _filled(skeletons[1], [escape(text) for text in texts])


class _Key:
    """Equal for equal shapes; carries what is needed to render the first of them."""

    def __init__(self, shape: str, person: User, marked: dict[str, Any]) -> None:
        self.shape, self.person, self.marked = shape, person, marked

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.shape == other.shape

    def __hash__(self) -> int:
        return hash(self.shape)


@lru_cache(maxsize=KEPT)
def _skeletons(name: str, _language: str | None, _site: str, key: _Key) -> tuple[_Parts, _Parts]:
    text, html = render_letter(name, key.person, key.marked)
    return _split(text), _split(html)


def _split(rendered: str) -> _Parts:
    pieces = _MARK.split(rendered)
    return tuple(pieces[::2]), tuple(int(number) for number in pieces[1::2])


def _filled(parts: _Parts, texts: list[str]) -> str:
    fixed, places = parts
    pieces = [fixed[0]]
    for number, after in zip(places, fixed[1:], strict=True):
        pieces += texts[number], after
    return "".join(pieces)


def _marked(value: Any, texts: list[str]) -> Any:
    if isinstance(value, str):
        if not value:
            return ""
        texts.append(value)
        return f"{_OPEN}{len(texts) - 1}{_CLOSE}"
    if isinstance(value, dict):
        return {key: _marked(one, texts) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(one, texts) for one in value]
    return value
