"""What each party brings (pledges) and wants (success measures)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperations.actions.shares import (
    add_measure,
    add_pledge,
    change_measure,
    change_pledge,
    reach_measure,
    withdraw_pledge,
)
from cooperations.forms.share import MeasureForm, PledgeForm, ReachedForm
from cooperations.models import Party, Pledge, SuccessMeasure
from cooperations.permissions import may_act_for
from cooperations.views.submitting import fill_in, permit, press
from cooperations.views.way_back import way_back
from coopnet import clock

PLEDGE = ("text", "kind", "quantity", "unit", "rhythm", "due_on", "value", "substance")
MEASURE = ("text", "baseline", "target", "unit", "due_on")


def _permit_share(request, party) -> None:
    permit(
        may_act_for(request.user, party),
        _("Only %(firm)s and the manager change what %(firm)s brings and wants.") % {"firm": party.firm.name},
    )


def _back(request, party) -> str:
    return way_back(request, reverse("cooperations:page", args=[party.cooperation_id]) + f"#party-{party.pk}")


def _party(request, pk) -> Party:
    parties = Party.objects.visible_to(request.user).current().select_related("cooperation", "firm")
    return get_object_or_404(parties, pk=pk)


def pledge_add(request, pk):
    party = _party(request, pk)
    _permit_share(request, party)
    return fill_in(
        request,
        PledgeForm(request.POST or None),
        lambda form: add_pledge(party, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("The share of %(firm)s is noted.") % {"firm": party.firm.name},
        back=_back(request, party),
        title=_("What does %(firm)s bring?") % {"firm": party.firm.name},
        lead=_("Something concrete that the others can count on."),
        who=_("All parties see what is promised; who sees the amounts is said in the terms."),
        submit=_("Promise it"),
    )


def _pledge(request, pk) -> Pledge:
    pledges = Pledge.objects.visible_to(request.user).standing().select_related("party__cooperation", "party__firm")
    return get_object_or_404(pledges, pk=pk)


def pledge_edit(request, pk):
    pledge = _pledge(request, pk)
    _permit_share(request, pledge.party)
    return fill_in(
        request,
        PledgeForm(request.POST or None, initial={name: getattr(pledge, name) for name in PLEDGE}),
        lambda form: change_pledge(pledge, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("The change is saved."),
        back=_back(request, pledge.party),
        template="cooperations/pledge.html",
        pledge=pledge,
        title=_("What does %(firm)s bring?") % {"firm": pledge.party.firm.name},
        who=_("All parties see what is promised; who sees the amounts is said in the terms."),
        submit=_("Save"),
    )


@require_POST
def pledge_withdraw(request, pk):
    pledge = _pledge(request, pk)
    _permit_share(request, pledge.party)
    return press(
        request,
        lambda: withdraw_pledge(pledge, by=request.user, now=clock.now()),
        done=_("“%(text)s” is no longer promised.") % {"text": pledge.text},
        back=_back(request, pledge.party),
    )


def measure_add(request, pk):
    party = _party(request, pk)
    _permit_share(request, party)
    return fill_in(
        request,
        MeasureForm(request.POST or None),
        lambda form: add_measure(party, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("The success of %(firm)s is described.") % {"firm": party.firm.name},
        back=_back(request, party),
        title=_("What is success for %(firm)s?") % {"firm": party.firm.name},
        lead=_("Something that one can see or count, so that nobody has to guess whether it came."),
        who=_("All parties see it."),
        submit=_("Save"),
    )


def _measure(request, pk) -> SuccessMeasure:
    measures = SuccessMeasure.objects.visible_to(request.user).select_related("party__cooperation", "party__firm")
    return get_object_or_404(measures, pk=pk)


def measure_edit(request, pk):
    measure = _measure(request, pk)
    _permit_share(request, measure.party)
    return fill_in(
        request,
        MeasureForm(request.POST or None, initial={name: getattr(measure, name) for name in MEASURE}),
        lambda form: change_measure(measure, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("The change is saved."),
        back=_back(request, measure.party),
        title=_("What is success for %(firm)s?") % {"firm": measure.party.firm.name},
        who=_("All parties see it."),
        submit=_("Save"),
    )


def measure_reached(request, pk):
    measure = _measure(request, pk)
    _permit_share(request, measure.party)
    today = clock.local_day(clock.now(), request.user.timezone)
    return fill_in(
        request,
        ReachedForm(request.POST or None, today=today),
        lambda form: reach_measure(measure, on=form.cleaned_data["on"], by=request.user, now=clock.now()),
        done=_("A success: %(text)s.") % {"text": measure.text},
        back=_back(request, measure.party),
        title=_("Success reached"),
        lead=measure.text,
        who=_("All parties see it, and it counts as a life sign."),
        submit=_("It is reached"),
    )
