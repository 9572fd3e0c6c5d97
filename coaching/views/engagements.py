"""Proposing a coaching, its page, and its way through the states."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coaching import states, vault
from coaching.actions.engagements import propose_engagement
from coaching.actions.moves import move
from coaching.enums import BallotState, SessionState
from coaching.enums import EngagementState as S
from coaching.facts import team_facts
from coaching.forms.team import MoveForm, ProposeForm
from coaching.permissions import may_compose_team, may_see_subject
from coaching.retention import kept_until
from coaching.views.doors import READ, of_engagement
from coaching.views.submitting import fill_in
from cooperations.models import Cooperation
from coopnet import clock
from coopnet.ui.forms import LenientDateField


def propose(request: HttpRequest, cooperation_pk: int) -> HttpResponse:
    """Ask for a coach; open to everybody who sees the cooperation."""
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=cooperation_pk)
    form = ProposeForm(request.POST or None, cooperation=cooperation, proposer=request.user)

    def act(form) -> str:
        engagement = propose_engagement(cooperation, by=request.user, now=clock.now(), **form.cleaned_data)
        return reverse("coaching:page", args=[engagement.pk])

    return fill_in(
        request,
        form,
        act,
        done=_("The coaching is proposed. Next, somebody names a coach, and everybody in the team is asked."),
        back=reverse("cooperations:page", args=[cooperation.pk]),
        title=_("A coach for the team"),
        lead=cooperation.title,
        submit=_("Propose it"),
        who=_("Who is in the team and the coach read this. The manager and the leads of the firms see that there is "
              "a coaching, since when and how many sessions, and nothing else."),
    )  # fmt: skip


@of_engagement(lambda standing: True, methods=READ)
def page(request: HttpRequest, engagement, standing) -> HttpResponse:
    """The page of a team; people outside see that it exists, its dates and the number of sessions."""
    held = engagement.sessions.filter(state=SessionState.HELD).count()
    context = {
        "engagement": engagement,
        "standing": standing,
        "held": held,
        "moves": _moves(engagement, standing),
        "erased": engagement.state == S.ERASED,
        "may_choose": engagement.state in states.BEFORE_COACH and (standing.member or standing.manager),
    }
    if not may_see_subject(standing):
        context["upcoming"] = engagement.sessions.filter(state=SessionState.PLANNED).order_by("starts_at").first()
        context["ballot"] = engagement.ballots.filter(state=BallotState.OPEN).select_related("coach").first()
        context["last_ballot"] = None if context["ballot"] else _last_ballot(engagement)
        return render(request, "coaching/page_outside.html", context)
    context |= _shared(request, engagement, standing)
    return render(request, "coaching/page.html", context)


def _shared(request: HttpRequest, engagement, standing) -> dict:
    facts = team_facts([engagement.pk], clock.now())[engagement.pk]
    ballot = facts.ballot
    if ballot:
        ballot.engagement = engagement
    me = next((member for member in facts.members if member.user_id == request.user.pk), None)
    context = {
        "facts": facts,
        "me": me,
        "ballot": ballot,
        "asks_new_member": bool(ballot and engagement.coach_id),
        "last_ballot": None if ballot else _last_ballot(engagement),
        "own_vote": vault.own_vote(ballot, member=me) if ballot and me else None,
        "may_add": engagement.state in states.BEFORE_COACH | {S.CONTRACTING, S.RUNNING, S.PAUSED}
        and may_compose_team(standing, before_coach=engagement.state in states.BEFORE_COACH),
        "may_leave": standing.member and engagement.state not in states.OVER and len(facts.members) > 1,
        "changes": engagement.changes.select_related("by"),
    }
    if standing.inside:
        context["sessions"] = engagement.sessions.all()[:50]
    if engagement.closed_at:
        closed_on = clock.local_day(engagement.closed_at)
        context["notes_until"] = kept_until(closed_on, engagement.retention_months)
        context["notes_erased"] = standing.coach and vault.destroyed_at(engagement)
    return context


def _last_ballot(engagement):
    return engagement.ballots.exclude(state=BallotState.OPEN).select_related("coach").first()


def _moves(engagement, standing) -> list[tuple[str, str]]:
    """Address and label of every step that the person may take now."""
    return [
        (reverse("coaching:move", args=[engagement.pk, to]), _move_words(engagement.state)[to])
        for to in states.next_states(engagement.state, standing.parts)
    ]


def _move_words(source: str) -> dict[str, str]:
    resume = _("Go on") if source in (S.PAUSED, S.CLOSING) else _("Start the coaching")
    return {
        S.RUNNING: resume,
        S.PAUSED: _("Pause"),
        S.CLOSING: _("Bring it to a close"),
        S.FOLLOW_UP: _("Begin the follow-up"),
        S.CLOSED: _("Close the coaching"),
        S.NOT_ACCEPTED: _("Do not go on with it"),
        S.DECLINED: _("Decline this team"),
        S.TERMINATED: _("End it early"),
    }


@of_engagement(lambda standing: bool(standing.parts))
def move_on(request: HttpRequest, engagement, standing, to: str) -> HttpResponse:
    """Take a step of the table, with what it needs; a step that is not possible is not found."""
    if to not in states.next_states(engagement.state, standing.parts):
        raise Http404
    starting = (engagement.state, to) == (S.CONTRACTING, S.RUNNING)
    form = MoveForm(request.POST or None, fields=_move_fields(engagement, to, starting=starting))
    words = str(_move_words(engagement.state)[to])
    return fill_in(
        request,
        form,
        lambda form: move(engagement, to=to, by=request.user, now=clock.now(), **form.cleaned_data) and None,
        done=_("Done. The coaching is now in this state: %(state)s.") % {"state": S(to).label},
        back=reverse("coaching:page", args=[engagement.pk]),
        title=words,
        lead=_("Before you start: what the team can rely on.") if starting else "",
        submit=words,
        starting=starting,
        who=_("The team and the coach read the reason. The manager and the leads see the state and the date."),
        template="coaching/move.html",
    )


def _move_fields(engagement, to: str, *, starting: bool) -> dict[str, forms.Field]:
    if starting:
        return {
            "retention_months": forms.IntegerField(
                label=_("For how many months are the coach's private notes kept after the end?"),
                min_value=0,
                max_value=36,
                initial=engagement.retention_months,
                help_text=_("0 to 36; then they are erased."),
            )
        }
    needed = to in states.NEEDS_REASON
    label = _("Why, in a sentence?") if to != S.DECLINED else _("Why, and who could help the team instead?")
    fields: dict[str, forms.Field] = {
        "reason": forms.CharField(
            label=label, max_length=250, required=needed, widget=forms.Textarea(attrs={"rows": 2})
        )
    }
    if to == S.PAUSED:
        fields["paused_until"] = LenientDateField(label=_("When does the team come back?"))
    return fields
