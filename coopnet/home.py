"""The start page sends each person where their work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from accounts.roles import has_role
from coopnet.access import public

# The first role that a person has decides; who manages also does a partner's work from there.
STARTS = (
    ("manager", "cooperations:today"),
    ("partner", "cooperations:desk"),
    ("coach", "coaching:teams"),
    ("team_member", "coaching:teams"),
)


@public("sends people to sign in, and to the first-run page while nobody has an account")
def home(request: HttpRequest) -> HttpResponse:
    """To the start page of the person's role; before the first account exists, to the page that makes it."""
    if not request.user.is_authenticated:
        return redirect("account_login" if User.objects.exists() else "accounts:first_run")
    for role, start in STARTS:
        if has_role(request.user, role):
            return redirect(start)
    return render(request, "home.html")
