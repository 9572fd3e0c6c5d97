"""My desk: what a partner promised, what waits for their word, what they give and get."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperations.actions.notes import nothing_this_week as note_nothing
from cooperations.enums import EntryStatus, EventKind, State, TaskState, VersionState
from cooperations.forms.ledger import ContributionForm
from cooperations.models import AgreementVersion, Approval, Benefit, Contribution, Event, Party, Pledge, Task
from cooperations.permissions import firm_roles, may_speak_for
from cooperations.portfolio import RUNNING
from cooperations.views.ledger import last_values, log, shares_of
from cooperations.views.progress import Progress, progress_of, with_given
from cooperations.views.submitting import fill_in
from cooperations.views.way_back import way_back
from coopnet import clock

SHOWN = 20
GOT, THANKS = 3, 2
GIVING = (State.EXPLORING, State.AGREED, State.ACTIVE, State.PAUSED)
WEEK = timedelta(days=6)


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
    parties = _own_parties(roles)
    shares = shares_of(user, [party for party in parties if party.cooperation.state in GIVING], roles)
    form = ContributionForm(
        request.POST or None,
        shares=shares,
        today=today,
        initial={} if request.method == "POST" else last_values(user, shares),
    )
    return fill_in(
        request,
        form,
        lambda form: log(form, by=user),
        done=_("Noted. The others are asked to confirm it."),
        back=reverse("cooperations:desk"),
        template="cooperations/desk.html",
        more=lambda: _on_the_desk(user, parties, shares, roles, today),
    )


def _own_parties(roles) -> list[Party]:
    """The parties of the person's own firms in cooperations that have not ended. One query."""
    return list(
        Party.objects.current()
        .filter(firm__in=roles, cooperation__state__in=RUNNING)
        .select_related("firm", "cooperation")
        .order_by("cooperation__title", "id")
    )


def _on_the_desk(user, parties: list[Party], shares, roles, today) -> dict:
    tasks = list(
        Task.objects.open()
        .filter(Q(owner=user) | Q(owner=None), party__in=parties)
        .select_related("cooperation", "party__firm", "for_party__firm", "offered_by")
    )
    benefits = Benefit.objects.select_related("cooperation", "party__firm")
    return {
        "parties": parties,
        "firms": ", ".join(dict.fromkeys(party.firm.name for party in parties)),
        "shares": shares,
        "promised": [task for task in tasks if task.state == TaskState.ACCEPTED],
        "waiting": Waiting(
            tasks=[task for task in tasks if task.state == TaskState.OFFERED],
            contributions=_unconfirmed(parties),
            versions=_unapproved(user, parties, roles),
        ),
        "progress": _progress(shares, today),
        "got": list(benefits.filter(party__in=parties)[:GOT]),
        "thanks": list(benefits.filter(giver__in=parties).exclude(thanks="")[:THANKS]),
        "today": today,
    }


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
def nothing_this_week(request):
    """An honest answer too: it stands in the timelines, once a week, and is no life sign."""
    now = clock.now()
    parties = [party for party in _own_parties(firm_roles(request.user)) if party.cooperation.state in GIVING]
    noted = Event.objects.filter(party__in=parties, kind=EventKind.NOTE, at__gt=now - WEEK, data__nothing=True)
    silent = set(noted.values_list("party", flat=True))
    for party in parties:
        if party.pk not in silent:
            note_nothing(party, by=request.user, now=now)
    messages.success(request, _("Thank you, that is an answer too."))
    return redirect(way_back(request, reverse("cooperations:desk")))
