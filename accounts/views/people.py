"""The administrator's pages about people."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import invitations, signing_in
from accounts.errors import ActionRefused
from accounts.forms.people import InvitePersonForm, RightsForm
from accounts.models import Invitation, User
from accounts.views.limits import within_limit
from coopnet.clock import now

PER_PAGE = 50


def administrator_only(view: Callable) -> Callable:
    """For everybody else these addresses do not exist, whatever number stands in them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _people(wanted: str) -> QuerySet[User]:
    waiting = Invitation.objects.open_at(now()).filter(user=OuterRef("pk"))
    found = User.objects.annotate(invitation_open=Exists(waiting)).order_by("last_name", "first_name", "pk")
    for word in wanted.split()[:5]:
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return found


@administrator_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").replace("\x00", "")[:100]
    page = Paginator(_people(wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": page, "wanted": wanted})


@administrator_only
@reauthentication_required(allow_get=True)
def invite_person(request: HttpRequest) -> HttpResponse:
    form = InvitePersonForm(request.POST or None, initial={"language": (get_language() or "en")[:2]})
    if request.method == "POST" and not within_limit(request, "invite"):
        form.add_error(None, _("These were many invitations in a short time. Please wait a while."))
    elif form.is_valid():
        user = invitations.invite(by=request.user, now=now(), **form.cleaned_data)
        if user.has_usable_password():
            messages.info(request, _("%(name)s has an account already.") % {"name": user.full_name})
        else:
            messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": user.full_name})
        return redirect("accounts:person", pk=user.pk)
    return render(request, "accounts/invite_person.html", {"form": form})


@administrator_only
@reauthentication_required(allow_get=True)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: state, and what they may start."""
    user = get_object_or_404(_people(""), pk=pk)
    stored = {"may_manage": user.may_manage, "may_coach": user.may_coach}
    form = RightsForm(request.POST or None, initial=stored)
    if form.is_valid():
        signing_in.change_rights(user, by=request.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Saved. It counts from the next page on."))
        return redirect("accounts:person", pk=pk)
    context = {"member": user, "form": form, "last_invitation": user.invitations.first()}
    return render(request, "accounts/person.html", context)


@administrator_only
@require_POST
@reauthentication_required
def person_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One of the acts on a person: suspend, restore, or send the invitation again."""
    user = get_object_or_404(User, pk=pk)
    perform, done = ACTS[act]
    try:
        if act == "resend" and not within_limit(request, "invite"):
            raise ActionRefused(_("These were many invitations in a short time. Please wait a while."))
        perform(user, by=request.user, now=now())
    except ActionRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _(done) % {"name": user.full_name})
    return redirect("accounts:person", pk=pk)


ACTS = {
    "suspend": (signing_in.suspend, gettext_noop("%(name)s is signed out and cannot sign in any more.")),
    "restore": (signing_in.restore, gettext_noop("%(name)s may sign in again.")),
    "resend": (
        invitations.resend,
        gettext_noop("A new invitation is on its way to %(name)s."),
    ),
}
