"""Who is in it: firms, the people who speak for them, and who stands in."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cooperations.actions.cooperations import add_party, change_party
from cooperations.forms.party import AddPartyForm, PartyForm, ResponsibleForm
from cooperations.models import Cooperation, Party
from cooperations.permissions import may_lead, may_manage
from cooperations.views.create import chosen_firm
from cooperations.views.people import only_speaker, people_of
from cooperations.views.submitting import fill_in, permit
from cooperations.views.way_back import PARAMETER, way_back
from coopnet import clock
from partners.actions.people import add_person
from partners.enums import FirmRole
from partners.models import Firm

PARTY = ("responsible", "deputy", "own_goal", "agreed_give_share", "agreed_get_share")


def add(request, pk):
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    permit(may_manage(request.user, cooperation), _("Only the manager of the cooperation adds a firm."))
    back = way_back(request, reverse("cooperations:page", args=[pk]))
    return fill_in(
        request,
        AddPartyForm(request.POST or None, firms=Firm.objects.visible_to(request.user)),
        lambda form: _join(cooperation, form, back, by=request.user),
        done=_("The firm takes part now."),
        back=back,
        title=_("Which firm takes part?"),
        lead=cooperation.title,
        who=_("The people of all parties see this page of the cooperation, and this firm on it."),
        submit=_("Add the firm"),
    )


@transaction.atomic
def _join(cooperation, form, back, *, by) -> str | None:
    """Add the party; where nobody speaks for it yet, the next page asks who does."""
    typed, now = form.cleaned_data, clock.now()
    firm = chosen_firm(typed["firm"], by=by, now=now)
    speaker = _invited(firm, form, by=by, now=now) if typed.get("email") else only_speaker(firm)
    party = add_party(cooperation, firm=firm, responsible=speaker, own_goal=typed["own_goal"], by=by, now=now)
    if speaker:
        return None
    return reverse("cooperations:party_responsible", args=[party.pk]) + f"?{PARAMETER}={back}"


def _invited(firm, form, *, by, now):
    """The person with the typed address: who belongs to the firm already, or somebody new who is invited."""
    known = firm.memberships.active().filter(user__email__iexact=form.cleaned_data["email"]).first()
    if known:
        return known.user
    role = FirmRole.MEMBER if firm.memberships.active().filter(role=FirmRole.LEAD).exists() else FirmRole.LEAD
    return add_person(firm, role=role, position="", by=by, now=now, **form.new_person()).user


def _party(request, pk) -> Party:
    parties = Party.objects.visible_to(request.user).current()
    return get_object_or_404(parties.select_related("cooperation", "firm", "responsible", "deputy"), pk=pk)


def _permit_party(request, party) -> None:
    permit(
        may_manage(request.user, party.cooperation) or may_lead(request.user, party),
        _("Only the manager and those who speak for %(firm)s can change this.") % {"firm": party.firm.name},
    )


def responsible(request, pk):
    party = _party(request, pk)
    _permit_party(request, party)
    people = [user for _party, user in people_of([party])]
    return fill_in(
        request,
        ResponsibleForm(request.POST or None, people=people),
        lambda form: _name_responsible(party, form, by=request.user),
        done=_("%(firm)s has somebody to talk to.") % {"firm": party.firm.name},
        back=way_back(request, reverse("cooperations:page", args=[party.cooperation_id])),
        title=_("Who speaks for %(firm)s?") % {"firm": party.firm.name},
        lead=_("This person approves the agreement and is asked first when something waits."),
        who=_("All parties see who speaks for a firm. A new person gets an invitation by mail."),
        submit=_("This person"),
    )


@transaction.atomic
def _name_responsible(party, form, *, by) -> None:
    now = clock.now()
    person = form.known_person() or _invited(party.firm, form, by=by, now=now)
    change_party(party, responsible=person, by=by, now=now)


def edit(request, pk):
    party = _party(request, pk)
    _permit_party(request, party)
    people = [user for _party, user in people_of([party])]
    initial = {name: getattr(party, name) for name in PARTY}
    initial |= {"responsible": party.responsible_id, "deputy": party.deputy_id}
    return fill_in(
        request,
        PartyForm(request.POST or None, people=people, initial=initial),
        lambda form: _change(party, form.cleaned_data, by=request.user),
        done=_("The change is saved."),
        back=way_back(request, reverse("cooperations:page", args=[party.cooperation_id])),
        template="cooperations/party.html",
        party=party,
        title=party.firm.name,
        lead=party.cooperation.title,
        who=_("All parties see this."),
        submit=_("Save"),
    )


def _change(party, typed, *, by) -> None:
    changes = {name: typed[name] for name in PARTY if typed[name] != getattr(party, name)}
    if changes:
        change_party(party, by=by, now=clock.now(), **changes)
