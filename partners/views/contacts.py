"""Contacts of a manager: list, page, create, edit, delete."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopnet import clock
from partners import permissions
from partners.actions import contacts as acts
from partners.forms.contacts import ContactForm
from partners.models import Contact
from partners.views.answers import fill_in, page_of, permit, press


def contact_list(request: HttpRequest) -> HttpResponse:
    """The own contacts, with search."""
    _permit(request)
    wanted = request.GET.get("q", "")
    contacts = Contact.objects.visible_to(request.user).matching(wanted).select_related("firm")
    return render(request, "partners/contact_list.html", {"page": page_of(request, contacts), "wanted": wanted})


def contact_page(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "partners/contact_page.html", {"contact": _contact(request, pk)})


def contact_create(request: HttpRequest) -> HttpResponse:
    _permit(request)

    def act(form: ContactForm) -> str:
        contact = acts.create_contact(by=request.user, now=clock.now(), **form.cleaned_data)
        return reverse("partners:contact_page", args=[contact.pk])

    return fill_in(
        request,
        ContactForm(request.POST or None, owner=request.user),
        act,
        template="partners/contact_create.html",
        back=reverse("partners:contact_list"),
        done=_("The contact is here now."),
    )


def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    return fill_in(
        request,
        ContactForm(request.POST or None, instance=contact, owner=request.user),
        lambda form: acts.change_contact(contact, by=request.user, now=clock.now(), **form.cleaned_data),
        template="partners/contact_edit.html",
        back=reverse("partners:contact_page", args=[pk]),
        done=_("Saved."),
        contact=contact,
    )


def contact_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: this cannot be undone."""
    contact = _contact(request, pk)
    if request.method != "POST":
        return render(request, "partners/contact_delete.html", {"contact": contact})
    return press(
        request,
        lambda: acts.delete_contact(contact, by=request.user, now=clock.now()),
        back=reverse("partners:contact_list"),
        done=_("The contact was deleted."),
    )


def _permit(request: HttpRequest) -> None:
    permit(permissions.may_keep_contacts(request.user), _("Contacts are for those who manage cooperations."))


def _contact(request: HttpRequest, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).select_related("firm"), pk=pk)
