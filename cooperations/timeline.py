"""What happened, in words: one translated sentence per event. Read events with ``party__firm`` and ``actor``."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cooperations.enums import EventKind, Outcome, State
from cooperations.models import Cooperation, Event, Party
from cooperations.terms import label_of
from coopnet.ui.formats import day, plain_number


class _Words(dict):
    """The parameters of a sentence; what an old event does not hold is left out instead of failing."""

    def __missing__(self, key: str) -> str:
        return "…"


def words(event: Event) -> str:
    """The sentence of ``event`` in the active language."""
    parameters = _Words(_texts(event.data))
    parameters["who"] = event.party.firm.name if event.party_id else _person(event)
    parameters["person"] = _person(event)
    sentence = _SENTENCES[EventKind(event.kind)](event.data)
    return sentence % parameters


def remark(event: Event) -> str:
    """What was said to it in somebody's own words: a reason, thanks, a note; "" for nothing."""
    data = event.data
    if event.kind in (EventKind.MEETING, EventKind.DECISION, EventKind.NOTE, EventKind.HELP_ASKED, EventKind.ANSWERED):
        return data.get("text") or data.get("reason") or ""
    return data.get("reason") or data.get("thanks") or ""


def is_on_behalf(event: Event) -> bool:
    """Whether somebody else acted in the place of the party or of the owner."""
    return bool(event.data.get("on_behalf"))


def _person(event: Event) -> str:
    return event.actor.full_name if event.actor_id else _("coopnet")


def _texts(data: Mapping) -> dict[str, str]:
    """Days and numbers as people of the active language read them."""
    texts = {key: "" if value is None else str(value) for key, value in data.items()}
    for key in ("due_on", "before", "on", "paused_until", "promised_for"):
        if texts.get(key):
            texts[key] = day(date.fromisoformat(texts[key]))
    if texts.get("quantity"):
        texts["quantity"] = plain_number(Decimal(texts["quantity"]))
    texts["much"] = f"{texts.get('quantity', '')} {texts.get('unit', '')}".strip()
    for key in ("origin", "to"):
        if texts.get(key):
            texts[key] = str(State(texts[key]).label)
    if texts.get("outcome"):
        texts["outcome"] = str(Outcome(texts["outcome"]).label)
    if isinstance(data.get("fields"), list):
        texts["fields"] = ", ".join(_label(name) for name in data["fields"])
    return texts


def _label(name: str) -> str:
    model = Cooperation if name in {field.name for field in Cooperation._meta.get_fields()} else Party
    return label_of(model, name)


def _transition(data: Mapping) -> str:
    sentences: dict[str, Callable[[], str]] = {
        State.EXPLORING: lambda: _("The firms are getting to know what they want from each other."),
        State.AGREED: lambda: _("All have approved: the cooperation is agreed."),
        State.ACTIVE: lambda: (
            _("The cooperation goes on after its pause.")
            if data.get("origin") == State.PAUSED
            else _("The cooperation has begun.")
        ),
        State.PAUSED: lambda: _("The cooperation pauses until %(paused_until)s."),
        State.ENDED: lambda: _("The cooperation has ended: %(outcome)s."),
    }
    return sentences[data.get("to", State.EXPLORING)]()


def _contributed(data: Mapping) -> str:
    if data.get("gift"):
        return _("%(who)s gave as a gift: %(text)s.")
    return _("%(who)s gave %(much)s: %(text)s.")


def _benefit(data: Mapping) -> str:
    if data.get("giver"):
        return _("%(who)s got something out of it, thanks to %(giver)s: %(text)s.")
    return _("%(who)s got something out of it: %(text)s.")


def _pledged(data: Mapping) -> str:
    if data.get("substance"):
        return _("%(who)s promised what cannot be taken back: %(text)s.")
    return _("%(who)s promised to bring: %(text)s.")


def _meeting(data: Mapping) -> str:
    return _("%(person)s talked with %(who)s.") if data.get("call") else _("They met.")


def _note(data: Mapping) -> str:
    if data.get("nothing"):
        return _("%(who)s had nothing to add this week.")
    if data.get("call") == "not_reached":
        return _("%(person)s tried to reach %(who)s.")
    return _("%(person)s noted something.")


def _help(data: Mapping) -> str:
    return _("%(person)s asked for help with “%(title)s”.") if data.get("title") else _("%(person)s asked for help.")


def _answered(data: Mapping) -> str:
    if data.get("promised_for"):
        return _("%(person)s promised to move it on by %(promised_for)s.")
    return _("%(person)s answered a reminder.")


_SENTENCES: dict[EventKind, Callable[[Mapping], str]] = {
    EventKind.CREATED: lambda data: _("%(person)s started with the idea “%(title)s”."),
    EventKind.TRANSITION: _transition,
    EventKind.PARTY_JOINED: lambda data: _("%(who)s joined."),
    EventKind.PARTY_CHANGED: lambda data: _("%(who)s: changed %(fields)s."),
    EventKind.PARTY_LEFT: lambda data: _("%(who)s left the cooperation."),
    EventKind.PLEDGED: _pledged,
    EventKind.PLEDGE_CHANGED: lambda data: _("%(who)s promises differently: %(text)s."),
    EventKind.PLEDGE_WITHDRAWN: lambda data: _("%(who)s took back: %(text)s."),
    EventKind.MEASURE_SET: lambda data: _("%(who)s will know its success by: %(text)s."),
    EventKind.MEASURE_CHANGED: lambda data: _("%(who)s describes its success anew: %(text)s."),
    EventKind.TERMS_CHANGED: lambda data: _("%(person)s changed the terms: %(fields)s."),
    EventKind.VERSION_PROPOSED: lambda data: _("%(person)s put version %(number)s to approval."),
    EventKind.VERSION_WITHDRAWN: lambda data: _("Version %(number)s was taken back."),
    EventKind.IN_FORCE: lambda data: _("Version %(number)s is in force."),
    EventKind.APPROVED: lambda data: _("%(person)s approved version %(number)s for %(who)s."),
    EventKind.TASK_OFFERED: lambda data: _("“%(title)s” was offered to %(who)s, due %(due_on)s."),
    EventKind.TASK_ACCEPTED: lambda data: _("%(who)s promised “%(title)s” for %(due_on)s."),
    EventKind.TASK_DECLINED: lambda data: _("%(who)s declined “%(title)s”."),
    EventKind.TASK_MOVED: lambda data: _("%(who)s moved “%(title)s” from %(before)s to %(due_on)s."),
    EventKind.TASK_DONE: lambda data: _("%(who)s kept a promise: “%(title)s”."),
    EventKind.TASK_DROPPED: lambda data: _("“%(title)s” was dropped."),
    EventKind.CONTRIBUTED: _contributed,
    EventKind.CORRECTED: lambda data: _("%(who)s corrected an entry, now %(much)s: %(text)s."),
    EventKind.CONFIRMED: lambda data: _("%(who)s confirmed what %(giver)s gave: %(text)s."),
    EventKind.DISPUTED: lambda data: _("%(who)s sees it differently: %(text)s, from %(giver)s."),
    EventKind.BENEFIT: _benefit,
    EventKind.SUCCESS: lambda data: _("%(who)s reached a success: %(text)s."),
    EventKind.MEETING: _meeting,
    EventKind.DECISION: lambda data: _("Something was decided."),
    EventKind.HELP_ASKED: _help,
    EventKind.ANSWERED: _answered,
    EventKind.NOTE: _note,
}
