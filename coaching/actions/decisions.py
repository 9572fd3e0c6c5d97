"""Decisions: anybody inside may word one, only the consent of every member adopts it, and then each one has to
understand it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from coaching import states
from coaching.enums import DecisionState, EngagementState, Stance
from coaching.models import Acknowledgement, Decision, Engagement, Question, Session, Voice
from coaching.permissions import may_answer_question, may_propose_decision, may_speak_as_member
from coaching.standing import own_membership, require
from partners.models import Firm

CAN_DECIDE = states.IN_WORK | {EngagementState.CONTRACTING, EngagementState.PAUSED}


@transaction.atomic
def propose_decision(
    engagement: Engagement,
    *,
    question: str,
    outcome: str,
    reasons: str,
    options: str = "",
    effect: str = "",
    review_on: date | None = None,
    for_cooperation: bool = False,
    affected_firms: Collection[Firm] = (),
    replaces: Decision | None = None,
    session: Session | None = None,
    by: User,
    now: datetime,
) -> Decision:
    """Put a decision to the team. A member who proposes it consents by that; the coach only writes it down."""
    engagement, standing = require(may_propose_decision, engagement, by)
    if engagement.state not in CAN_DECIDE:
        raise ActionRefused(_("Decisions are made while the coaching goes on."))
    _check_belongs(engagement, session, replaces, affected_firms)
    decision = Decision.objects.create(
        engagement=engagement,
        session=session,
        number=_next_number(engagement),
        **_stripped(question=question, options=options, outcome=outcome, reasons=reasons, effect=effect),
        review_on=review_on,
        for_cooperation=for_cooperation,
        replaces=replaces,
        proposed_by=by,
        proposed_at=now,
    )
    decision.affected_firms.set(affected_firms)
    audit.record("coaching.propose_decision", engagement, by=by, now=now, decision=decision.pk)
    if may_speak_as_member(standing):
        _speak(engagement, decision, stance=Stance.CONSENT, reason="", by=by, now=now)
    return decision


@transaction.atomic
def revise_decision(
    decision: Decision, *, question: str, outcome: str, reasons: str, options: str, effect: str, by: User, now: datetime
) -> Decision:
    """Reword a proposal, for instance after an objection. Everybody is asked anew for the new words."""
    engagement, standing = require(may_propose_decision, decision.engagement, by)
    revision = decision.revision
    changed = Decision.objects.filter(pk=decision.pk, state=DecisionState.PROPOSED, revision=revision).update(
        **_stripped(question=question, options=options, outcome=outcome, reasons=reasons, effect=effect),
        revision=revision + 1,
    )
    if not changed:
        raise ActionRefused(_("This proposal has changed meanwhile. Please look at it again."))
    decision.refresh_from_db()
    audit.record("coaching.revise_decision", engagement, by=by, now=now, decision=decision.pk)
    if may_speak_as_member(standing):
        _speak(engagement, decision, stance=Stance.CONSENT, reason="", by=by, now=now)
    return decision


@transaction.atomic
def withdraw_decision(decision: Decision, *, by: User, now: datetime) -> None:
    """Take back a proposal that the team has not adopted."""
    engagement, _standing = require(may_propose_decision, decision.engagement, by)
    if decision.proposed_by_id not in (by.pk, engagement.coach_id):
        raise ActionRefused(_("Only who proposed it can take it back."))
    if not Decision.objects.filter(pk=decision.pk, state=DecisionState.PROPOSED).update(state=DecisionState.WITHDRAWN):
        raise ActionRefused(_("This is no longer a proposal."))
    audit.record("coaching.withdraw_decision", engagement, by=by, now=now, decision=decision.pk)


@transaction.atomic
def consent(decision: Decision, *, revision: int, by: User, now: datetime) -> Decision:
    """Consent to exactly the words of ``revision``; the last missing consent adopts the decision."""
    engagement, _standing = require(may_speak_as_member, decision.engagement, by)
    _still_proposed(decision, revision)
    _speak(engagement, decision, stance=Stance.CONSENT, reason="", by=by, now=now)
    decision.refresh_from_db()
    return decision


@transaction.atomic
def object_to(decision: Decision, *, revision: int, reason: str, by: User, now: datetime) -> Decision:
    """Object with a reason. Nothing is adopted against it; it can be taken back by consenting."""
    engagement, _standing = require(may_speak_as_member, decision.engagement, by)
    _still_proposed(decision, revision)
    if not reason.strip():
        raise ActionRefused(_("An objection needs its reason, so that the team can answer it."))
    _speak(engagement, decision, stance=Stance.OBJECTION, reason=reason.strip(), by=by, now=now)
    return decision


@transaction.atomic
def acknowledge(decision: Decision, *, words: str, by: User, now: datetime) -> Acknowledgement:
    """Say in own words what the decision means for oneself; said again, the new words replace the old."""
    engagement, _standing = require(may_speak_as_member, decision.engagement, by)
    _adopted(decision)
    if not words.strip():
        raise ActionRefused(_("Please say it in your own words."))
    acknowledgement, _made = Acknowledgement.objects.update_or_create(
        decision=decision, member=own_membership(engagement, by), defaults={"words": words.strip(), "at": now}
    )
    audit.record("coaching.acknowledge", engagement, by=by, now=now, decision=decision.pk)
    return acknowledgement


@transaction.atomic
def ask_back(decision: Decision, *, text: str, by: User, now: datetime) -> Question:
    """Ask instead of acknowledging; the decision stays open for this member."""
    engagement, _standing = require(may_speak_as_member, decision.engagement, by)
    _adopted(decision)
    if not text.strip():
        raise ActionRefused(_("Please write your question."))
    question = Question.objects.create(
        decision=decision, member=own_membership(engagement, by), text=text.strip(), asked_at=now
    )
    audit.record("coaching.ask_back", engagement, by=by, now=now, decision=decision.pk, question=question.pk)
    return question


@transaction.atomic
def answer_question(question: Question, *, answer: str, by: User, now: datetime) -> None:
    """Answer a member's question; whether that was enough, they say by acknowledging."""
    engagement, _standing = require(may_answer_question, question.decision.engagement, by)
    if not answer.strip():
        raise ActionRefused(_("Please write an answer."))
    open_question = Question.objects.filter(pk=question.pk, answered_at__isnull=True)
    if not open_question.update(answer=answer.strip(), answered_by=by, answered_at=now):
        raise ActionRefused(_("Somebody has answered this question already."))
    audit.record("coaching.answer_question", engagement, by=by, now=now, question=question.pk)


@transaction.atomic
def keep_inside(decision: Decision, *, by: User, now: datetime) -> None:
    """Stop showing a decision to the manager and to the leads from now on; every member may, for themself and all."""
    engagement, _standing = require(may_speak_as_member, decision.engagement, by)
    Decision.objects.filter(pk=decision.pk).update(for_cooperation=False)
    decision.affected_firms.clear()
    audit.record("coaching.keep_decision_inside", engagement, by=by, now=now, decision=decision.pk)


def adopt_where_all_consent(engagement: Engagement, *, now: datetime) -> None:
    """Adopt the proposals to which every member of a locked engagement consents, after somebody left."""
    for decision in engagement.decisions.filter(state=DecisionState.PROPOSED):
        _adopt_if_all_consent(engagement, decision, now=now)


def _speak(engagement: Engagement, decision: Decision, *, stance: str, reason: str, by: User, now: datetime) -> None:
    Voice.objects.update_or_create(
        decision=decision,
        member=own_membership(engagement, by),
        revision=decision.revision,
        defaults={"stance": stance, "reason": reason, "at": now},
    )
    audit.record("coaching.speak", engagement, by=by, now=now, decision=decision.pk, stance=str(stance))
    _adopt_if_all_consent(engagement, decision, now=now)


def _adopt_if_all_consent(engagement: Engagement, decision: Decision, *, now: datetime) -> None:
    asked = set(engagement.members.filter(left_at__isnull=True, seated_at__isnull=False).values_list("pk", flat=True))
    consenting = set(
        decision.voices.filter(revision=decision.revision, stance=Stance.CONSENT).values_list("member_id", flat=True)
    )
    if not asked or asked - consenting:
        return
    claimed = Decision.objects.filter(pk=decision.pk, state=DecisionState.PROPOSED, revision=decision.revision).update(
        state=DecisionState.ADOPTED, adopted_at=now
    )
    if not claimed:
        return
    decision.state, decision.adopted_at = DecisionState.ADOPTED, now
    if decision.replaces_id:
        Decision.objects.filter(pk=decision.replaces_id, state=DecisionState.ADOPTED).update(
            state=DecisionState.REPLACED, ended_at=now
        )
    audit.record("coaching.adopt_decision", engagement, by=None, now=now, decision=decision.pk)


def _stripped(**words: str) -> dict[str, str]:
    return {name: text.strip() for name, text in words.items()}


def _next_number(engagement: Engagement) -> int:
    return (engagement.decisions.aggregate(last=Max("number"))["last"] or 0) + 1


def _check_belongs(
    engagement: Engagement, session: Session | None, replaces: Decision | None, firms: Collection[Firm]
) -> None:
    if session is not None and session.engagement_id != engagement.pk:
        raise ActionRefused(_("This session belongs to another coaching."))
    if replaces is not None and (replaces.engagement_id != engagement.pk or replaces.state != DecisionState.ADOPTED):
        raise ActionRefused(_("Only a decision that holds can be replaced."))
    parties = set(engagement.cooperation.parties.filter(left_on__isnull=True).values_list("firm_id", flat=True))
    if any(firm.pk not in parties for firm in firms):
        raise ActionRefused(_("Only firms of this cooperation can read it."))


def _still_proposed(decision: Decision, revision: int) -> None:
    decision.refresh_from_db()
    if decision.state != DecisionState.PROPOSED:
        raise ActionRefused(_("This is no longer a proposal."))
    if decision.revision != revision:
        raise ActionRefused(_("The wording has changed meanwhile. Please read it again."))


def _adopted(decision: Decision) -> None:
    if not Decision.objects.filter(pk=decision.pk, state=DecisionState.ADOPTED).exists():
        raise ActionRefused(_("This decision does not hold."))
