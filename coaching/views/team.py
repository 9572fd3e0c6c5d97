"""The team and its vote on a coach."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from coaching import states
from coaching.actions.ballots import choose_coach, decline_candidacy, vote, withdraw_ballot
from coaching.actions.team import add_member, invite_member, leave_team
from coaching.enums import BallotState, Vote
from coaching.forms.team import CoachForm, MemberForm
from coaching.models import Ballot
from coaching.permissions import (
    may_choose_coach,
    may_compose_team,
    may_decline_candidacy,
    may_vote,
)
from coaching.views.doors import POST, of_engagement
from coaching.views.submitting import fill_in, press
from coopnet import clock


def _page(engagement) -> str:
    return reverse("coaching:page", args=[engagement.pk])


def _open_ballot(engagement) -> Ballot:
    ballot = get_object_or_404(Ballot, engagement=engagement, state=BallotState.OPEN)
    ballot.engagement = engagement
    return ballot


@of_engagement(may_choose_coach)
def coach(request: HttpRequest, engagement, standing) -> HttpResponse:
    """Name somebody whom the team is asked about."""
    form = CoachForm(request.POST or None, engagement=engagement)
    return fill_in(
        request,
        form,
        lambda form: choose_coach(engagement, coach=form.cleaned_data["coach"], by=request.user, now=clock.now())
        and None,
        done=_("Everybody in the team is now asked whether they accept this coach."),
        back=_page(engagement),
        title=_("Propose a coach"),
        lead=_("A coach starts only when every single member has accepted them. How somebody votes stays secret."),
        submit=_("Ask the team"),
        who=_("The team, the manager and the proposed coach see whether the vote is open, accepted or failed. "
              "Nobody sees how anybody voted."),
        nobody=not form.fields["coach"].queryset.exists(),
        template="coaching/choose_coach.html",
    )  # fmt: skip


@of_engagement(may_vote, methods=POST)
def cast_vote(request: HttpRequest, engagement, standing) -> HttpResponse:
    """One's own secret vote; it can be changed while the vote is open."""
    choice = request.POST.get("choice", "")
    if choice not in Vote.values:
        messages.error(request, _("Please choose one of the three answers."))
        return redirect(_page(engagement))
    ballot = engagement.ballots.filter(state=BallotState.OPEN).first()
    if ballot is None:
        messages.error(request, _("This vote is over."))
        return redirect(_page(engagement))
    return press(
        request,
        lambda: vote(ballot, choice=choice, by=request.user, now=clock.now()),
        done=_("Thank you. Your answer is kept secret."),
        back=_page(engagement),
    )


@of_engagement(may_choose_coach, methods=POST)
def withdraw(request: HttpRequest, engagement, standing) -> HttpResponse:
    ballot = _open_ballot(engagement)
    return press(
        request,
        lambda: withdraw_ballot(ballot, by=request.user, now=clock.now()),
        done=_("The vote is withdrawn. The answers given so far are deleted."),
        back=_page(engagement),
    )


@of_engagement(may_decline_candidacy, methods=POST)
def decline(request: HttpRequest, engagement, standing) -> HttpResponse:
    ballot = _open_ballot(engagement)
    return press(
        request,
        lambda: decline_candidacy(ballot, by=request.user, now=clock.now()),
        done=_("Thank you for telling the team early."),
        back=reverse("coaching:teams"),
    )


@of_engagement(lambda standing: standing.member or standing.manager or standing.coach)
def new_member(request: HttpRequest, engagement, standing) -> HttpResponse:
    """Somebody joins: a person of the parties, or one who is invited by mail."""
    if not may_compose_team(standing, before_coach=engagement.state in states.BEFORE_COACH):
        # The manager of a team that has its coach no longer composes it.
        raise Http404
    form = MemberForm(request.POST or None, engagement=engagement, inviter=request.user)

    def act(form) -> None:
        values = dict(form.cleaned_data)
        if person := values.pop("person"):
            add_member(engagement, user=person, firm=form.firm_of[person.pk], by=request.user, now=clock.now())
        else:
            invite_member(engagement, by=request.user, now=clock.now(), **values)

    return fill_in(
        request,
        form,
        act,
        done=_("The team has a new member."),
        back=_page(engagement),
        title=_("Somebody joins the team"),
        lead=_("A coach who is there already needs the acceptance of the new member, too.")
        if engagement.coach_id
        else "",
        submit=_("Add to the team"),
        who=_("The team and the coach see who is in the team."),
    )


@of_engagement(may_vote, methods=POST)
def leave(request: HttpRequest, engagement, standing) -> HttpResponse:
    return press(
        request,
        lambda: leave_team(engagement, by=request.user, now=clock.now()),
        done=_("You have left the team."),
        back=reverse("coaching:teams"),
    )
