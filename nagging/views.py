"""The pages behind the links of a digest. Opening changes nothing; only the button on the page does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions.settings import agree_to_reminders, stop_reminders
from accounts.errors import ActionRefused
from accounts.letters import speaking_to
from accounts.models import User
from coopnet.access import public
from coopnet.clock import now
from nagging import rules
from nagging.actions.pace import hear_as_usual, hear_less
from nagging.answers import answer, may_answer, proposed_date
from nagging.enums import AnswerKind
from nagging.forms import answer_form
from nagging.letters import words_of
from nagging.models import Finding, Pace
from nagging.plan import chains_of
from nagging.rules import Chain, Wording
from nagging.tokens import BadToken, ExpiredToken, read_answer_token, read_stop_token

LINK = "the signed link of a mail: it answers one question for one person and never signs in"


@dataclass(frozen=True)
class _Asked:
    """Who opened which question."""

    person: User
    finding: Finding
    chain: Chain


class _Closed(Exception):
    """The link leads to nothing that can be answered; the argument says why: forged, expired, settled, not_yours."""


def _asked(token: str) -> _Asked:
    try:
        claim = read_answer_token(token)
    except ExpiredToken as error:
        raise _Closed("expired") from error
    except BadToken as error:
        raise _Closed("forged") from error
    finding = Finding.objects.filter(pk=claim.finding_id, episode=claim.episode).first()
    person = User.objects.filter(pk=claim.person_id, is_active=True).first()
    if finding is None or person is None:
        raise _Closed("forged")
    chain = chains_of([finding])[finding.pk]
    if not may_answer(chain, person):
        raise _Closed("not_yours")
    return _Asked(person, finding, chain)


@contextmanager
def _speaking(request: HttpRequest, person: User) -> Iterator[None]:
    """In the language of the mail, unless another one was chosen in this browser."""
    with speaking_to(person):
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            with override(request.LANGUAGE_CODE):
                yield
        else:
            yield


@public(LINK)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """The question with its answers; ``?a=`` says which one was chosen in the mail."""
    try:
        asked = _asked(token)
    except _Closed as reason:
        return _closed(request, str(reason))
    with _speaking(request, asked.person):
        if asked.finding.closed_at is not None and not asked.finding.answers.filter(person=asked.person).exists():
            return _closed(request, "settled")
        kind = _chosen(request, asked)
        today = now().astimezone(asked.person.zone).date()
        sent = request.POST if request.method == "POST" else None
        form = answer_form(kind, sent, today=today, initial=_initial(request, asked.person, today)) if kind else None
        if request.method == "POST" and form and form.is_valid() and _store(asked, kind, form):
            return redirect("nagging:thanks", token=token)
        return _show(request, asked, token, kind, form, today)


def _chosen(request: HttpRequest, asked: _Asked) -> AnswerKind | None:
    rule = rules.get(asked.finding.rule)
    # The address of the form carries the choice, so that a page sent twice says the same twice.
    wanted = request.GET.get("a", "")
    return next((kind for kind in (rule.answers if rule else ()) if kind == wanted), None)


def _initial(request: HttpRequest, person: User, today: date) -> dict:
    try:
        proposed = parse_date(request.GET.get("on", ""))
    except ValueError:
        proposed = None
    return {"promised_for": proposed or proposed_date(person, today), "at": request.GET.get("at", "")[:40]}


def _store(asked: _Asked, kind: AnswerKind, form) -> bool:
    """Whether the answer was taken; what is refused stands at the form, with everything that was typed."""
    data = form.cleaned_data
    try:
        answer(
            asked.finding,
            kind=kind,
            by=asked.person,
            now=now(),
            promised_for=data.get("promised_for"),
            text=data.get("text") or data.get("at") or "",
        )
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _show(request: HttpRequest, asked: _Asked, token: str, kind: AnswerKind | None, form, today: date) -> HttpResponse:
    rule, wording = rules.get(asked.finding.rule), _wording(asked.finding, today)
    context = {
        "asked": asked,
        "wording": wording,
        "question": wording.to(asked.person.pk, asked.chain),
        "why_you": wording.why_you if asked.person.pk == asked.chain.asked else "",
        "token": token,
        "kind": kind,
        "kinds": [one for one in AnswerKind if rule and one in rule.answers],
        "form": form,
    }
    return render(request, "nagging/answer.html", context)


def _wording(finding: Finding, today: date) -> Wording:
    # A rule that was taken out of the house leaves findings behind for a while.
    blank = Wording(about="", question=_("This question has been settled in the meantime."), why_you="", path="/")
    return words_of([finding], today).get(finding.pk, blank)


@public(LINK)
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What the answer did and what happens next; may be opened again."""
    try:
        asked = _asked(token)
    except _Closed as reason:
        return _closed(request, str(reason))
    with _speaking(request, asked.person):
        given = asked.finding.answers.filter(person=asked.person).first()
        if given is None:
            return redirect("nagging:answer", token=token)
        manager = User.objects.filter(pk=asked.chain.manager).first()
        today = now().astimezone(asked.person.zone).date()
        context = {"asked": asked, "given": given, "manager": manager, "wording": _wording(asked.finding, today)}
        return render(request, "nagging/thanks.html", context)


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    status = 404 if why == "forged" else 410 if why == "expired" else 200
    return render(request, "nagging/closed.html", {"why": why}, status=status)


# A mail program posts here by itself (RFC 8058) and has no cookie; the signature of the link stands in for it.
@csrf_exempt
@public("unsubscribing with one click, from the signed link of a mail")
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Fewer reminders, none, or again; the body of a one-click request means none."""
    try:
        person = User.objects.get(pk=read_stop_token(token), is_active=True)
    except (BadToken, User.DoesNotExist):
        return _closed(request, "forged")
    if request.method == "POST":
        act = {"less": hear_less, "usual": hear_as_usual, "again": agree_to_reminders}.get(request.POST.get("act", ""))
        (act or stop_reminders)(person, by=person, now=now())
        return redirect("nagging:stop", token=token)
    with _speaking(request, person):
        context = {"person": person, "less": Pace.objects.filter(person=person).exists(), "token": token}
        return render(request, "nagging/stop.html", context)
