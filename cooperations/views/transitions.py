"""The state of a cooperation: one button or one short form for each step of its life."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperations.actions.lifecycle import transition
from cooperations.actions.notes import note_call
from cooperations.enums import State
from cooperations.forms.transition import CallNoteForm, EndForm, PauseForm, ResumeForm
from cooperations.models import Cooperation
from cooperations.permissions import may_manage
from cooperations.views.people import current_parties
from cooperations.views.submitting import fill_in, permit, press
from cooperations.views.way_back import way_back
from coopnet import clock


def _driven(request, pk) -> Cooperation:
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    permit(may_manage(request.user, cooperation), _("Only the manager of the cooperation can do this."))
    return cooperation


def _back(request, cooperation) -> str:
    return way_back(request, reverse("cooperations:page", args=[cooperation.pk]))


@require_POST
def explore(request, pk):
    cooperation = _driven(request, pk)
    return press(
        request,
        lambda: transition(cooperation, to=State.EXPLORING, by=request.user, now=clock.now()),
        done=_("“%(title)s” is being explored now.") % {"title": cooperation.title},
        back=_back(request, cooperation),
    )


@require_POST
def activate(request, pk):
    cooperation = _driven(request, pk)
    return press(
        request,
        lambda: transition(cooperation, to=State.ACTIVE, by=request.user, now=clock.now()),
        done=_("“%(title)s” has started.") % {"title": cooperation.title},
        back=_back(request, cooperation),
    )


def pause(request, pk):
    cooperation = _driven(request, pk)
    today = clock.local_day(clock.now(), request.user.timezone)
    return fill_in(
        request,
        PauseForm(request.POST or None, today=today),
        lambda form: transition(cooperation, to=State.PAUSED, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("“%(title)s” rests. Nobody is reminded until the pause is over.") % {"title": cooperation.title},
        back=_back(request, cooperation),
        title=_("Pause “%(title)s”") % {"title": cooperation.title},
        lead=_("Nobody is reminded meanwhile, and the first week afterwards is quiet too."),
        who=_("All parties see the reason and the day."),
        submit=_("Pause"),
    )


def resume(request, pk):
    cooperation = _driven(request, pk)
    return fill_in(
        request,
        ResumeForm(request.POST or None),
        lambda form: transition(cooperation, to=State.ACTIVE, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("“%(title)s” goes on. The first week is quiet.") % {"title": cooperation.title},
        back=_back(request, cooperation),
        title=_("“%(title)s” goes on") % {"title": cooperation.title},
        who=_("All parties see it."),
        submit=_("Go on"),
    )


def end(request, pk):
    cooperation = _driven(request, pk)
    return fill_in(
        request,
        EndForm(request.POST or None),
        lambda form: transition(cooperation, to=State.ENDED, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("“%(title)s” has ended. Thank you for ending it in the open.") % {"title": cooperation.title},
        back=_back(request, cooperation),
        title=_("End “%(title)s”") % {"title": cooperation.title},
        lead=_(
            "An honest end is worth more than a cooperation that fades. An end is final; what was given stays readable."
        ),
        who=_("All parties read the outcome and what was learnt."),
        submit=_("End the cooperation"),
    )


def call_note(request, pk):
    cooperation = _driven(request, pk)
    parties = current_parties(cooperation)
    wanted = request.GET.get("party", "")
    form = CallNoteForm(request.POST or None, parties=parties, initial={"party": wanted})
    return fill_in(
        request,
        form,
        lambda form: _note_call(cooperation, form.cleaned_data, by=request.user),
        done=_("Your call is noted."),
        back=_back(request, cooperation),
        title=_("Note a call"),
        lead=cooperation.title,
        who=_("All parties read this note."),
        submit=_("Note the call"),
    )


def _note_call(cooperation, typed, *, by) -> None:
    note_call(
        cooperation,
        party=typed["party"],
        talked=typed["result"] == CallNoteForm.TALKED,
        text=typed["text"],
        by=by,
        now=clock.now(),
    )
