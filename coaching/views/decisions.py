"""What holds today, and how a decision comes about: words, consent, understanding."""

from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.actions.decisions import (
    CAN_DECIDE,
    acknowledge,
    answer_question,
    ask_back,
    consent,
    keep_inside,
    object_to,
    propose_decision,
    revise_decision,
    withdraw_decision,
)
from coaching.enums import DecisionState, Stance
from coaching.facts import team_facts, waiting_for
from coaching.forms.decision import AnswerForm, AskBackForm, DecisionForm, ObjectionForm, WordingForm, WordsForm
from coaching.models import Decision
from coaching.permissions import may_answer_question, may_propose_decision, may_speak_as_member
from coaching.views.doors import POST, READ, of_decision, of_engagement, of_question
from coaching.views.submitting import fill_in, press
from coopnet import clock
from coopnet.ui.forms import CoopForm, LenientDateField


class DayForm(CoopForm):
    on = LenientDateField(prefer="past", required=False)


@of_engagement(lambda standing: standing.inside or standing.manager or standing.lead, methods=READ)
def holding(request: HttpRequest, engagement, standing) -> HttpResponse:
    """What holds today, or held at the end of any other day (``?on=``)."""
    today = clock.local_day(clock.now(), request.user.timezone)
    form = DayForm(request.GET or None)
    day = (form.is_valid() and form.cleaned_data["on"]) or today
    moment = clock.now() if day >= today else datetime.combine(day, time.max, tzinfo=request.user.zone)
    known = Decision.objects.visible_to(request.user).filter(engagement=engagement)
    facts = team_facts([engagement.pk], clock.now())[engagement.pk]
    waiting = {item.decision.pk: item.members for item in facts.not_understood}
    decisions = known.holding_at(moment).order_by("number")
    context = {
        "engagement": engagement,
        "standing": standing,
        "form": form,
        "day": day,
        "is_today": day >= today,
        "decisions": [(decision, waiting.get(decision.pk, ())) for decision in decisions],
        "proposals": facts.proposals if standing.inside and day >= today else (),
        "may_propose": standing.inside and engagement.state in CAN_DECIDE,
    }
    return render(request, "coaching/decisions.html", context)


@of_engagement(may_propose_decision)
def propose(request: HttpRequest, engagement, standing) -> HttpResponse:
    form = DecisionForm(request.POST or None, engagement=engagement)

    def act(form) -> str:
        decision = propose_decision(engagement, by=request.user, now=clock.now(), **form.cleaned_data)
        return reverse("coaching:decision", args=[decision.pk])

    return fill_in(
        request,
        form,
        act,
        done=_("The proposal is with the team. It holds as soon as every member consents."),
        back=reverse("coaching:decisions", args=[engagement.pk]),
        title=_("Put a decision to the team"),
        lead=_("It holds as soon as every member consents. The coach has no vote."),
        submit=_("Ask the team"),
        who=_("The team and the coach, and whom you name at the end once the team has adopted it."),
    )


@of_decision(lambda standing: True, methods=READ)
def decision(request: HttpRequest, decision, standing) -> HttpResponse:
    """The decision; inside the team with everybody's word on it."""
    context = {
        "decision": decision,
        "engagement": decision.engagement,
        "standing": standing,
        "replaced_by": decision.replaced_by.visible_to(request.user).filter(adopted_at__isnull=False).first(),
        "firms": decision.affected_firms.all() if standing.inside else (),
        "waiting": (),
    }
    if standing.inside:
        context |= _words(request, decision, standing)
    return render(request, "coaching/decision.html", context)


def _words(request: HttpRequest, decision, standing) -> dict:
    voices = list(decision.voices.filter(revision=decision.revision).select_related("member__user"))
    acknowledged = list(decision.acknowledgements.select_related("member__user"))
    still_open = decision.state in (DecisionState.PROPOSED, DecisionState.ADOPTED)
    questions = list(decision.questions.select_related("member__user", "answered_by"))

    def mine(rows):
        return next((row for row in rows if row.member.user_id == request.user.pk), None)

    return {
        "voices": voices,
        "objections": [voice for voice in voices if voice.stance == Stance.OBJECTION],
        "acknowledged": acknowledged,
        "questions": [(question, AnswerForm(prefix=f"q{question.pk}")) for question in questions],
        "waiting": waiting_for(decision) if still_open else (),
        "speaks": may_speak_as_member(standing),
        "my_voice": mine(voices),
        "my_words": mine(acknowledged),
        "objection_form": ObjectionForm(initial={"revision": decision.revision}, auto_id="objection_%s"),
        "words_form": WordsForm(auto_id="words_%s"),
        "ask_form": AskBackForm(auto_id="ask_%s"),
        "may_withdraw": decision.proposed_by_id in (request.user.pk, decision.engagement.coach_id),
    }


def _page(decision) -> str:
    return reverse("coaching:decision", args=[decision.pk])


@of_decision(may_propose_decision)
def reword(request: HttpRequest, decision, standing) -> HttpResponse:
    fields = ("question", "options", "outcome", "reasons", "effect")
    form = WordingForm(request.POST or None, initial={name: getattr(decision, name) for name in fields})
    return fill_in(
        request,
        form,
        lambda form: revise_decision(decision, by=request.user, now=clock.now(), **form.cleaned_data) and None,
        done=_("The new wording is with the team. Everybody is asked again."),
        back=_page(decision),
        title=_("Reword the proposal"),
        lead=_("Who consented to the old words is asked again for the new ones."),
        submit=_("Ask the team again"),
        who=_("The team and the coach."),
    )


@of_decision(may_propose_decision, methods=POST)
def withdraw(request: HttpRequest, decision, standing) -> HttpResponse:
    return press(
        request,
        lambda: withdraw_decision(decision, by=request.user, now=clock.now()),
        done=_("The proposal is taken back."),
        back=reverse("coaching:decisions", args=[decision.engagement_id]),
    )


@of_decision(may_speak_as_member, methods=POST)
def agree(request: HttpRequest, decision, standing) -> HttpResponse:
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    return press(
        request,
        lambda: consent(decision, revision=revision, by=request.user, now=clock.now()),
        done=_("You consent. The team sees it."),
        back=_page(decision),
    )


@of_decision(may_speak_as_member, methods=POST)
def objection(request: HttpRequest, decision, standing) -> HttpResponse:
    return fill_in(
        request,
        ObjectionForm(request.POST),
        lambda form: object_to(decision, by=request.user, now=clock.now(), **form.cleaned_data) and None,
        done=_("Thank you. Your objection is with the team; nothing is adopted against it."),
        back=_page(decision),
        title=_("Your objection"),
        lead=decision.question,
        submit=_("Object"),
        who=_("The team and the coach."),
    )


@of_decision(may_speak_as_member, methods=POST)
def understood(request: HttpRequest, decision, standing) -> HttpResponse:
    return fill_in(
        request,
        WordsForm(request.POST),
        lambda form: acknowledge(decision, by=request.user, now=clock.now(), **form.cleaned_data) and None,
        done=_("Thank you. Your words stand with the decision."),
        back=_page(decision),
        title=_("Understood, in your own words"),
        lead=decision.question,
        submit=_("That is how I understand it"),
        who=_("The team and the coach."),
    )


@of_decision(may_speak_as_member, methods=POST)
def ask(request: HttpRequest, decision, standing) -> HttpResponse:
    return fill_in(
        request,
        AskBackForm(request.POST),
        lambda form: ask_back(decision, by=request.user, now=clock.now(), **form.cleaned_data) and None,
        done=_("Your question is with the team. The decision stays open for you until you have your answer."),
        back=_page(decision),
        title=_("Ask back"),
        lead=decision.question,
        submit=_("Ask the team"),
        who=_("The team and the coach."),
    )


@of_decision(may_speak_as_member, methods=POST)
def inside(request: HttpRequest, decision, standing) -> HttpResponse:
    return press(
        request,
        lambda: keep_inside(decision, by=request.user, now=clock.now()),
        done=_("From now on only the team and the coach read this decision."),
        back=_page(decision),
    )


@of_question(may_answer_question, methods=POST)
def answer(request: HttpRequest, question, standing) -> HttpResponse:
    return fill_in(
        request,
        AnswerForm(request.POST, prefix=f"q{question.pk}"),
        lambda form: answer_question(question, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("Your answer stands with the question."),
        back=_page(question.decision),
        title=_("Answer a question"),
        lead=question.text,
        submit=_("Answer"),
        who=_("The team and the coach."),
    )
