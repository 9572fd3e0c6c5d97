"""The page behind the link of an invitation."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions.invitations import accept, find
from accounts.errors import ActionRefused
from accounts.forms.passwords import AcceptInvitationForm
from accounts.models import User
from accounts.views.limits import within_limit
from coopnet.access import public
from coopnet.clock import now


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign ``user`` in, who has just proven who they are; the session gets a new key."""
    login(request, user, backend="accounts.backends.RoleBackend")
    record_authentication(request, user, method="password")


@public("an invited person has no account yet; the token in the address is what they have")
@sensitive_post_parameters("password", "password_again")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows who invites to what and changes nothing; POST sets the password and signs in."""
    found = find(token, now=now())
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_foreign.html", {"invitation": found}, status=403)
    form = AcceptInvitationForm(request.POST or None, person=found.user)
    if request.method == "POST" and not within_limit(request, "invitation"):
        form.add_error(None, _("These were many attempts in a short time. Please wait a minute."))
    elif form.is_valid():
        data = form.cleaned_data
        try:
            user = accept(token=token, password=data["password"], consent=data["consent"], now=now())
        except ActionRefused:
            return render(request, "accounts/invitation_closed.html", status=410)
        sign_in(request, user)
        messages.success(request, _("Welcome. You are signed in from now on with your mail address and password."))
        return redirect("home")
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})
