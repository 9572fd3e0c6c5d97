"""The page of a cooperation: what is next, who brings and wants what, how alive it is and why."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, render

from cooperations.enums import State, VersionState
from cooperations.facts import PartyFacts, facts_of
from cooperations.models import AgreementVersion, Cooperation, Event, Party, Pledge, SuccessMeasure
from cooperations.permissions import may_act_for, may_edit_terms, may_lead, may_manage, may_speak_for
from cooperations.pulse import pulse
from cooperations.readiness import gaps
from cooperations.transitions import steps_from
from cooperations.views.next_step import Standing, next_step
from cooperations.views.people import parties_seen_by, roles_in
from cooperations.views.progress import Progress, progress_of, sees_amounts, with_given
from coopnet import clock

EVENTS, EVENTS_OPEN = 30, 8
PER_PAGE = 100


@dataclass
class PartyCard:
    """One party as the page shows it."""

    party: Party
    facts: PartyFacts
    mine: bool
    sees_amounts: bool
    may_edit: bool
    may_change_people: bool
    pledges: list[Progress] = field(default_factory=list)
    measures: list[SuccessMeasure] = field(default_factory=list)


def page(request, pk):
    cooperation = _with_versions(request.user, pk)
    today = clock.local_day(clock.now(), request.user.timezone)
    facts = facts_of([cooperation], today)[pk]
    parties = parties_seen_by(request.user, pk)
    cards = _cards(cooperation, parties, facts, request.user, today)
    at = _standing(request.user, cooperation, facts, parties, cards, today)
    events = list(_events(cooperation)[:EVENTS])
    return render(
        request,
        "cooperations/page.html",
        {
            "cooperation": cooperation,
            "facts": facts,
            "pulse": at.pulse,
            "next": next_step(at),
            "cards": cards,
            "begun": cooperation.active_since is not None,
            "tasks": _tasks(cards),
            "manages": at.manages,
            "may_edit_terms": may_edit_terms(request.user, cooperation),
            "ends": [step.to for step in steps_from(cooperation.state)],
            "acts_for": at.acts_for,
            "events": events[:EVENTS_OPEN],
            "earlier": events[EVENTS_OPEN:],
            "today": today,
        },
    )


def _standing(user, cooperation, facts, parties, cards, today) -> Standing:
    roles = roles_in(parties)
    return Standing(
        cooperation=cooperation,
        facts=facts,
        pulse=pulse(facts, today),
        gaps=gaps(facts) if cooperation.state != State.ENDED else (),
        today=today,
        manages=may_manage(user, cooperation),
        acts_for=frozenset(card.party.pk for card in cards if card.may_edit),
        approves_for=frozenset(party.pk for party in parties if may_speak_for(user, party, roles)),
        proposed_id=cooperation.proposed_id,
        viewer_id=user.pk,
        phones=_phones(parties),
    )


def _phones(parties: list[Party]) -> dict[int, tuple[str, str]]:
    """Name and number of who speaks for a party, by the id of the person."""
    people = [user for party in parties for user in (party.responsible, party.deputy) if user]
    return {user.pk: (user.full_name, user.phone) for user in people}


def _with_versions(user, pk) -> Cooperation:
    """The cooperation with its persons and what its versions are, in one query."""
    versions = AgreementVersion.objects.filter(cooperation=OuterRef("pk"))
    seen = Cooperation.objects.visible_to(user).select_related("manager", "deputy_manager")
    seen = seen.annotate(
        proposed_id=Subquery(versions.filter(state=VersionState.PROPOSED).values("pk")[:1]),
        in_force_id=Subquery(versions.filter(state=VersionState.IN_FORCE).values("pk")[:1]),
        in_force_number=Subquery(versions.filter(state=VersionState.IN_FORCE).values("number")[:1]),
        in_force_at=Subquery(versions.filter(state=VersionState.IN_FORCE).values("in_force_at")[:1]),
    )
    return get_object_or_404(seen, pk=pk)


def _cards(cooperation, parties, facts, user, today) -> list[PartyCard]:
    roles = roles_in(parties)
    known = {one.id: one for one in facts.parties}
    ended = cooperation.state == State.ENDED
    cards = {
        party.pk: PartyCard(
            party=party,
            facts=known[party.pk],
            mine=party.firm_id in roles,
            sees_amounts=sees_amounts(user, cooperation, own=party.firm_id in roles),
            may_edit=not ended and may_act_for(user, party, roles),
            may_change_people=not ended and (may_manage(user, cooperation) or may_lead(user, party, roles)),
        )
        for party in parties
    }
    for pledge in with_given(Pledge.objects.standing().filter(party__in=cards)):
        cards[pledge.party_id].pledges.append(progress_of(pledge, cooperation, today))
    for measure in SuccessMeasure.objects.filter(party__in=cards):
        cards[measure.party_id].measures.append(measure)
    return list(cards.values())


def _tasks(cards: list[PartyCard]):
    """The open steps of all parties, the next one first, with whose they are."""
    tasks = [(card, task) for card in cards for task in card.facts.open_tasks]
    return sorted(tasks, key=lambda pair: (pair[1].due_on, pair[1].id))


def _events(cooperation):
    return Event.objects.filter(cooperation=cooperation).select_related("actor", "party__firm")


def timeline(request, pk):
    """Everything that happened, newest first."""
    cooperation = get_object_or_404(Cooperation.objects.visible_to(request.user), pk=pk)
    before = request.GET.get("before", "")
    events = _events(cooperation)
    if before.isascii() and before.isdigit() and len(before) < 19:
        edge = get_object_or_404(cooperation.events, pk=int(before))
        events = events.filter(at__lte=edge.at).exclude(at=edge.at, pk__gte=edge.pk)
    shown = list(events[: PER_PAGE + 1])
    return render(
        request,
        "cooperations/timeline.html",
        {
            "cooperation": cooperation,
            "events": shown[:PER_PAGE],
            "older": shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None,
        },
    )
