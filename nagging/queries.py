"""What the pages of the apps above show of the engine. All of it only reads, with a number of queries that depends on
the rules present and not on the rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from nagging.enums import Reason, Rung
from nagging.letters import words_of
from nagging.models import Answer, Finding, Nag
from nagging.people import Person
from nagging.plan import Plan, chains_of, compute, nags_of, people_of
from nagging.rules import Chain, Wording


@dataclass(frozen=True)
class Open:
    """An open finding with everything that a page says of it.

    ``asked`` is the person who should answer (None: nobody is responsible), ``why`` why it stands where it stands,
    ``asked_on`` the moments at which somebody was asked, ``promise`` the last date that was promised.
    """

    finding: Finding
    wording: Wording
    chain: Chain
    asked: User | None
    why: str
    last_answer: Answer | None
    nags: tuple[Nag, ...]

    @property
    def rung(self) -> Rung:
        return Rung(self.finding.rung)


def open_findings(scope_ids: Collection[int], *, now: datetime) -> list[Open]:
    """Open findings of these scopes, gravest rung first."""
    found = Finding.objects.open().filter(scope_id__in=scope_ids).order_by("-rung", "since", "pk")
    return _shown(list(found), now)


def call_list(scope_ids: Collection[int], *, now: datetime) -> list[Open]:
    """Findings of these scopes that no mail can move: whom the manager should call, and why.

    Help asked for comes first, then what climbed to the top, then those whom no mail may reach.
    """
    found = list(Finding.objects.on_call_list().filter(scope_id__in=scope_ids).order_by("since", "pk"))
    found.sort(key=lambda finding: (finding.help_wanted_at is None, finding.rung != Rung.CALL))
    return _shown(found, now)


def answers_for(scope_ids: Collection[int], *, since: datetime, now: datetime) -> list[tuple[Answer, Wording | None]]:
    """Answers given in these scopes from ``since`` on, latest first, each with the wording of its question."""
    found = Answer.objects.filter(finding__scope_id__in=scope_ids, at__gte=since)
    answers = list(found.select_related("finding", "person").order_by("-at", "-pk"))
    words = words_of([answer.finding for answer in answers], localtime(now).date())
    return [(answer, words.get(answer.finding_id)) for answer in answers]


def going_out(now: datetime, *, scope_ids: Collection[int]) -> Plan:
    """Who would be asked what at ``now`` (tomorrow at ten, say) in these scopes, and who not and why."""
    return compute(now, scope_ids=scope_ids)


def _shown(findings: Sequence[Finding], now: datetime) -> list[Open]:
    chains, nags = chains_of(findings), nags_of(findings, now)
    people, users = people_of(chains.values(), nags.values(), now)
    words = words_of(findings, localtime(now).date())
    answers = _last_answers(findings)
    shown = []
    for finding in findings:
        chain = chains[finding.pk]
        asked = users.get(chain.asked or chain.deputy or chain.lead or 0)
        why = why_there(finding, people.get(asked.pk) if asked else None)
        if finding.pk in words:
            of_this = tuple(nags[finding.pk])
            shown.append(Open(finding, words[finding.pk], chain, asked, why, answers.get(finding.pk), of_this))
    return shown


def _last_answers(findings: Sequence[Finding]) -> Mapping[int, Answer]:
    rows = Answer.objects.filter(finding__in=[finding.pk for finding in findings]).select_related("person")
    return {answer.finding_id: answer for answer in rows.order_by("at", "pk")}


def why_there(finding: Finding, asked: Person | None) -> str:
    """One sentence on why the finding stands where it stands."""
    name = asked.name if asked else _("Nobody")
    if finding.help_wanted_at is not None:
        return _("Help is asked for.")
    if finding.rung == Rung.CALL:
        return _("All questions by mail stayed without an answer.")
    sentences = {
        Reason.NO_CONSENT: _("Nobody asked by mail: %(name)s has not agreed to reminders."),
        Reason.STOPPED: _("Nobody asked by mail: %(name)s has stopped reminders."),
        Reason.SUSPENDED: _("Nobody asked by mail: the address of %(name)s does not accept mails."),
        Reason.NOBODY: _("Nobody is responsible for this."),
        Reason.PROMISED: _("A date is promised."),
    }
    sentence = sentences.get(Reason(finding.held)) if finding.held else None
    return sentence % {"name": name} if sentence else str(Rung(finding.rung).label)
