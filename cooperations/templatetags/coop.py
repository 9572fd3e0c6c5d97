"""What the pages of cooperations write again and again: links to forms that lead back, states, events, quantities."""

from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cooperations.enums import EntryStatus, EventKind, Level, State, TaskState
from cooperations.portfolio import Row
from cooperations.timeline import is_on_behalf, remark, words
from cooperations.views.calling import phone_url
from cooperations.views.way_back import PARAMETER
from coopnet.ui import formats, pulse_line
from coopnet.ui.templatetags.ui import badge, icon, link_button
from nagging.enums import Rung

register = template.Library()

STATE_TONES = {State.ACTIVE: "good"}
LEVEL_TONES = {Level.NEEDS: "attention", Level.QUIET: "neutral", Level.ALIVE: "good"}
TASK_TONES = {TaskState.DONE: "good", TaskState.DECLINED: "attention"}
ICONS = {
    EventKind.CREATED: "bulb",
    EventKind.TRANSITION: "arrow-right",
    EventKind.PARTY_JOINED: "users-plus",
    EventKind.PARTY_LEFT: "user-x",
    EventKind.PLEDGED: "egg",
    EventKind.MEASURE_SET: "target",
    EventKind.VERSION_PROPOSED: "file-text",
    EventKind.IN_FORCE: "rosette-discount-check",
    EventKind.APPROVED: "circle-check",
    EventKind.TASK_OFFERED: "clipboard-text",
    EventKind.TASK_ACCEPTED: "clipboard-check",
    EventKind.TASK_DECLINED: "circle-x",
    EventKind.TASK_MOVED: "calendar-time",
    EventKind.TASK_DONE: "check",
    EventKind.CONTRIBUTED: "package",
    EventKind.CONFIRMED: "checks",
    EventKind.DISPUTED: "message-report",
    EventKind.BENEFIT: "gift",
    EventKind.SUCCESS: "trophy",
    EventKind.MEETING: "messages",
    EventKind.DECISION: "scale",
    EventKind.HELP_ASKED: "lifebuoy",
    EventKind.ANSWERED: "mail-check",
    EventKind.NOTE: "note",
    EventKind.TERMS_CHANGED: "edit",
    EventKind.PARTY_CHANGED: "users",
    EventKind.PLEDGE_CHANGED: "egg",
    EventKind.PLEDGE_WITHDRAWN: "arrow-back-up",
    EventKind.MEASURE_CHANGED: "target",
    EventKind.VERSION_WITHDRAWN: "arrow-back-up",
    EventKind.CORRECTED: "edit",
    EventKind.TASK_DROPPED: "x",
}
ENTRY_TONES = {EntryStatus.CONFIRMED: "good", EntryStatus.DISPUTED: "attention"}


@register.simple_tag(takes_context=True)
def act_url(context, name: str, *args, anchor: str = "", **query) -> str:
    """The address of a form or act that comes back to the present page; ``query`` is added to it."""
    came_from = context["request"].get_full_path() + (f"#{anchor}" if anchor else "")
    return f"{reverse(f'cooperations:{name}', args=args)}?{urlencode({**query, PARAMETER: came_from})}"


@register.simple_tag(takes_context=True)
def with_way_back(context, url: str) -> str:
    """``url`` with the present page as the way back, its anchor kept at the end."""
    address, _hash, anchor = url.partition("#")
    glue = "&" if "?" in address else "?"
    came_from = urlencode({PARAMETER: context["request"].get_full_path()})
    return f"{address}{glue}{came_from}{'#' + anchor if anchor else ''}"


@register.simple_tag
def state_badge(cooperation) -> SafeString:
    """The state of a cooperation as a word."""
    return badge(cooperation.get_state_display(), STATE_TONES.get(cooperation.state, "neutral"))


@register.simple_tag
def level_badge(level) -> SafeString:
    """How alive it is, as a word with a shape."""
    return badge(Level(level).label, LEVEL_TONES[Level(level)])


@register.simple_tag
def task_badge(task) -> SafeString:
    return badge(task.get_state_display(), TASK_TONES.get(task.state, "neutral"))


@register.simple_tag
def entry_badge(contribution) -> SafeString:
    """Whether a contribution is reported, confirmed, disputed or corrected."""
    return badge(EntryStatus(contribution.status).label, ENTRY_TONES.get(contribution.status, "neutral"))


@register.filter
def told(event) -> str:
    """An event as one sentence."""
    return words(event)


@register.filter
def remark_of(event) -> str:
    """What somebody said to an event in their own words."""
    return remark(event)


@register.filter
def quoted(text: str) -> str:
    """Somebody's own words in the quotation marks of the language."""
    return pgettext("quotation marks", "“%(text)s”") % {"text": text}


@register.filter
def on_behalf(event) -> bool:
    """Whether somebody else acted in the place of the party."""
    return is_on_behalf(event)


@register.simple_tag
def event_icon(event) -> SafeString:
    return icon(ICONS.get(event.kind, "circle"))


@register.filter
def firms(row: Row) -> str:
    """The firms of a row of the portfolio."""
    return ", ".join(party.firm for party in row.facts.parties)


@lru_cache
def _page_address() -> str:
    """The address of cooperation 0: looked up once, as a list needs it fifty times."""
    return reverse("cooperations:page", args=[0])


@register.simple_tag
def portfolio_row(row: Row) -> SafeString:
    """One row of the portfolio. In Python, because a page holds fifty of them and templates take twice as long."""
    one, mark = row.cooperation, ""
    if row.pulse.level == Level.NEEDS:
        mark = level_badge(row.pulse.level)
    elif one.state != State.ACTIVE:
        mark = state_badge(one)
    return format_html(
        '<li class="coop-row"><div class="row-text"><a class="row-title" href="{}">{}</a> {}<p>{}</p>'
        '<p class="row-note">{}</p></div>{}</li>',
        _page_address().replace("/0/", f"/{one.pk}/"),
        one.title,
        mark,
        row.pulse.headline,
        firms(row),
        pulse_line.draw(row.facts.weeks),
    )


@register.filter
def trend(row: Row) -> str:
    """``up`` or ``down``: life signs of the last four weeks against the four before; "" where they are about equal."""
    recent, before = sum(row.facts.weeks[-4:]), sum(row.facts.weeks[-8:-4])
    if abs(recent - before) < max(3, before / 2):
        return ""
    return "up" if recent > before else "down"


@register.filter
def quantity(entry) -> str:
    """How much, with its unit: ``12 hours``; nothing where no number is known."""
    number = formats.plain_number(entry.quantity)
    return f"{number}{formats.NBSP}{entry.unit}".strip() if number else ""


@register.simple_tag
def call_button(person, first: bool = False) -> SafeString:
    """A button that dials the number of ``person`` on a phone."""
    label = _("Call %(number)s") % {"number": person.phone}
    return link_button(phone_url(person.phone), label, "primary" if first else "plain", icon="phone")


@register.simple_tag
def calls_title(calls) -> str:
    """The heading of the call list, with small numbers in words."""
    words = {1: _("Call this one"), 2: _("Call these two"), 3: _("Call these three")}
    return words.get(len(calls)) or _("Call these %(count)s") % {"count": len(calls)}


@register.simple_tag
def rung_badge(rung: int) -> SafeString:
    """How far a question has climbed, in words."""
    return badge(Rung(rung).label)


@register.simple_tag
def trend_mark(row: Row) -> SafeString:
    """Whether there is more or less life than a month before, as a small arrow with its meaning."""
    found = trend(row)
    if not found:
        return mark_safe("")
    label = _("livelier than a month ago") if found == "up" else _("quieter than a month ago")
    return format_html('<span class="trend trend-{}" title="{}">{}</span>', found, label, icon(_ARROWS[found], label))


_ARROWS = {"up": "chevron-up", "down": "chevron-down"}


@register.simple_tag
def due_mark(due_on, today) -> SafeString:
    """How far a due day is; marked with shape and colour where it has passed."""
    words = formats.due_in_words(due_on, today)
    return badge(words, "attention") if due_on < today else format_html('<span class="num">{}</span>', words)
