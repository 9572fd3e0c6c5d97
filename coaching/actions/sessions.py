"""Sessions: planned and held by the coach, with the team's topics and a summary that the team answers to."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from coaching import states
from coaching.enums import EngagementState, Presence, SessionState, SummaryVerdict
from coaching.models import AgendaItem, Attendance, Engagement, Member, Session, SummaryResponse
from coaching.permissions import may_add_topic, may_lead_sessions, may_speak_as_member
from coaching.standing import own_membership, require

CAN_PLAN = states.IN_WORK | {EngagementState.CONTRACTING, EngagementState.PAUSED}


@transaction.atomic
def plan_session(
    engagement: Engagement, *, starts_at: datetime, minutes: int = 90, place: str = "", by: User, now: datetime
) -> Session:
    """Plan the next session; ``minutes`` is 5-600. Only the coach, once all have accepted them."""
    engagement, _standing = require(may_lead_sessions, engagement, by)
    if engagement.state not in CAN_PLAN:
        raise ActionRefused(_("Sessions are planned while the coaching goes on."))
    last = engagement.sessions.aggregate(last=Max("number"))["last"] or 0
    session = Session.objects.create(
        engagement=engagement,
        number=last + 1,
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        planned_by=by,
    )
    audit.record("coaching.plan_session", engagement, by=by, now=now, session=session.pk)
    return session


@transaction.atomic
def change_session(session: Session, *, starts_at: datetime, minutes: int, place: str, by: User, now: datetime) -> None:
    """Move a planned session to another time or place."""
    require(may_lead_sessions, session.engagement, by)
    _claim_planned(session, starts_at=starts_at, minutes=minutes, place=place.strip())
    audit.record("coaching.change_session", session.engagement, by=by, now=now, session=session.pk)


@transaction.atomic
def cancel_session(session: Session, *, by: User, now: datetime) -> None:
    require(may_lead_sessions, session.engagement, by)
    _claim_planned(session, state=SessionState.CANCELLED)
    audit.record("coaching.cancel_session", session.engagement, by=by, now=now, session=session.pk)


@transaction.atomic
def add_agenda_item(
    session: Session, *, text: str, by: User, now: datetime, proposer: Member | None = None
) -> AgendaItem:
    """Put a topic on the agenda. Topics come from the team: the coach names the ``proposer`` whose topic it is."""
    engagement, standing = require(may_add_topic, session.engagement, by)
    if not Session.objects.filter(pk=session.pk, state=SessionState.PLANNED).exists():
        raise ActionRefused(_("The agenda of this session is closed."))
    if standing.coach:
        if proposer is None or proposer.engagement_id != engagement.pk or proposer.left_at is not None:
            raise ActionRefused(_("Please say whose topic it is."))
    else:
        proposer = own_membership(engagement, by)
    item = AgendaItem.objects.create(session=session, text=text.strip(), proposer=proposer, created_at=now)
    audit.record("coaching.add_topic", engagement, by=by, now=now, session=session.pk, topic=item.pk)
    return item


@transaction.atomic
def save_draft(session: Session, *, summary: str, by: User) -> None:
    """Keep what the coach has typed so far; nobody else sees it. A draft is no event and has no audit row."""
    require(may_lead_sessions, session.engagement, by)
    Session.objects.filter(pk=session.pk).exclude(state=SessionState.CANCELLED).update(draft=summary)


@transaction.atomic
def hold_session(
    session: Session,
    *,
    attendance: Mapping[int, str],
    summary: str,
    talked_about: Collection[int] = (),
    shares: tuple[int, int, int] | None = None,
    by: User,
    now: datetime,
) -> Session:
    """Record a session, or correct the record: who was there (by member id), the topics, the summary for the team.

    ``shares`` are asking, facilitating and instructing in percent. Another wording of the summary asks the members
    again. Raises ActionRefused while the coaching pauses, for a cancelled session and before its day.
    """
    engagement, _standing = require(may_lead_sessions, session.engagement, by)
    session = Session.objects.select_for_update().get(pk=session.pk)
    summary = summary.strip()
    _check_can_be_held(engagement, session, summary, now=now)
    asking, facilitating, instructing = shares or (None, None, None)
    reworded = summary != session.summary or not session.summary_version
    Session.objects.filter(pk=session.pk).update(
        state=SessionState.HELD,
        held_at=session.held_at or now,
        draft="",
        summary=summary,
        summary_version=session.summary_version + 1 if reworded else session.summary_version,
        asking=asking,
        facilitating=facilitating,
        instructing=instructing,
    )
    _record_attendance(engagement, session, attendance)
    session.agenda.update(talked_about=False)
    session.agenda.filter(pk__in=talked_about).update(talked_about=True)
    audit.record("coaching.hold_session", engagement, by=by, now=now, session=session.pk)
    session.refresh_from_db()
    return session


@transaction.atomic
def respond_to_summary(
    session: Session, *, verdict: str, text: str = "", version: int, by: User, now: datetime
) -> SummaryResponse:
    """Confirm the summary, or say what one saw differently; a second answer replaces the first.

    ``version`` is the wording that the member read: ActionRefused where it has changed since.
    """
    engagement, _standing = require(may_speak_as_member, session.engagement, by)
    session = Session.objects.get(pk=session.pk)
    text = text.strip()
    if session.state != SessionState.HELD:
        raise ActionRefused(_("There is no summary yet."))
    if session.summary_version != version:
        raise ActionRefused(_("The summary was reworded meanwhile. Please read it again."))
    if verdict == SummaryVerdict.OBJECTED and not text:
        raise ActionRefused(_("Please say what you saw differently."))
    response, _made = SummaryResponse.objects.update_or_create(
        session=session,
        member=own_membership(engagement, by),
        version=version,
        defaults={"verdict": verdict, "text": text, "at": now},
    )
    audit.record("coaching.answer_summary", engagement, by=by, now=now, session=session.pk, verdict=str(verdict))
    return response


def _claim_planned(session: Session, **fields) -> None:
    if not Session.objects.filter(pk=session.pk, state=SessionState.PLANNED).update(**fields):
        raise ActionRefused(_("This session is no longer planned."))
    for name, value in fields.items():
        setattr(session, name, value)


def _check_can_be_held(engagement: Engagement, session: Session, summary: str, *, now: datetime) -> None:
    if session.state == SessionState.CANCELLED:
        raise ActionRefused(_("This session was cancelled."))
    if session.state == SessionState.PLANNED:
        if engagement.state not in states.IN_WORK:
            raise ActionRefused(_("Sessions are held while the coaching is running."))
        if session.starts_at > now:
            raise ActionRefused(_("This session has not begun yet. Your draft is kept."))
    if not summary:
        raise ActionRefused(_("Please write a few sentences for the team."))


def _record_attendance(engagement: Engagement, session: Session, attendance: Mapping[int, str]) -> None:
    """Members outside this team and unknown words are left out: they can only come from a forged form."""
    known = engagement.members.filter(pk__in=attendance).values_list("pk", flat=True)
    for member_id in known:
        presence = attendance[member_id]
        if presence in Presence.values:
            Attendance.objects.update_or_create(session=session, member_id=member_id, defaults={"presence": presence})
