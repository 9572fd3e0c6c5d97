"""Asking: the plan becomes nags, digests and mails in the outbox, all in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from accounts.enums import MailCategory, MailState
from accounts.mail.outbox import enqueue_many, expire
from accounts.models import OutboundMail
from nagging import locks
from nagging.enums import NagState, Rung
from nagging.models import Digest, Finding, Nag
from nagging.plan import Held, Plan, PlannedDigest, Question, compute, in_parts, outcomes_of

COMPOSER = "nagging.digest"
# Digests in one transaction: well under a second.
DIGESTS_AT_ONCE = 200


@dataclass
class Asked:
    """What one round of asking wrote, with the plan that it carried out."""

    plan: Plan
    digests: int = 0
    questions: int = 0
    called: int = 0


def ask_due(*, now: datetime) -> Asked:
    """Settle what became of earlier mails, compute the plan and write it. Any number of these may run at once."""
    settle(now=now)
    plan = compute(now)
    asked = Asked(plan)
    for digests in _together(plan.digests):
        written = _write(digests, now)
        asked.digests += len(written)
        asked.questions += sum(written)
    for part in in_parts(plan.called):
        asked.called += _call(part)
    _note_suppressed([held for held in plan.held if held.suppressed], now)
    _note_held(plan)
    return asked


def settle(*, now: datetime) -> None:
    """Take over from the outbox what became of questions on their way. Doing it twice equals once."""
    expire(now)
    open_mails = Q(digest__mail__state__in=(MailState.PENDING, MailState.LEASED))
    ids = list(
        Nag.objects.filter(state=NagState.PENDING).exclude(open_mails).order_by("pk").values_list("pk", flat=True)
    )
    groups: dict[tuple[NagState, str], list[int]] = defaultdict(list)
    for pk, (state, reason, _sent_at) in outcomes_of(ids, now).items():
        groups[state, reason].append(pk)
    sent_at = Subquery(Digest.objects.filter(pk=OuterRef("digest")).values("mail__sent_at")[:1])
    for (state, reason), pks in groups.items():
        moment = {"sent_at": sent_at} if state == NagState.SENT else {}
        for part in in_parts(pks):
            pending = Nag.objects.filter(pk__in=part, state=NagState.PENDING)
            pending.update(state=state, suppressed_reason=reason, **moment)


def _together(digests: Sequence[PlannedDigest]) -> Iterator[list[PlannedDigest]]:
    """Portions for one transaction each; digests that share a question stay together."""
    by_finding: dict[int, list[int]] = defaultdict(list)
    for place, digest in enumerate(digests):
        for question in digest.questions:
            by_finding[question.finding.pk].append(place)
    seen: set[int] = set()
    portion: list[PlannedDigest] = []
    for start in range(len(digests)):
        reached = [start]
        while reached:
            place = reached.pop()
            if place in seen:
                continue
            seen.add(place)
            portion.append(digests[place])
            for question in digests[place].questions:
                reached += by_finding[question.finding.pk]
        if len(portion) >= DIGESTS_AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def _write(digests: Sequence[PlannedDigest], now: datetime) -> list[int]:
    """Write ``digests`` as far as nothing changed since the plan was made; the number of questions in each."""
    with transaction.atomic():
        locks.hold(locks.PLAN, [0])
        digests = _still_right(digests)
        mails = enqueue_many(_mail(digest, now) for digest in digests)
        by_key = {mail.key: mail for mail in mails}
        rows = Digest.objects.bulk_create(
            Digest(person_id=digest.person.id, day=digest.day, created_at=now, mail=by_key[_key(digest)])
            for digest in digests
        )
        nags = [
            Nag(
                finding=question.finding,
                rung=question.rung,
                person_id=digest.person.id,
                is_notice=question.is_notice,
                digest=row,
                created_at=now,
            )
            for digest, row in zip(digests, rows, strict=True)
            for question in digest.questions
        ]
        _store(nags)
        _step(question for digest in digests for question in digest.questions)
    return [len(digest.questions) for digest in digests]


def _still_right(digests: Sequence[PlannedDigest]) -> list[PlannedDigest]:
    """``digests`` without what another round wrote or an answer settled in the meantime; locks their findings."""
    findings = {question.finding.pk: question.finding for digest in digests for question in digest.questions}
    rows = Finding.objects.select_for_update().open().filter(pk__in=findings, help_wanted_at__isnull=True)
    stands = rows.order_by("pk").values_list("pk", "rung", "next_step_on", "promised_for")
    same = {
        pk
        for pk, *state in stands
        if state == [findings[pk].rung, findings[pk].next_step_on, findings[pk].promised_for]
    }
    of_these = Digest.objects.filter(
        person__in=[digest.person.id for digest in digests], day__in={digest.day for digest in digests}
    )
    taken = set(of_these.values_list("person_id", "day"))
    for digest in digests:
        if (digest.person.id, digest.day) in taken:
            same -= {question.finding.pk for question in digest.questions}
    kept = []
    for digest in digests:
        questions = tuple(question for question in digest.questions if question.finding.pk in same)
        if questions:
            kept.append(PlannedDigest(digest.person, digest.day, digest.not_before, questions))
    return kept


def _key(digest: PlannedDigest) -> str:
    return f"digest.{digest.person.id}.{digest.day:%Y-%m-%d}"


def _mail(digest: PlannedDigest, now: datetime) -> OutboundMail:
    # A lost question to a lead would let the ladder end in silence; any other is carried by the next digest.
    grave = any(question.rung == Rung.LEAD and not question.is_notice for question in digest.questions)
    return OutboundMail(
        key=_key(digest),
        category=MailCategory.DIGEST,
        composer=COMPOSER,
        to_id=digest.person.id,
        created_at=now,
        not_before=digest.not_before,
        expires_at=digest.person.closing(digest.not_before),
        resends_left=1 if grave else 0,
    )


def _store(nags: Iterable[Nag]) -> None:
    """Insert, or take up again what was suppressed before."""
    Nag.objects.bulk_create(
        sorted(nags, key=lambda nag: (nag.finding_id, nag.rung, nag.person_id)),
        update_conflicts=True,
        unique_fields=["finding", "rung", "person"],
        update_fields=["digest", "state", "suppressed_reason", "is_notice", "created_at", "sent_at"],
    )


def _step(questions: Iterable[Question]) -> None:
    by_rung: dict[int, set[int]] = defaultdict(set)
    for question in questions:
        by_rung[question.finding.rung if question.is_notice else question.rung].add(question.finding.pk)
    for rung, ids in by_rung.items():
        Finding.objects.filter(pk__in=ids).update(rung=rung, next_step_on=None, held="")


def _call(findings: Sequence[Finding]) -> int:
    """Top of the ladder: from here on only the manager can move it."""
    at_lead = Finding.objects.open().filter(pk__in=[finding.pk for finding in findings], rung=Rung.LEAD)
    return at_lead.update(rung=Rung.CALL, next_step_on=None, held="")


def _note_suppressed(held: Sequence[Held], now: datetime) -> None:
    """Put on record who could not be asked; what is on record with the same reason is left alone."""
    for part in in_parts(held):
        with transaction.atomic():
            locks.hold(locks.PLAN, [0])
            known = Nag.objects.filter(finding__in=[one.finding.pk for one in part])
            stands = {
                (finding, rung, person): (state, reason)
                for finding, rung, person, state, reason in known.values_list(
                    "finding_id", "rung", "person_id", "state", "suppressed_reason"
                )
            }
            _store(
                Nag(
                    finding=one.finding,
                    rung=one.rung,
                    person_id=one.person.id,
                    state=NagState.SUPPRESSED,
                    suppressed_reason=one.reason,
                    created_at=now,
                )
                for one in part
                if _may_note(stands.get((one.finding.pk, one.rung, one.person.id)), one)
            )


def _may_note(known: tuple[str, str] | None, held: Held) -> bool:
    if known is None:
        return True
    return known[0] == NagState.SUPPRESSED and known[1] != held.reason


def _note_held(plan: Plan) -> None:
    """When to look again, and why nothing was asked; only where that changes something."""
    asked = {question.finding.pk for digest in plan.digests for question in digest.questions}
    groups: dict[tuple, list[int]] = defaultdict(list)
    for held in plan.held:
        finding = held.finding
        until = held.until or finding.next_step_on
        if finding.pk not in asked and (finding.held, finding.next_step_on) != (held.reason, until):
            groups[finding.next_step_on, until, held.reason].append(finding.pk)
    for (before, until, reason), ids in groups.items():
        for part in in_parts(ids):
            unchanged = Finding.objects.open().filter(pk__in=part, next_step_on=before)
            unchanged.update(next_step_on=until, held=reason)
