"""The settings page: what each person decides for themselves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import settings as actions
from accounts.errors import ActionRefused
from accounts.forms.settings import AbsenceForm, PersonForm, RegionForm, RemindersForm, subdivision_choices
from accounts.models import User
from coopnet.clock import local_day, now


def _forms(request: HttpRequest, bound: str = "") -> dict:
    """The forms of the page; the one named ``bound`` has the posted data, the others what is stored."""
    data = {bound: request.POST}
    # Forms change the person they are given, so each gets one of its own and request.user stays what is stored.
    person, region = User.objects.get(pk=request.user.pk), User.objects.get(pk=request.user.pk)
    today = local_day(now(), request.user.timezone)
    wanted = {"wanted": bool(request.user.mail_consent_at and not request.user.reminders_stopped_at)}
    return {
        "person": PersonForm(data.get("person"), instance=person),
        "region": RegionForm(data.get("region"), instance=region),
        "reminders": RemindersForm(data.get("reminders"), initial=wanted),
        "absence": AbsenceForm(data.get("absence"), today=today),
    }


def _page(request: HttpRequest, forms: dict) -> HttpResponse:
    today = local_day(now(), request.user.timezone)
    absences = request.user.absences.filter(ends_on__gte=today)
    return render(request, "accounts/settings.html", {"forms": forms, "absences": absences})


@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    return _page(request, _forms(request))


@require_POST
def settings_save(request: HttpRequest, section: str) -> HttpResponse:
    """Save one card; with a mistake the page comes back with everything that was typed into that card."""
    if section not in SAVERS:
        raise Http404
    forms = _forms(request, section)
    form = forms[section]
    if form.is_valid():
        try:
            SAVERS[section](request, form)
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("accounts:settings")
    return _page(request, forms)


def _save_model(request: HttpRequest, form) -> None:
    # A field that the form changed by itself (a region that belongs to no other country) counts as well.
    changed = {*form.changed_data, *(["subdivision"] if "country" in form.changed_data else [])}
    actions.save_settings(form.instance, changed=changed, by=request.user, now=now())
    messages.success(request, _("Your settings are saved."))


def _save_reminders(request: HttpRequest, form: RemindersForm) -> None:
    if form.cleaned_data["wanted"]:
        actions.agree_to_reminders(request.user, by=request.user, now=now())
        messages.success(request, _("Reminders come by mail."))
    else:
        actions.stop_reminders(request.user, by=request.user, now=now())
        messages.success(request, _("No more reminders by mail. What waits for you stands on your start page."))


def _save_absence(request: HttpRequest, form: AbsenceForm) -> None:
    actions.add_absence(
        request.user,
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.cleaned_data["ends_on"],
        by=request.user,
        now=now(),
    )
    messages.success(request, _("Reminders wait on these days."))


SAVERS = {
    "person": _save_model,
    "region": _save_model,
    "reminders": _save_reminders,
    "absence": _save_absence,
}


@require_POST
def absence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(request.user.absences, pk=pk)
    actions.remove_absence(absence, by=request.user, now=now())
    messages.success(request, _("The absence is taken back."))
    return redirect("accounts:settings")


@require_safe
def subdivisions(request: HttpRequest) -> HttpResponse:
    """The options of the region field for the country in ``?country=``, fetched when it changes."""
    choices = subdivision_choices(request.GET.get("country", ""))
    return render(request, "accounts/subdivisions.html", {"choices": choices})
