"""The agreement: what is in force, what is proposed, and the word of every party to one and the same text."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperations.actions.agreement import approve_version, propose_version, withdraw_version
from cooperations.enums import VersionState
from cooperations.facts import facts_for
from cooperations.forms.agreement import ApprovalForm
from cooperations.models import AgreementVersion, Approval, Cooperation, Party
from cooperations.permissions import firm_roles, may_manage, may_speak_for
from cooperations.readiness import gaps
from cooperations.terms import differences, digest_of, is_one_sided, snapshot
from cooperations.views.agreement_text import Reader, text_of
from cooperations.views.people import current_parties
from cooperations.views.submitting import fill_in, permit, press
from cooperations.views.way_back import way_back
from coopnet import clock


def prepare(request, pk):
    """The agreement of a cooperation: what is in force, what waits, and what approval would be about now."""
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    today = clock.local_day(clock.now(), request.user.timezone)
    roles = firm_roles(request.user)
    versions = list(cooperation.versions.select_related("proposed_by").prefetch_related("approvals")[:20])
    in_force = next((one for one in versions if one.state == VersionState.IN_FORCE), None)
    reader = _reader(request.user, cooperation, roles)
    present = snapshot(cooperation)
    return render(
        request,
        "cooperations/agreement.html",
        {
            "cooperation": cooperation,
            "versions": versions,
            "in_force": in_force,
            "proposed": next((one for one in versions if one.state == VersionState.PROPOSED), None),
            "missing": gaps(facts_for([pk], today)[pk]),
            "sections": text_of(reader.sees(present)),
            "changes": differences(reader.sees(in_force.terms), reader.sees(present)) if in_force else [],
            "unchanged": bool(in_force) and in_force.digest == digest_of(present),
            "manages": may_manage(request.user, cooperation),
            "values_hidden": reader.hides_in(present),
        },
    )


@require_POST
def propose(request, pk):
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    permit(may_manage(request.user, cooperation), _("Only the manager puts the agreement to approval."))
    return press(
        request,
        lambda: propose_version(cooperation, by=request.user, now=clock.now()),
        done=_("The agreement waits for the word of every party."),
        back=way_back(request, reverse("cooperations:page", args=[pk])),
    )


@require_POST
def withdraw(request, pk):
    shown = _version(request, pk)
    permit(may_manage(request.user, shown.cooperation), _("Only the manager takes a version back."))
    return press(
        request,
        lambda: withdraw_version(shown, by=request.user, now=clock.now()),
        done=_("The version is taken back; what was in force stays so."),
        back=reverse("cooperations:agreement", args=[shown.cooperation_id]),
    )


def _version(request, pk) -> AgreementVersion:
    versions = AgreementVersion.objects.visible_to(request.user).select_related("cooperation", "proposed_by")
    return get_object_or_404(versions, pk=pk)


def _reader(user, cooperation, roles) -> Reader:
    mine = {party.pk for party in cooperation.parties.current() if party.firm_id in roles}
    return Reader(frozenset(mine), may_manage(user, cooperation))


@dataclass(frozen=True)
class Word:
    """One party's word on a version: ``approval`` is None as long as it waits."""

    party: Party
    approval: Approval | None


def version(request, pk):
    """Exactly the text that is approved, what changes by it, who approved, and the form for one's own word."""
    shown = _version(request, pk)
    cooperation, roles = shown.cooperation, firm_roles(request.user)
    given = {approval.party_id: approval for approval in shown.approvals.all()}
    parties = current_parties(cooperation)
    words = [Word(party, given.get(party.pk)) for party in parties]
    waiting = shown.state == VersionState.PROPOSED
    mine = next(
        (one.party for one in words if waiting and not one.approval and may_speak_for(request.user, one.party, roles)),
        None,
    )
    if request.method == "POST":
        permit(mine is not None, _("This version does not wait for your word."))
    reader = Reader(frozenset(p.pk for p in parties if p.firm_id in roles), may_manage(request.user, cooperation))
    before = cooperation.versions.filter(in_force_at__isnull=False, number__lt=shown.number).first()
    form = ApprovalForm(request.POST or None, one_sided=is_one_sided(shown.terms), initial={"digest": shown.digest})
    return fill_in(
        request,
        form,
        lambda form: _approve(shown, mine, form.cleaned_data, by=request.user),
        done=_("Thank you. Your approval is recorded."),
        back=way_back(request, reverse("cooperations:page", args=[cooperation.pk])),
        template="cooperations/version.html",
        version=shown,
        cooperation=cooperation,
        words=words,
        waiting=waiting,
        mine=mine,
        before=before,
        changes=differences(reader.sees(before.terms), reader.sees(shown.terms)) if before else [],
        sections=text_of(reader.sees(shown.terms)),
        one_sided=is_one_sided(shown.terms),
        manages=may_manage(request.user, cooperation),
        values_hidden=reader.hides_in(shown.terms),
    )


def _approve(shown, party, typed, *, by) -> None:
    approve_version(
        shown,
        party=party,
        digest=typed["digest"],
        substance_seen=typed.get("substance_seen", False),
        by=by,
        now=clock.now(),
    )
