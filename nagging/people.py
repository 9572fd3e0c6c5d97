"""What the engine has to know about a person: when they work, whether they may be asked by mail, what they got."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from accounts.enums import MailState
from accounts.models import Absence, User
from coopnet.clock import BusinessCalendar
from nagging.enums import Reason
from nagging.models import Digest, Pace

FAR = 400
"""Days that are looked ahead for a working day; who is away for longer counts as away for good."""
LOOK_BACK = timedelta(days=120)
UNANSWERED_LIMIT = 3
_UNSENT = (MailState.WITHDRAWN, MailState.FAILED)


@dataclass(frozen=True)
class Person:
    """A person at the moment of planning; pure, no database behind it.

    ``unmailable`` is the reason why no reminder may be sent to them, or "". ``digest_days`` are the local days of the
    digests that left or are on their way, ``written_on`` those of all digests, withdrawn ones too. ``slow`` people get
    at most one digest a week: they asked for it, or left the last three unanswered (``unanswering``).
    """

    id: int
    name: str
    calendar: BusinessCalendar
    zone: ZoneInfo
    start: time = time(8, 0)
    end: time = time(17, 0)
    absences: tuple[tuple[date, date], ...] = ()
    unmailable: str = ""
    active: bool = True
    digest_days: tuple[date, ...] = ()
    written_on: frozenset[date] = frozenset()
    wants_less: bool = False
    unanswering: bool = False

    @property
    def slow(self) -> bool:
        return self.wants_less or self.unanswering

    @cached_property
    def _away(self) -> frozenset[date]:
        return frozenset(
            first + timedelta(days=step)
            for first, last in self.absences
            for step in range(min((last - first).days, FAR) + 1)
        )

    def day_of(self, moment: datetime) -> date:
        """The person's calendar day at ``moment``."""
        return moment.astimezone(self.zone).date()

    def away_on(self, day: date) -> bool:
        return day in self._away

    def works_on(self, day: date) -> bool:
        return day not in self._away and self.calendar.is_business_day(day)

    def works_from(self, day: date) -> date:
        """The first day from ``day`` on which they work; ``FAR`` days later where there is none."""
        for step in range(FAR):
            if self.works_on(day + timedelta(days=step)):
                return day + timedelta(days=step)
        return day + timedelta(days=FAR)

    def add(self, day: date, count: int) -> date:
        """The working day ``count`` (>= 0) working days after ``day``; holidays and absences stop the clock."""
        for _day in range(count):
            day = self.works_from(day + timedelta(days=1))
        return day if count else self.works_from(day)

    def slot(self, now: datetime) -> datetime:
        """The next moment from ``now`` on inside their working hours, aware, in UTC."""
        local = now.astimezone(self.zone)
        day = local.date()
        if self.works_on(day) and self._opens(day) <= now < self._closes(day):
            return now
        if not (self.works_on(day) and now < self._opens(day)):
            day = self.works_from(day + timedelta(days=1))
        return self._opens(day)

    def closing(self, moment: datetime) -> datetime:
        """The end of their working hours on the local day of ``moment``, aware, in UTC."""
        return self._closes(self.day_of(moment))

    def _opens(self, day: date) -> datetime:
        return datetime.combine(day, self.start, self.zone).astimezone(_UTC)

    def _closes(self, day: date) -> datetime:
        # Hours that end before they begin were typed wrongly: the day then ends at midnight.
        if self.end <= self.start:
            return datetime.combine(day + timedelta(days=1), time(0, 0), self.zone).astimezone(_UTC)
        return datetime.combine(day, self.end, self.zone).astimezone(_UTC)


_UTC = ZoneInfo("UTC")


def unmailable(user: User) -> str:
    """Why ``user`` gets no reminders by mail, as a :class:`Reason`; "" where nothing speaks against it."""
    if user.reminders_stopped_at is not None:
        return Reason.STOPPED
    if user.mail_consent_at is None:
        return Reason.NO_CONSENT
    if user.mail_suspended_at is not None:
        return Reason.SUSPENDED
    return ""


def as_person(user: User, *, absences=(), digests=(), wants_less: bool = False) -> Person:
    """``user`` as the engine sees them; ``digests`` are (day, state of the mail, answered) from the latest back."""
    left = [(day, answered) for day, state, answered in digests if state not in _UNSENT]
    reached = [answered for _day, state, answered in digests if state == MailState.SENT][:UNANSWERED_LIMIT]
    return Person(
        id=user.pk,
        name=user.full_name,
        calendar=user.calendar,
        zone=_zone(user.timezone),
        start=user.workday_start,
        end=user.workday_end,
        absences=tuple(absences),
        unmailable=unmailable(user),
        active=user.is_active,
        digest_days=tuple(day for day, _answered in left),
        written_on=frozenset(day for day, _state, _answered in digests),
        wants_less=wants_less,
        unanswering=len(reached) == UNANSWERED_LIMIT and not any(reached),
    )


def load(users: Iterable[User], *, now: datetime) -> dict[int, Person]:
    """``users`` as the engine sees them at ``now``, by id; three queries, however many."""
    users = list(users)
    ids = [user.pk for user in users]
    absences, digests = defaultdict(list), defaultdict(list)
    away = Absence.objects.filter(user__in=ids, ends_on__gte=(now - LOOK_BACK).date())
    for user_id, first, last in away.values_list("user_id", "starts_on", "ends_on"):
        absences[user_id].append((first, last))
    recent = Digest.objects.filter(person__in=ids, day__gte=(now - LOOK_BACK).date()).order_by("-day", "-pk")
    for person_id, day, state, answered_at in recent.values_list("person_id", "day", "mail__state", "answered_at"):
        digests[person_id].append((day, state, answered_at is not None))
    less = set(Pace.objects.filter(person__in=ids).values_list("person_id", flat=True))
    return {
        user.pk: as_person(user, absences=absences[user.pk], digests=digests[user.pk], wants_less=user.pk in less)
        for user in users
    }


def _zone(name: str) -> ZoneInfo:
    # One person with a broken time zone must not keep the reminders of everybody else.
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
