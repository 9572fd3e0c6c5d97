"""My desk: what a partner promised, what waits for their word, what they give and get."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperations.actions.notes import nothing_this_week as note_nothing
from cooperations.enums import EntryStatus, State, TaskState, VersionState
from cooperations.forms.ledger import ContributionForm
from cooperations.models import AgreementVersion, Approval, Benefit, Contribution, Party, Pledge, Task
from cooperations.permissions import firm_roles, may_act_for, may_speak_for
from cooperations.views.ledger import last_values, log, shares_of
from cooperations.views.progress import Progress, progress_of, with_given
from cooperations.views.submitting import fill_in, permit, press
from cooperations.views.way_back import way_back
from coopnet import clock

SHOWN = 20
GOT = 3
RUNNING = (State.IDEA, State.EXPLORING, State.AGREED, State.ACTIVE, State.PAUSED)


@dataclass
class Waiting:
    """What waits for the word of this person."""

    tasks: list[Task] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    versions: list[tuple[AgreementVersion, Party]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.tasks) + len(self.contributions) + len(self.versions)


def desk(request):
    """The partner's start page; posting to it logs a contribution."""
    user, roles = request.user, firm_roles(request.user)
    today = clock.local_day(clock.now(), user.timezone)
    parties = list(
        Party.objects.current()
        .filter(firm__in=roles, cooperation__state__in=RUNNING)
        .select_related("firm", "cooperation")
        .order_by("cooperation__title", "id")
    )
    giving = [party for party in parties if party.cooperation.state in (State.AGREED, State.ACTIVE)]
    shares = shares_of(user, giving, roles)
    tasks = list(
        Task.objects.open()
        .filter(owner=user, party__in=parties)
        .select_related("cooperation", "party__firm", "for_party__firm")
    )
    form = ContributionForm(request.POST or None, shares=shares, today=today, initial=last_values(user, shares))
    return fill_in(
        request,
        form,
        lambda form: log(form, by=user),
        done=_("Noted. The others are asked to confirm it."),
        back=reverse("cooperations:desk"),
        template="cooperations/desk.html",
        parties=parties,
        shares=shares,
        promised=[task for task in tasks if task.state == TaskState.ACCEPTED],
        waiting=Waiting(
            tasks=[task for task in tasks if task.state == TaskState.OFFERED],
            contributions=_unconfirmed(parties),
            versions=_unapproved(user, parties, roles),
        ),
        quiet=shares[0].party if shares else None,
        progress=_progress(shares, today),
        got=list(Benefit.objects.filter(party__in=parties).select_related("cooperation")[:GOT]),
        thanks=list(
            Benefit.objects.filter(giver__in=parties)
            .exclude(thanks="")
            .select_related("cooperation", "party__firm")[:GOT]
        ),
        today=today,
    )


def _progress(shares, today) -> list[tuple[Party, list[Progress]]]:
    """How much of each own promise was given, cooperation by cooperation. One query."""
    own = {share.party.pk: share.party for share in shares}
    found: dict[int, list[Progress]] = {}
    for pledge in with_given(Pledge.objects.standing().filter(party__in=own)):
        found.setdefault(pledge.party_id, []).append(progress_of(pledge, own[pledge.party_id].cooperation, today))
    promised = {pk: [one for one in of_party if one.promised] for pk, of_party in found.items()}
    return [(own[pk], of_party) for pk, of_party in promised.items() if of_party]


def _unconfirmed(parties: list[Party]) -> list[Contribution]:
    """What others say that they gave, and none of the receivers has said anything about yet. One query."""
    mine = [party.pk for party in parties]
    return list(
        Contribution.objects.with_status()
        .filter(cooperation__in=[party.cooperation_id for party in parties], status=EntryStatus.REPORTED)
        .exclude(party__in=mine)
        .select_related("party__firm", "cooperation")
        .order_by("happened_on", "id")[:SHOWN]
    )


def _unapproved(user, parties, roles) -> list[tuple[AgreementVersion, Party]]:
    """Versions that wait for the approval of a party for which ``user`` speaks. One query."""
    speaking = {party.cooperation_id: party for party in parties if may_speak_for(user, party, roles)}
    given = Approval.objects.filter(version=OuterRef("pk"), party__in=speaking.values())
    versions = AgreementVersion.objects.filter(
        ~Exists(given), cooperation__in=speaking, state=VersionState.PROPOSED
    ).select_related("cooperation", "proposed_by")
    return [(version, speaking[version.cooperation_id]) for version in versions]


@require_POST
def nothing_this_week(request, pk):
    """An honest answer too; it stands in the timeline and is no life sign."""
    parties = Party.objects.visible_to(request.user).current().select_related("cooperation", "firm")
    party = get_object_or_404(parties, pk=pk)
    permit(may_act_for(request.user, party), _("Only %(firm)s can say this.") % {"firm": party.firm.name})
    return press(
        request,
        lambda: note_nothing(party, by=request.user, now=clock.now()),
        done=_("Thank you, that is an answer too."),
        back=way_back(request, reverse("cooperations:desk")),
    )
