"""Giving and getting: what was given, what the receivers say of it, what came out of it."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperations.actions.ledger import correct_contribution, give_verdict, log_benefit, log_contribution
from cooperations.balance import sheet_for
from cooperations.enums import State, Verdict
from cooperations.forms.ledger import BenefitForm, ContributionForm, CorrectionForm, DisputeForm, Share
from cooperations.models import Contribution, ContributionVerdict, Cooperation, Party, Pledge
from cooperations.permissions import firm_roles, may_act_for, may_judge
from cooperations.views.people import current_parties, parties_seen_by, roles_in
from cooperations.views.progress import sees_amounts
from cooperations.views.submitting import fill_in, permit, press
from cooperations.views.way_back import way_back
from coopnet import clock

PER_PAGE = 50
CLOSED = (State.IDEA, State.ENDED)
"""States in which nothing is logged."""


def shares_of(user, parties: list[Party], roles) -> list[Share]:
    """The parties that ``user`` can log for, own firms first, each with its standing pledges. One query."""
    mine = [party for party in parties if may_act_for(user, party, roles)]
    mine.sort(key=lambda party: party.firm_id not in roles)
    pledges: dict[int, list[Pledge]] = {}
    for pledge in Pledge.objects.standing().filter(party__in=mine):
        pledges.setdefault(pledge.party_id, []).append(pledge)
    return [Share(party, pledges.get(party.pk, [])) for party in mine]


def last_values(user, shares: list[Share]) -> dict:
    """What the person logged last, as the start of the next entry. One query."""
    last = (
        Contribution.objects.filter(logged_by=user, party__in=[share.party.pk for share in shares])
        .order_by("-logged_at", "-id")
        .first()
    )
    if last:
        return {"what": f"{last.party_id}-{last.pledge_id or 0}", "quantity": last.quantity, "unit": last.unit}
    if shares and shares[0].pledges:
        return {"what": f"{shares[0].party.pk}-{shares[0].pledges[0].pk}"}
    return {}


def contribute(request, pk):
    parties = parties_seen_by(request.user, pk)
    shares = shares_of(request.user, parties, roles_in(parties))
    permit(bool(shares), _("Only the firms that take part log what they gave."))
    today = clock.local_day(clock.now(), request.user.timezone)
    initial = {} if request.method == "POST" else last_values(request.user, shares)
    form = ContributionForm(request.POST or None, shares=shares, today=today, initial=initial)
    return fill_in(
        request,
        form,
        lambda form: log(form, by=request.user),
        done=_("Noted. The others are asked to confirm it."),
        back=way_back(request, reverse("cooperations:page", args=[pk])),
        title=_("What did you give?") if roles_in(parties) else _("What did a firm give?"),
        lead=shares[0].party.cooperation.title,
        who=_("All parties see what was given; who sees the amounts is said in the terms."),
        submit=_("Log it"),
    )


def log(form: ContributionForm, *, by) -> None:
    party = form.cleaned_data["party"]
    log_contribution(party, by=by, now=clock.now(), token=form.cleaned_data["token"], **form.entry())


def _contribution(request, pk) -> Contribution:
    seen = Contribution.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("cooperation", "party__cooperation", "party__firm", "pledge"), pk=pk)


def _judge(request, contribution) -> Party:
    """The party for which the person says what it received."""
    roles = firm_roles(request.user)
    judging = [
        party
        for party in contribution.cooperation.parties.current().select_related("firm", "cooperation")
        if may_judge(request.user, contribution, party, roles)
    ]
    permit(bool(judging), _("Only a firm that received it says so."))
    return judging[0]


@require_POST
def confirm(request, pk):
    contribution = _contribution(request, pk)
    party = _judge(request, contribution)
    return press(
        request,
        lambda: give_verdict(contribution, party=party, verdict=Verdict.CONFIRMED, by=request.user, now=clock.now()),
        done=_("Confirmed: “%(text)s”.") % {"text": contribution.text},
        back=_entries(request, contribution),
    )


def dispute(request, pk):
    contribution = _contribution(request, pk)
    party = _judge(request, contribution)
    return fill_in(
        request,
        DisputeForm(request.POST or None),
        lambda form: give_verdict(
            contribution,
            party=party,
            verdict=Verdict.DISPUTED,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=clock.now(),
        ),
        done=_("Your view is noted beside theirs."),
        back=_entries(request, contribution),
        title=_("Not quite so"),
        lead=contribution.text,
        who=_("All parties read both views."),
        submit=_("Say so"),
    )


def correct(request, pk):
    contribution = _contribution(request, pk)
    roles = firm_roles(request.user)
    permit(
        may_act_for(request.user, contribution.party, roles),
        _("Only %(firm)s and the manager correct this entry.") % {"firm": contribution.party.firm.name},
    )
    form = CorrectionForm(
        request.POST or None,
        shares=shares_of(request.user, [contribution.party], roles),
        today=clock.local_day(clock.now(), request.user.timezone),
        initial={
            "what": f"{contribution.party_id}-{contribution.pledge_id or 0}",
            **{name: getattr(contribution, name) for name in CORRECTABLE},
        },
    )
    return fill_in(
        request,
        form,
        lambda form: correct_contribution(contribution, by=request.user, now=clock.now(), **form.entry()),
        done=_("The correction is noted; the old entry stays readable."),
        back=_entries(request, contribution),
        title=_("Correct an entry"),
        lead=_("The correction is a new entry that replaces the old one."),
        who=_("All parties see the correction and what it replaces."),
        submit=_("Save the correction"),
    )


CORRECTABLE = ("text", "quantity", "unit", "kind", "value", "happened_on", "is_gift")


def _entries(request, contribution) -> str:
    return way_back(request, reverse("cooperations:ledger", args=[contribution.cooperation_id]))


def benefit(request, pk):
    parties = Party.objects.visible_to(request.user).current().select_related("cooperation", "firm")
    party = get_object_or_404(parties, pk=pk)
    permit(
        may_act_for(request.user, party),
        _("Only %(firm)s and the manager say what %(firm)s got out of it.") % {"firm": party.firm.name},
    )
    others = [other for other in current_parties(party.cooperation) if other.pk != party.pk]
    today = clock.local_day(clock.now(), request.user.timezone)
    return fill_in(
        request,
        BenefitForm(request.POST or None, others=others, today=today),
        lambda form: log_benefit(party, by=request.user, now=clock.now(), **form.cleaned_data),
        done=_("Noted. It is good to see that it is worth it."),
        back=way_back(request, reverse("cooperations:page", args=[party.cooperation_id])),
        title=_("What did %(firm)s get out of it?") % {"firm": party.firm.name},
        lead=party.cooperation.title,
        who=_("All parties see it and read the thanks; who sees the amounts is said in the terms."),
        submit=_("Note it"),
    )


def entries(request, pk):
    """Everything that was given and got, newest first, with what the receivers said."""
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    parties, roles = current_parties(cooperation), firm_roles(request.user)
    today = clock.local_day(clock.now(), request.user.timezone)
    page = Paginator(_given(cooperation), PER_PAGE).get_page(request.GET.get("page"))
    closed = cooperation.state in CLOSED
    mine = frozenset(party.pk for party in parties if party.firm_id in roles)
    return render(
        request,
        "cooperations/ledger.html",
        {
            "cooperation": cooperation,
            "page": page,
            "benefits": cooperation.benefits.select_related("party__firm", "giver__firm")[:PER_PAGE],
            "sheet": sheet_for(cooperation, request.user, today, roles),
            "sees_amounts_of": frozenset(
                party.pk for party in parties if sees_amounts(request.user, cooperation, own=party.pk in mine)
            ),
            "mine": mine,
            "may_correct": frozenset(
                party.pk for party in parties if may_act_for(request.user, party, roles) and not closed
            ),
            "may_log": not closed and any(may_act_for(request.user, p, roles) for p in parties),
            "judges": bool(mine),
        },
    )


def _given(cooperation):
    said = ContributionVerdict.objects.latest_words().select_related("party__firm", "by")
    return (
        Contribution.objects.with_status()
        .filter(cooperation=cooperation)
        .select_related("party__firm", "pledge")
        .prefetch_related(Prefetch("verdicts", queryset=said))
    )
