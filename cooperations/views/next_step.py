"""What is next for a cooperation, as the biggest thing on its page: one sentence, why, and the buttons that move it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperations.enums import Level, Outcome, State
from cooperations.facts import CooperationFacts
from cooperations.models import Cooperation
from cooperations.pulse import Pulse
from cooperations.readiness import Gap
from cooperations.views.calling import phone_url, whom
from coopnet.ui import formats


@dataclass(frozen=True)
class Act:
    """A button: ``posts`` for a one-shot act, otherwise it leads to a form."""

    url: str
    label: str
    icon: str = ""
    variant: str = "plain"
    posts: bool = False

    @property
    def leaves(self) -> bool:
        """Whether it leads out of the pages, such as to the telephone."""
        return not self.url.startswith("/")


@dataclass(frozen=True)
class MendedGap:
    """Something that is missing, and the button that mends it (None: somebody else has to)."""

    text: str
    act: Act | None


@dataclass
class NextStep:
    """``tone`` is that of the card: attention where somebody is needed, neutral otherwise."""

    title: str
    text: str = ""
    tone: str = ""
    acts: list[Act] = field(default_factory=list)
    gaps: list[MendedGap] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """What the page knows of the cooperation and of who looks at it.

    ``acts_for`` and ``approves_for`` are ids of parties, ``phones`` holds (name, number) by id of the person.
    """

    cooperation: Cooperation
    facts: CooperationFacts
    pulse: Pulse
    gaps: Sequence[Gap]
    today: date
    manages: bool
    acts_for: frozenset[int]
    approves_for: frozenset[int]
    proposed_id: int | None
    viewer_id: int
    phones: Mapping[int, tuple[str, str]]


def next_step(at: Standing) -> NextStep:
    """The one thing that matters now."""
    if at.cooperation.state == State.ENDED:
        return _ended(at)
    own_word = at.approves_for & set(at.facts.silent_approvers)
    if at.proposed_id and (own_word or at.cooperation.state == State.EXPLORING):
        return _waiting_for_approval(at)
    return _BY_STATE[at.cooperation.state](at)


def _page(at: Standing, name: str, label: str, icon: str = "", variant: str = "plain", posts: bool = False) -> Act:
    return Act(reverse(f"cooperations:{name}", args=[at.cooperation.pk]), label, icon, variant, posts)


def _idea(at: Standing) -> NextStep:
    step = NextStep(_("An idea that wants to be talked about"), gaps=_mended(at))
    step.text = _("Talk to the firms. As soon as they want to look into it together, it is being explored.")
    if at.manages:
        step.acts = [_page(at, "explore", _("They want to explore it"), "arrow-right", "primary", posts=True)]
    return step


def _exploring(at: Standing) -> NextStep:
    missing = len(at.gaps)
    if not missing:
        step = NextStep(_("Share, tasks and success are there"))
        step.text = _("Put the agreement to approval: every party reads and approves the same text.")
        if at.manages:
            label = _("Put it to approval")
            step.acts = [_page(at, "version_propose", label, "send", "primary", posts=True)]
        step.acts.append(_page(at, "agreement", _("Read it first"), "file-text"))
        return step
    title = ngettext(
        "%(count)s thing is missing before all can approve",
        "%(count)s things are missing before all can approve",
        missing,
    )
    step = NextStep(title % {"count": missing}, gaps=_mended(at))
    step.text = _("No start without share, tasks and success for every partner.")
    return step


def _waiting_for_approval(at: Standing) -> NextStep:
    silent = [party.firm for party in at.facts.parties if party.id in at.facts.silent_approvers]
    words = {"firms": get_text_list(silent, _("and"))}
    step = NextStep(_("The agreement waits for %(firms)s") % words, tone="attention")
    step.text = _("It is in force as soon as every party has approved the same text.")
    read = Act(reverse("cooperations:version", args=[at.proposed_id]), _("Read it"), "file-text")
    if at.approves_for & set(at.facts.silent_approvers):
        step.title = _("The agreement waits for your word")
        read = Act(read.url, _("Read and approve"), "file-text", "primary")
    step.acts = [read]
    step.gaps = _mended(at)
    return step


def _agreed(at: Standing) -> NextStep:
    step = NextStep(_("All parties agree"), gaps=_mended(at))
    if at.cooperation.starts_on and at.cooperation.starts_on > at.today:
        step.text = _("It starts on %(day)s.") % {"day": formats.day(at.cooperation.starts_on)}
    if at.manages:
        step.acts = [_page(at, "activate", _("Start now"), "player-play", "primary", posts=True)]
    return step


def _active(at: Standing) -> NextStep:
    needed = at.pulse.level == Level.NEEDS
    step = NextStep(at.pulse.headline, tone="attention") if needed else _moving(at)
    step.gaps = _mended(at)
    offer = _page(at, "task_offer", _("Agree on a step"), "plus")
    if at.manages and needed:
        step.acts += _driving(at, offer)
    elif at.manages or at.acts_for:
        step.acts.append(offer)
    # Where a gap already offers a step for its firm, a second button of the same words would only confuse.
    if any(gap.act and gap.act.url.startswith(offer.url) for gap in step.gaps):
        step.acts.remove(offer)
    return step


def _driving(at: Standing, offer: Act) -> list[Act]:
    """What a manager does when nothing moves: call, note it, agree on a step, pause."""
    party, person = whom(at.facts, at.today)
    name, number = at.phones.get(person or 0, ("", ""))
    acts = []
    if number:
        acts.append(Act(phone_url(number), _("Call %(name)s") % {"name": name}, "phone", "primary"))
    note = reverse("cooperations:call_note", args=[at.cooperation.pk]) + (f"?party={party.id}" if party else "")
    acts.append(Act(note, _("Note a call"), "note", "plain" if acts else "primary"))
    acts.append(offer)
    acts.append(_page(at, "pause", _("Pause …"), "player-pause", "quiet"))
    return acts


def _moving(at: Standing) -> NextStep:
    """All is well: the step that is due next, one's own first."""
    steps = [(party, task) for party in at.facts.parties for task in party.open_tasks]
    if not steps:
        return NextStep(at.pulse.headline)
    own = [pair for pair in steps if pair[1].owner_id == at.viewer_id and pair[1].accepted]
    party, task = min(own or steps, key=lambda pair: (pair[1].due_on, pair[1].id))
    when = formats.due_in_words(task.due_on, at.today)
    if own:
        step = NextStep(_("Your next step: “%(task)s”") % {"task": task.title}, f"{when} · {at.pulse.headline}")
        url = reverse("cooperations:task_finish", args=[task.id])
        step.acts = [Act(url, _("It is done"), "check", "primary", posts=True)]
        return step
    who = ", ".join(filter(None, (task.owner, party.firm)))
    return NextStep(_("Next: “%(task)s”") % {"task": task.title}, f"{who}, {when}. {at.pulse.headline}")


def _paused(at: Standing) -> NextStep:
    step = NextStep(_("Rests until %(day)s") % {"day": formats.day(at.cooperation.paused_until)})
    step.text = at.cooperation.pause_reason
    if at.manages:
        step.acts = [_page(at, "resume", _("Go on now"), "player-play", "primary")]
    return step


def _ended(at: Standing) -> NextStep:
    outcome = Outcome(at.cooperation.outcome).label
    words = {"day": formats.day(at.cooperation.ended_on), "outcome": outcome}
    return NextStep(_("Ended on %(day)s: %(outcome)s") % words, at.cooperation.lessons)


_BY_STATE = {
    State.IDEA: _idea,
    State.EXPLORING: _exploring,
    State.AGREED: _agreed,
    State.ACTIVE: _active,
    State.PAUSED: _paused,
}


def _mended(at: Standing) -> list[MendedGap]:
    return [MendedGap(gap.text, _mending(at, gap)) for gap in at.gaps]


def _mending(at: Standing, gap: Gap) -> Act | None:
    """The button to the form that fills ``gap``, for those who may fill it."""
    if gap.party_id is None:
        return _mending_the_whole(at, gap) if at.manages else None
    if gap.party_id not in at.acts_for:
        return None
    offered = [task for party in at.facts.parties if party.id == gap.party_id for task in party.open_tasks]
    if gap.code == "task" and offered:
        return Act(reverse("cooperations:task", args=[offered[0].id]), _("Look at the offered step"), "clipboard-text")
    if gap.code == "task":
        url = reverse("cooperations:task_offer", args=[at.cooperation.pk]) + f"?party={gap.party_id}"
        return Act(url, _("Agree on a step"), "clipboard-text")
    name, label, icon = {
        "responsible": ("party_responsible", _("Name somebody"), "user-plus"),
        "pledge": ("pledge_add", _("Say what it brings"), "egg"),
        "measure": ("measure_add", _("Describe its success"), "target"),
    }[gap.code]
    return Act(reverse(f"cooperations:{name}", args=[gap.party_id]), label, icon)


def _mending_the_whole(at: Standing, gap: Gap) -> Act:
    if gap.code == "parties":
        return _page(at, "party_add", _("Add a firm"), "users-plus")
    field_of = {"joint_goal": "joint_goal", "start": "starts_on", "review": "review_on", "ending": "ending_terms"}
    labels = {
        "joint_goal": _("Say the joint goal"),
        "start": _("Set the start"),
        "review": _("Set the review"),
        "ending": _("Say how it ends"),
    }
    act = _page(at, "terms", labels[gap.code], "edit")
    return Act(f"{act.url}#id_{field_of[gap.code]}", act.label, act.icon)
