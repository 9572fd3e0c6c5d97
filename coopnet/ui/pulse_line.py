"""The pulse line: life signs per week over twelve months as small bars, with silence shown as a gap.

The same shape in list, page, PDF and mail. Where no SVG is shown (most mail programs), :func:`blocks` writes it.
"""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

STEP = 3
"""Width of a week: a bar of two units and a space of one."""
HEIGHT = 20
HEIGHTS = (0, 6, 10, 13, 16, 19)
"""Height of a bar by life signs in that week; one is already well seen, and more than five do not grow it."""
TALLEST = len(HEIGHTS) - 1
SILENT = 3
"""Weeks without any life sign at the end that are shown as a silence; before the first one there is none."""


def silent_weeks(weeks: Sequence[int]) -> int:
    """Weeks since the last life sign; the length of ``weeks`` where there is none."""
    return next((back for back, count in enumerate(reversed(weeks)) if count), len(weeks))


def in_words(weeks: Sequence[int]) -> str:
    """What the line shows, for those who do not see it."""
    total = sum(weeks)
    if not total:
        return gettext("No life sign in the last twelve months.")
    signs = ngettext(
        "%(count)s life sign in the last twelve months.", "%(count)s life signs in the last twelve months.", total
    ) % {"count": total}
    silent = silent_weeks(weeks)
    if silent == 0:
        return f"{signs} {gettext('The last one this week.')}"
    ago = ngettext("The last one %(weeks)s week ago.", "The last one %(weeks)s weeks ago.", silent) % {"weeks": silent}
    return f"{signs} {ago}"


def blocks(weeks: Sequence[int]) -> str:
    """The line as characters, two weeks each (26 characters for a year), for the text part of mails."""
    pairs = [sum(weeks[start : start + 2]) for start in range(0, len(weeks), 2)]
    return "".join("▁▂▃▅▆█"[min(count, TALLEST)] if count else "·" for count in pairs)


def draw(weeks: Sequence[int]) -> SafeString:
    """The line as one small ``<svg>`` for pages, coloured by the style sheet (class ``pulse-line``)."""
    return _drawn(tuple(weeks), get_language() or "")


@lru_cache(maxsize=2048)
def _drawn(weeks: tuple[int, ...], language: str) -> SafeString:
    """Kept, because a list shows fifty of them and most stay the same for a week (about half a kilobyte each)."""
    width = _width(weeks)
    silent = silent_weeks(weeks)
    gap = ""
    if SILENT <= silent < len(weeks):
        start = (len(weeks) - silent) * STEP
        gap = format_html('<path class="silence" d="M{} {}H{}"/>', start, HEIGHT - 1, width)
    return format_html(
        '<svg class="pulse-line" role="img" viewBox="0 0 {} {}"><title>{}</title><path d="{}"/>{}</svg>',
        width, HEIGHT, in_words(weeks), _bars(weeks), gap,
    )  # fmt: skip


def draw_standalone(weeks: Sequence[int], *, colour: str, silence: str) -> SafeString:
    """The same drawing with its own paints (``#rrggbb``), for PDF and for mails that show SVG."""
    width = _width(weeks)
    start = (len(weeks) - silent_weeks(weeks)) * STEP
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"'
        ' viewBox="0 0 {width} {height}"><title>{words}</title>'
        '<path d="{bars}" stroke="{colour}" stroke-width="2" fill="none"/>'
        '<path d="M{start} {base}H{width}" stroke="{silence}" stroke-width="2" stroke-dasharray="2 4"/></svg>',
        width=width, height=HEIGHT, words=in_words(weeks), bars=_bars(weeks), start=start, base=HEIGHT - 1,
        colour=colour, silence=silence,
    )  # fmt: skip


def _width(weeks: Sequence[int]) -> int:
    return max(len(weeks) * STEP - 1, STEP)


def _bars(weeks: Sequence[int]) -> str:
    """One path for all bars, in short relative steps: fifty of these lines stand in one list."""
    steps, at, up = [], None, 0
    for week, count in enumerate(weeks):
        if not count:
            continue
        height = HEIGHTS[min(count, TALLEST)]
        move = f"M{week * STEP + 1} {HEIGHT}" if at is None else f"m{(week - at) * STEP} {up}"
        steps.append(f"{move}v-{height}")
        at, up = week, height
    return "".join(steps)
