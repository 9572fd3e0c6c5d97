"""How a request gets to its engagement: through one of these doors, or to "not found".

The door looks before it judges the method: a stranger gets 404 for GET, POST and everything else alike, so that no
answer tells that something is there. Whatever is posted here stays out of error reports.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.views.decorators.debug import sensitive_post_parameters

from coaching.models import Decision, Engagement, Question, Session
from coaching.permissions import Standing
from coaching.standing import standing_of

Allowed = Callable[[Standing], bool]
Methods = tuple[str, ...]
READ: Methods = ("GET", "HEAD")
FORM: Methods = (*READ, "POST")
POST: Methods = ("POST",)


def engagement_for(user, pk: int) -> Engagement:
    """The engagement with the standing of ``user``; Http404 for everybody who may not know of it."""
    engagements = Engagement.objects.visible_to(user).with_standing(user)
    return get_object_or_404(engagements.select_related("cooperation", "coach", "proposed_by"), pk=pk)


def of_engagement(allowed: Allowed, *, methods: Methods = FORM) -> Callable:
    """A view of an engagement: called with the request, the engagement and the standing of the person."""
    return _door(lambda user, pk: (engagement_for(user, pk),), allowed, methods)


def of_session(allowed: Allowed, *, methods: Methods = FORM) -> Callable:
    """A view of a session: called with the request, the session and the standing."""

    def find(user, pk):
        session = get_object_or_404(Session.objects.visible_to(user), pk=pk)
        session.engagement = engagement_for(user, session.engagement_id)
        return session.engagement, session

    return _door(find, allowed, methods)


def of_decision(allowed: Allowed, *, methods: Methods = FORM) -> Callable:
    """A view of a decision: called with the request, the decision and the standing.

    A lead who reads a released decision may have no part in the engagement at all; their standing is empty then.
    """

    def find(user, pk):
        decision = get_object_or_404(
            Decision.objects.visible_to(user).select_related("proposed_by", "session", "replaces"), pk=pk
        )
        engagements = Engagement.objects.with_standing(user).select_related("cooperation", "coach")
        decision.engagement = engagements.get(pk=decision.engagement_id)
        return decision.engagement, decision

    return _door(find, allowed, methods)


def of_question(allowed: Allowed, *, methods: Methods = FORM) -> Callable:
    """A view of a question about a decision: called with the request, the question and the standing."""

    def find(user, pk):
        questions = Question.objects.filter(decision__in=Decision.objects.visible_to(user))
        question = get_object_or_404(questions.select_related("decision", "member__user"), pk=pk)
        question.decision.engagement = engagement_for(user, question.decision.engagement_id)
        return question.decision.engagement, question

    return _door(find, allowed, methods)


def _door(find: Callable, allowed: Allowed, methods: Methods) -> Callable:
    def through(view: Callable) -> Callable:
        @wraps(view)
        def answer(request: HttpRequest, pk: int, **rest) -> HttpResponse:
            engagement, *inner = find(request.user, pk)
            standing = standing_of(engagement)
            if not allowed(standing):
                raise Http404
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, inner[0] if inner else engagement, standing, **rest)

        return sensitive_post_parameters()(answer)

    return through
