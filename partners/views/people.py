"""Who belongs to a firm: add, change, end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coopnet import clock
from partners import permissions
from partners.actions import people as acts
from partners.forms.people import AddPersonForm, MembershipForm
from partners.models import Firm, Membership
from partners.views.answers import fill_in, permit, press


def person_add(request: HttpRequest, pk: int) -> HttpResponse:
    firm = _firm(request, pk)
    form = AddPersonForm(request.POST or None, initial={"language": request.user.language})
    return fill_in(
        request,
        form,
        lambda form: acts.add_person(firm, by=request.user, now=clock.now(), **form.cleaned_data),
        template="partners/person_add.html",
        back=reverse("partners:firm_page", args=[pk]),
        done=_("The person belongs to the firm now."),
        firm=firm,
    )


def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    membership, firm = _membership(request, pk)
    form = MembershipForm(request.POST or None, instance=Membership.objects.get(pk=pk))
    return fill_in(
        request,
        form,
        lambda form: acts.change_membership(membership, by=request.user, now=clock.now(), **form.cleaned_data),
        template="partners/person_edit.html",
        back=reverse("partners:firm_page", args=[firm.pk]),
        done=_("Saved."),
        membership=membership,
        firm=firm,
    )


@require_POST
def person_end(request: HttpRequest, pk: int) -> HttpResponse:
    membership, firm = _membership(request, pk)
    return press(
        request,
        lambda: acts.end_membership(membership, by=request.user, now=clock.now()),
        back=reverse("partners:firm_page", args=[firm.pk]),
        done=_("%(person)s no longer belongs to %(firm)s.") % {"person": membership.user, "firm": firm},
    )


def _firm(request: HttpRequest, pk: int) -> Firm:
    firm = get_object_or_404(Firm.objects.visible_to(request.user).with_standing(request.user), pk=pk)
    permit(
        permissions.may_manage_people(request.user, firm),
        _("Only the keeper of a firm and its leads say who belongs to it."),
    )
    return firm


def _membership(request: HttpRequest, pk: int) -> tuple[Membership, Firm]:
    firms = Firm.objects.visible_to(request.user)
    memberships = Membership.objects.active().filter(firm__in=firms).select_related("user", "firm")
    membership = get_object_or_404(memberships, pk=pk)
    return membership, _firm(request, membership.firm_id)
