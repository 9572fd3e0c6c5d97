"""Steps that somebody promised: offered, accepted or declined, moved, kept or dropped."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperations.actions.notes import ask_for_help
from cooperations.actions.tasks import accept_task, decline_task, drop_task, finish_task, move_task, offer_task
from cooperations.forms.task import DeclineForm, DropForm, HelpForm, MoveForm, TaskForm
from cooperations.models import Cooperation, Task
from cooperations.permissions import firm_roles, may_answer_task, may_finish_task
from cooperations.views.people import current_parties, people_of
from cooperations.views.submitting import fill_in, permit, press
from cooperations.views.way_back import way_back
from coopnet import clock


def _task(request, pk) -> Task:
    tasks = Task.objects.visible_to(request.user).select_related(
        "cooperation", "party__firm", "owner", "for_party__firm"
    )
    return get_object_or_404(tasks, pk=pk)


def _back(request, task) -> str:
    return way_back(request, reverse("cooperations:page", args=[task.cooperation_id]) + "#tasks")


def offer(request, pk):
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    parties = current_parties(cooperation)
    owners = people_of(parties)
    mine = [f"{party.pk}-{user.pk}" for party, user in owners if user == request.user]
    form = TaskForm(
        request.POST or None,
        parties=parties,
        owners=owners,
        initial={"owner": _asked_owner(request, owners) or (mine[0] if mine else "")},
    )
    return fill_in(
        request,
        form,
        lambda form: _offer(cooperation, form.cleaned_data, by=request.user),
        done=_("The step is on its way: “%(title)s”.") % {"title": form.data.get("title", "")},
        back=way_back(request, reverse("cooperations:page", args=[pk]) + "#tasks"),
        title=_("The next step"),
        lead=_("One person, one day. Who takes it accepts it or says why not."),
        who=_("All parties see it."),
        submit=_("Offer this step"),
    )


def _asked_owner(request, owners) -> str:
    """The owner that the calling page proposes (``?party=``): the responsible person of that party, first of all."""
    wanted = request.GET.get("party", "")
    candidates = [(party, user) for party, user in owners if str(party.pk) == wanted]
    chosen = [(party, user) for party, user in candidates if user.pk == party.responsible_id] or candidates
    return f"{chosen[0][0].pk}-{chosen[0][1].pk}" if chosen else ""


def _offer(cooperation, typed, *, by) -> None:
    party, owner = typed["owner"]
    offer_task(
        cooperation,
        party=party,
        owner=owner,
        title=typed["title"],
        due_on=typed["due_on"],
        done_when=typed["done_when"],
        for_party=typed["for_party"],
        by=by,
        now=clock.now(),
    )


def task(request, pk):
    """One step with what can be done about it now."""
    step, roles = _task(request, pk), firm_roles(request.user)
    return render(
        request,
        "cooperations/task.html",
        {
            "task": step,
            "may_answer": may_answer_task(request.user, step, roles),
            "may_finish": may_finish_task(request.user, step, roles),
            "today": clock.local_day(clock.now(), request.user.timezone),
        },
    )


def _permit_answer(request, step) -> None:
    permit(
        may_answer_task(request.user, step),
        _("Only the person who owns this step, or who speaks for that firm, can say this."),
    )


@require_POST
def accept(request, pk):
    step = _task(request, pk)
    _permit_answer(request, step)
    return press(
        request,
        lambda: accept_task(step, by=request.user, now=clock.now()),
        done=_("Thank you. “%(title)s” is promised.") % {"title": step.title},
        back=_back(request, step),
    )


def decline(request, pk):
    step = _task(request, pk)
    _permit_answer(request, step)
    return fill_in(
        request,
        DeclineForm(request.POST or None),
        lambda form: decline_task(step, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("Thank you for saying so. The others know that they need another way."),
        back=_back(request, step),
        title=_("This is not possible for me"),
        lead=step.title,
        who=_("All parties read the reason."),
        submit=_("Decline this step"),
    )


def move(request, pk):
    step = _task(request, pk)
    _permit_answer(request, step)
    return fill_in(
        request,
        MoveForm(request.POST or None),
        lambda form: move_task(step, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("The new date is noted."),
        back=_back(request, step),
        title=_("A new date"),
        lead=step.title,
        who=_("All parties see the new date and the old one."),
        submit=_("Promise this date"),
    )


@require_POST
def finish(request, pk):
    step = _task(request, pk)
    permit(
        may_finish_task(request.user, step),
        _("Only the person who owns this step and the manager say that it is done."),
    )
    return press(
        request,
        lambda: finish_task(step, by=request.user, now=clock.now()),
        done=_("Done: “%(title)s”. Promise kept.") % {"title": step.title},
        back=_back(request, step),
    )


def drop(request, pk):
    step = _task(request, pk)
    permit(may_finish_task(request.user, step), _("Only the person who owns this step and the manager drop it."))
    return fill_in(
        request,
        DropForm(request.POST or None),
        lambda form: drop_task(step, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("“%(title)s” is dropped.") % {"title": step.title},
        back=_back(request, step),
        title=_("No longer needed"),
        lead=step.title,
        who=_("All parties read the reason."),
        submit=_("Drop this step"),
    )


def ask_help(request, pk):
    step = _task(request, pk)
    _permit_answer(request, step)
    return fill_in(
        request,
        HelpForm(request.POST or None),
        lambda form: ask_for_help(step, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("The manager of the cooperation knows and will get in touch."),
        back=_back(request, step),
        title=_("I need help"),
        lead=step.title,
        who=_("All parties see that you asked for help, and what you write."),
        submit=_("Ask for help"),
    )
