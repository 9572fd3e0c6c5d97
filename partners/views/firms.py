"""Firms: list, page, create, edit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopnet import clock
from partners import permissions
from partners.actions import firms as acts
from partners.forms.firms import FirmByLeadForm, FirmForm
from partners.models import Firm
from partners.views.answers import fill_in, page_of, permit


def firm_list(request: HttpRequest) -> HttpResponse:
    """Every firm that the person sees, with search; ``?kept=1`` shows those in their own care."""
    wanted, kept = request.GET.get("q", ""), bool(request.GET.get("kept"))
    firms = Firm.objects.visible_to(request.user).matching(wanted).with_people()
    if kept:
        firms = firms.filter(keeper=request.user)
    context = {
        "page": page_of(request, firms),
        "wanted": wanted,
        "kept": kept,
        "may_create": permissions.may_create_firms(request.user),
    }
    return render(request, "partners/firm_list.html", context)


def firm_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One firm with its people, and what other apps know about it."""
    user = request.user
    firm = get_object_or_404(
        Firm.objects.visible_to(user).with_standing(user).with_people().select_related("keeper"), pk=pk
    )
    context = {
        "firm": firm,
        "is_keeper": permissions.is_keeper(user, firm),
        "may_edit": permissions.may_edit_firm(user, firm),
        "may_manage_people": permissions.may_manage_people(user, firm),
        "sees_details": permissions.may_see_details(user, firm),
        "contacts": firm.contacts.visible_to(user) if permissions.may_keep_contacts(user) else [],
    }
    return render(request, "partners/firm_page.html", context)


def firm_create(request: HttpRequest) -> HttpResponse:
    permit(permissions.may_create_firms(request.user), _("Only who may start cooperations creates firms."))
    form = FirmForm(request.POST or None)

    def act(form: FirmForm) -> str:
        firm = acts.create_firm(by=request.user, now=clock.now(), **form.cleaned_data)
        return reverse("partners:firm_page", args=[firm.pk])

    return fill_in(
        request,
        form,
        act,
        template="partners/firm_create.html",
        back=reverse("partners:firm_list"),
        done=_("The firm is here now. Next, add the people who speak for it."),
    )


def firm_edit(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(Firm.objects.visible_to(request.user).with_standing(request.user), pk=pk)
    permit(permissions.may_edit_firm(request.user, firm), _("Only the keeper of a firm and its leads change its data."))
    form_class = FirmForm if permissions.is_keeper(request.user, firm) else FirmByLeadForm
    return fill_in(
        request,
        form_class(request.POST or None, instance=firm),
        lambda form: acts.change_firm(firm, by=request.user, now=clock.now(), **form.cleaned_data),
        template="partners/firm_edit.html",
        back=reverse("partners:firm_page", args=[pk]),
        done=_("Saved."),
        firm=firm,
    )
