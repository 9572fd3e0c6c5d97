"""Sessions: planning, the page that one types in while the session goes on, and the team's answer to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from coaching import states, vault
from coaching.actions.sessions import (
    CAN_PLAN,
    add_agenda_item,
    cancel_session,
    change_session,
    hold_session,
    plan_session,
    respond_to_summary,
    save_draft,
)
from coaching.enums import SessionState
from coaching.forms.session import NoteForm, RecordForm, SessionForm, SummaryAnswerForm, TopicForm
from coaching.permissions import may_add_topic, may_lead_sessions, may_read_inside, may_speak_as_member
from coaching.views.doors import POST, of_engagement, of_session
from coaching.views.submitting import fill_in, press
from coopnet import clock


def _page(session) -> str:
    return reverse("coaching:session", args=[session.pk])


@of_engagement(may_lead_sessions)
def plan(request: HttpRequest, engagement, standing) -> HttpResponse:
    form = SessionForm(request.POST or None, zone=request.user.zone)

    def act(form) -> str:
        session = plan_session(engagement, by=request.user, now=clock.now(), **_when(form))
        return _page(session)

    return fill_in(
        request,
        form,
        act,
        done=_("The session is planned. The team can now say what it wants to talk about."),
        back=reverse("coaching:page", args=[engagement.pk]),
        title=_("Plan a session"),
        submit=_("Plan it"),
        who=_("The team sees day, time and place. The manager and the leads see the date."),
    )


@of_session(may_lead_sessions)
def change(request: HttpRequest, session, standing) -> HttpResponse:
    starts = timezone.localtime(session.starts_at, request.user.zone)
    initial = {"day": starts.date(), "time": starts.time(), "minutes": session.minutes, "place": session.place}
    form = SessionForm(request.POST or None, zone=request.user.zone, initial=initial)
    return fill_in(
        request,
        form,
        lambda form: change_session(session, by=request.user, now=clock.now(), **_when(form)),
        done=_("The session has its new date."),
        back=_page(session),
        title=_("Move the session"),
        submit=_("Move it"),
        who=_("The team sees day, time and place. The manager and the leads see the date."),
    )


def _when(form) -> dict:
    return {name: form.cleaned_data[name] for name in ("starts_at", "minutes", "place")}


@of_session(may_lead_sessions, methods=POST)
def cancel(request: HttpRequest, session, standing) -> HttpResponse:
    return press(
        request,
        lambda: cancel_session(session, by=request.user, now=clock.now()),
        done=_("The session is cancelled."),
        back=reverse("coaching:page", args=[session.engagement_id]),
    )


@of_session(may_read_inside)
def session(request: HttpRequest, session, standing) -> HttpResponse:
    """The coach records here what the team will read; the team finds agenda, attendance and summary."""
    agenda = list(session.agenda.select_related("proposer__user"))
    attendance = list(session.attendance.select_related("member__user"))
    context = {
        "session": session,
        "engagement": session.engagement,
        "standing": standing,
        "agenda": agenda,
        "attendance": attendance,
        "topic_form": TopicForm(engagement=session.engagement, coach=standing.coach),
        "responses": session.responses.filter(version=session.summary_version).select_related("member__user"),
        "begun": session.starts_at <= clock.now(),
    }
    if standing.coach:
        return _coach_page(request, session, context)
    context["answer_form"] = SummaryAnswerForm(initial={"version": session.summary_version})
    context["own_answer"] = next((row for row in context["responses"] if row.member.user_id == request.user.pk), None)
    return render(request, "coaching/session.html", context)


def _coach_page(request: HttpRequest, session, context: dict) -> HttpResponse:
    engagement = session.engagement
    form = RecordForm(
        request.POST or None,
        members=engagement.members.filter(left_at__isnull=True, seated_at__isnull=False).select_related("user"),
        agenda=context["agenda"],
        draft_url=reverse("coaching:session_draft", args=[session.pk]),
        initial=_recorded(session, context),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _hold(request, session, form)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The summary is with the team. Every member is asked to confirm it."))
            return redirect(_page(session))
    notes = vault.read_notes(engagement, reader=request.user, session=session)
    context |= {
        "form": form,
        "note_form": NoteForm(
            initial={"text": notes[0].text if notes else ""},
            autosave_url=reverse("coaching:session_note", args=[session.pk]),
        ),
        "note_unreadable": bool(notes) and notes[0].text is None,
        "notes_erased": vault.destroyed_at(engagement),
        "recordable": session.state != SessionState.CANCELLED
        and (session.state == SessionState.HELD or engagement.state in states.IN_WORK),
        "changeable": session.state == SessionState.PLANNED and engagement.state in CAN_PLAN,
        "confidential": True,
    }
    return render(request, "coaching/session_coach.html", context)


def _recorded(session, context: dict) -> dict:
    presence = {f"member_{row.member_id}": row.presence for row in context["attendance"]}
    return {
        "summary": session.draft or session.summary,
        "asking": session.asking,
        "facilitating": session.facilitating,
        "instructing": session.instructing,
        "talked_about": [item.pk for item in context["agenda"] if item.talked_about],
        **presence,
    }


def _hold(request: HttpRequest, session, form: RecordForm) -> None:
    hold_session(
        session,
        attendance=form.attendance(),
        summary=form.cleaned_data["summary"],
        talked_about=[int(key) for key in form.cleaned_data.get("talked_about", [])],
        shares=form.shares(),
        by=request.user,
        now=clock.now(),
    )


@of_session(may_add_topic, methods=POST)
def add_topic(request: HttpRequest, session, standing) -> HttpResponse:
    """A topic for the agenda; without a form of its own, it is typed on the page of the session."""
    form = TopicForm(request.POST, engagement=session.engagement, coach=standing.coach)
    return fill_in(
        request,
        form,
        lambda form: add_agenda_item(session, by=request.user, now=clock.now(), **form.cleaned_data) and None,
        done=_("The topic is on the agenda."),
        back=_page(session),
        title=_("A topic for the agenda"),
        submit=_("Add the topic"),
        who=_("The team and the coach read the agenda."),
    )


@of_session(may_lead_sessions, methods=POST)
def draft(request: HttpRequest, session, standing) -> HttpResponse:
    """Keeps what is being typed. Answers a scrap of a page that htmx puts beside the field."""
    form = RecordForm(request.POST, members=(), agenda=(), draft_url="")
    form.is_valid()
    if "summary" in form.errors and request.POST.get("summary"):
        return HttpResponse(format_html("{}", form.errors["summary"][0]))
    save_draft(session, summary=form.cleaned_data.get("summary", ""), by=request.user)
    return HttpResponse(saved_at(request))


def saved_at(request: HttpRequest) -> str:
    moment = timezone.localtime(clock.now(), request.user.zone)
    return format_html("{}", _("Saved at %(time)s.") % {"time": f"{moment:%H:%M}"})


@of_session(may_speak_as_member, methods=POST)
def answer(request: HttpRequest, session, standing) -> HttpResponse:
    form = SummaryAnswerForm(request.POST)
    return fill_in(
        request,
        form,
        lambda form: respond_to_summary(session, by=request.user, now=clock.now(), **form.cleaned_data) and None,
        done=_("Thank you. Your coach and your team see your answer."),
        back=_page(session),
        title=_("Your answer to the summary"),
        submit=_("Send my answer"),
        who=_("Your coach and your team read your answer."),
    )
