"""The card on the page of a cooperation: that the team is coached, for those who may know it, and no content."""

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from coaching.enums import SessionState
from coaching.models import Engagement
from coaching.states import OVER
from cooperations.enums import State
from cooperations.models import Cooperation


def cooperation_card(request: HttpRequest, cooperation: Cooperation) -> str:
    """State, dates and number of sessions of each visible engagement, and the way to propose one; one query."""
    engagements = (
        Engagement.objects.filter(cooperation=cooperation)
        .visible_to(request.user)
        .annotate(
            held=Count("sessions", filter=Q(sessions__state=SessionState.HELD)),
            next_at=Min("sessions__starts_at", filter=Q(sessions__state=SessionState.PLANNED)),
        )
        .order_by("-id")
    )
    rows = [
        {"engagement": engagement, "held": engagement.held, "next_at": engagement.next_at} for engagement in engagements
    ]
    going_on = any(row["engagement"].state not in OVER for row in rows)
    may_propose = cooperation.state != State.ENDED and not going_on
    if not rows and not may_propose:
        return ""
    return render_to_string(
        "coaching/cards/cooperation.html",
        {"rows": rows, "cooperation": cooperation, "may_propose": may_propose},
        request=request,
    )
