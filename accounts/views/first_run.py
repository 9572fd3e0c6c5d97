"""The page that creates the administrator of a new installation, and is gone afterwards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions.set_up import is_untouched, set_up
from accounts.errors import ActionRefused
from accounts.forms.passwords import FirstRunForm
from accounts.views.invitation import sign_in
from accounts.views.limits import within_limit
from coopnet.access import public
from coopnet.clock import now


@public("there is nobody yet who could sign in; not found as soon as there is")
@sensitive_post_parameters("password", "password_again")
def first_run(request: HttpRequest) -> HttpResponse:
    if not is_untouched():
        raise Http404
    form = FirstRunForm(request.POST or None, initial={"language": (get_language() or "en")[:2]})
    if request.method == "POST" and not within_limit(request, "first_run"):
        form.add_error(None, _("These were many attempts in a short time. Please wait a minute."))
    elif form.is_valid():
        person = {name: value for name, value in form.cleaned_data.items() if name != "password_again"}
        try:
            user = set_up(now=now(), **person)
        except ActionRefused as error:
            raise Http404 from error
        sign_in(request, user)
        return redirect("home")
    return render(request, "accounts/first_run.html", {"form": form})
