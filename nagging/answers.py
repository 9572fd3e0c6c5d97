"""Answering a finding: from the link of a mail or from a page, with the same effect."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from nagging import rules
from nagging.enums import AnswerKind, CloseReason, Reason, Rung
from nagging.models import Answer, Digest, Finding
from nagging.rules import Chain, Given, Rule

MAX_PROMISES = 3
PROPOSED_IN = 3
"""Business days until the date that is proposed for a promise."""
LATEST_PROMISE = timedelta(days=180)
# An answer that settled nothing leaves the person in peace for some business days; one that settled the finding
# keeps the same fact from being asked again for some days.
PAUSE = {AnswerKind.DONE: 3, AnswerKind.NOT_RELEVANT: 10}
QUIET = {AnswerKind.DONE: timedelta(days=7), AnswerKind.NOT_RELEVANT: timedelta(days=90)}


def may_answer(chain: Chain, person: User) -> bool:
    """Whether ``person`` is one of those who are or will be asked; checked anew at every request. Pure."""
    return person.is_active and person.pk in (chain.asked, chain.deputy, chain.lead, chain.manager)


def proposed_date(person: User, today: date) -> date:
    """The day proposed for a promise: three business days ahead where ``person`` works."""
    return person.calendar.add(today, PROPOSED_IN)


@transaction.atomic
def answer(
    finding: Finding,
    *,
    kind: AnswerKind | str,
    by: User,
    now: datetime,
    promised_for: date | None = None,
    text: str = "",
) -> Answer:
    """Store the answer of ``by`` and let the rule carry it out.

    The same answer a second time returns the first and changes nothing. The caller has checked that ``by`` may answer
    (:func:`may_answer`, or a permission of the page). Raises ActionRefused.
    """
    kind, text = AnswerKind(kind), text.strip()[:500]
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    last = finding.answers.first()
    if last and (last.person_id, last.kind, last.promised_for, last.text) == (by.pk, kind, promised_for, text):
        return last
    rule = rules.get(finding.rule)
    if rule is None or finding.closed_at is not None:
        raise ActionRefused(_("This question has been settled in the meantime. Thank you."))
    _check(finding, rule, kind, promised_for, text, today=now.astimezone(by.zone).date())
    given = Answer.objects.create(finding=finding, person=by, kind=kind, promised_for=promised_for, text=text, at=now)
    settled = rule.apply(Given(finding=finding, kind=kind, by=by, now=now, promised_for=promised_for, text=text))
    _take_effect(finding, given, by, settled=settled)
    asked_by = Digest.objects.filter(person=by, answered_at__isnull=True, nags__finding=finding)
    Digest.objects.filter(pk__in=asked_by.values("pk")).update(answered_at=now)
    record("nagging.answer", finding, by=by, now=now, kind=kind.value, settled=settled)
    return given


def _check(
    finding: Finding, rule: Rule, kind: AnswerKind, promised_for: date | None, text: str, *, today: date
) -> None:
    if kind not in rule.answers:
        raise ActionRefused(_("This question cannot be answered like that."))
    if kind == AnswerKind.NOT_RELEVANT and not text:
        raise ActionRefused(_("Please say in a few words why it is not relevant."))
    if (kind == AnswerKind.PROMISE) != (promised_for is not None):
        raise ActionRefused(_("A promise needs a date."))
    if promised_for is None:
        return
    if promised_for < today:
        raise ActionRefused(_("This date has passed. Please choose a day from today on."))
    if promised_for > today + LATEST_PROMISE:
        raise ActionRefused(_("This date is more than half a year away. Please choose an earlier one."))
    earlier = Answer.objects.filter(
        finding__rule=finding.rule,
        finding__subject_id=finding.subject_id,
        kind=AnswerKind.PROMISE,
        at__gte=finding.opened_at - LATEST_PROMISE,
    )
    if earlier.count() >= MAX_PROMISES:
        raise ActionRefused(
            _("A date was promised three times already. Please choose another answer, for example that you need help.")
        )


def _take_effect(finding: Finding, given: Answer, by: User, *, settled: bool) -> None:
    kind, day = AnswerKind(given.kind), given.at.astimezone(by.zone).date()
    if settled:
        finding.closed_at = given.at
        finding.close_reason = CloseReason.NOT_RELEVANT if kind == AnswerKind.NOT_RELEVANT else CloseReason.ANSWERED
        finding.quiet_until = day + QUIET[kind] if kind in QUIET else given.promised_for
        finding.save(update_fields=["closed_at", "close_reason", "quiet_until"])
        return
    if kind == AnswerKind.HELP:
        finding.help_wanted_at, finding.next_step_on, finding.held = given.at, None, Reason.HELP
    else:
        finding.help_wanted_at = None
        # The manager's call has borne fruit: should the date pass, the finding is back on the list at once.
        finding.rung = min(finding.rung, Rung.LEAD)
        if kind == AnswerKind.PROMISE:
            finding.promised_for = given.promised_for
            finding.promises += 1
            finding.next_step_on = by.calendar.on_or_after(given.promised_for + timedelta(days=1))
            finding.held = Reason.PROMISED
        else:
            finding.promised_for = None
            finding.next_step_on, finding.held = by.calendar.add(day, PAUSE[kind]), Reason.TIME
    finding.save(update_fields=["help_wanted_at", "rung", "promised_for", "promises", "next_step_on", "held"])
