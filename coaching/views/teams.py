"""The start page of coaches and team members."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coaching import states, vault
from coaching.enums import EngagementState
from coaching.facts import TeamFacts, Waiting, team_facts
from coaching.models import Engagement, Member, Session
from coaching.permissions import Standing
from coaching.standing import standing_of
from coopnet import clock

PAST_SHOWN = 30


@dataclass(frozen=True)
class Row:
    """One team on the page, with what waits for the word of the person who looks."""

    engagement: Engagement
    standing: Standing
    facts: TeamFacts
    vote_wanted: bool
    consent_wanted: tuple[Waiting, ...]
    words_wanted: tuple[Waiting, ...]
    summary_wanted: Session | None
    start_wanted: bool

    @property
    def wants_me(self) -> bool:
        return bool(
            self.vote_wanted or self.consent_wanted or self.words_wanted or self.summary_wanted or self.start_wanted
        )


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Every team in which one is coach, member or proposed coach; past ones as links."""
    mine = Engagement.objects.taken_part_in_by(request.user).with_standing(request.user)
    mine = mine.select_related("cooperation", "coach").order_by("-proposed_at", "-id")
    over = states.OVER | {EngagementState.ERASED}
    current = list(mine.exclude(state__in=over))
    facts = team_facts([engagement.pk for engagement in current], clock.now())
    ballots = [known.ballot.pk for known in facts.values() if known.ballot]
    voted = vault.voted_in(ballots, request.user) if ballots else set()
    rows = [_row(request.user, engagement, facts[engagement.pk], voted) for engagement in current]
    rows.sort(key=_urgency)
    context = {
        "rows": rows,
        "past": mine.filter(state__in=over)[:PAST_SHOWN],
        "wanting": sum(row.wants_me for row in rows),
    }
    return render(request, "coaching/teams.html", context)


def _urgency(row: Row) -> tuple[bool, bool, float]:
    """Teams that wait for a word come first, then those that meet next; the rest keep their order."""
    upcoming = row.facts.next_session
    return not row.wants_me, upcoming is None, upcoming.starts_at.timestamp() if upcoming else 0.0


def _row(user, engagement: Engagement, facts: TeamFacts, voted: set[int]) -> Row:
    standing = standing_of(engagement)
    speaks = standing.seated and not standing.coach

    def waits(members: tuple[Member, ...]) -> bool:
        return speaks and any(member.user_id == user.pk for member in members)

    return Row(
        engagement=engagement,
        standing=standing,
        facts=facts,
        vote_wanted=bool(standing.member and facts.ballot and facts.ballot.pk not in voted),
        consent_wanted=tuple(item for item in facts.proposals if waits(item.members)),
        words_wanted=tuple(item for item in facts.not_understood if waits(item.members)),
        summary_wanted=facts.last_session if waits(facts.unanswered) else None,
        start_wanted=standing.coach and engagement.state == EngagementState.CONTRACTING,
    )
