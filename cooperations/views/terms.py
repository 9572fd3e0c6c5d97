from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cooperations.actions.cooperations import set_terms
from cooperations.forms.terms import ManagerNoteForm, TermsForm
from cooperations.models import Cooperation
from cooperations.permissions import may_manage
from cooperations.views.submitting import fill_in, permit
from cooperations.views.way_back import way_back
from coopnet import clock

TERMS = (
    "title",
    "kind",
    "field",
    "mode",
    "joint_goal",
    "goal_on",
    "starts_on",
    "review_on",
    "rhythm_days",
    "ending_terms",
    "amounts_visibility",
    "currency",
)


def terms(request, pk):
    """The terms that follow from fields; what is in force stays so until every party has approved the change."""
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    permit(may_manage(request.user, cooperation), _("Only the manager of the cooperation changes its terms."))
    form = TermsForm(request.POST or None, initial={name: getattr(cooperation, name) for name in TERMS})
    return fill_in(
        request,
        form,
        lambda form: _change(cooperation, form.cleaned_data, by=request.user),
        done=_("The terms are saved."),
        back=way_back(request, reverse("cooperations:page", args=[pk])),
        title=_("Terms of “%(title)s”") % {"title": cooperation.title},
        lead=_(
            "What is in force stays so until every party has approved the change. "
            "A version that waits for approval is taken back."
        ),
        who=_("All parties see these terms."),
        submit=_("Save the terms"),
    )


def _change(cooperation, typed, *, by) -> None:
    changes = {name: typed[name] for name in TERMS if typed[name] != getattr(cooperation, name)}
    if changes:
        set_terms(cooperation, by=by, now=clock.now(), **changes)


def manager_note(request, pk):
    """What the manager and the deputy write down for themselves."""
    cooperation = get_object_or_404(Cooperation.objects.managed_by(request.user), pk=pk)
    form = ManagerNoteForm(request.POST or None, initial={"manager_note": cooperation.manager_note})
    return fill_in(
        request,
        form,
        lambda form: set_terms(cooperation, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("Your note is saved."),
        back=way_back(request, reverse("cooperations:page", args=[pk])),
        title=_("Private note"),
        lead=cooperation.title,
        who=_("Only you and your deputy read this note; no party ever sees it."),
        submit=_("Save the note"),
    )
