"""What is nagged about in a cooperation: silence, overdue tasks, parties without a next step.

Each rule is one query expression (see ``nagging.rules``); the naive reference in plain Python lives in the tests.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, JSONObject, TruncDate
from django.utils.translation import gettext_lazy as _

from cooperations.enums import State, TaskState
from cooperations.models import Cooperation, Party, Task
from cooperations.nag_answers import answer_idle, answer_overdue, answer_silence
from cooperations.nag_words import (
    idle_chains,
    idle_words,
    overdue_chains,
    overdue_words,
    silence_chains,
    silence_words,
)
from coopnet.clock import local_day
from nagging.enums import AnswerKind
from nagging.rules import ROW_COLUMNS, Rule

SILENCE = "cooperations.silence"
TASK_OVERDUE = "cooperations.task_overdue"
NO_OPEN_TASK = "cooperations.no_open_task"
DAY = timedelta(days=1)


def _nagged(now: datetime, prefix: str = "") -> Q:
    """Active cooperations outside of the quiet week after a pause."""
    today = local_day(now)
    begun = Q(**{f"{prefix}nag_from__isnull": True}) | Q(**{f"{prefix}nag_from__lte": today})
    return Q(**{f"{prefix}state": State.ACTIVE}) & begun


def _day(moment) -> TruncDate:
    return TruncDate(moment, tzinfo=ZoneInfo(settings.TIME_ZONE))


def silent_cooperations(now: datetime) -> QuerySet:
    """Active cooperations whose day of the stall has come: a range of an index, nothing is computed."""
    return (
        Cooperation.objects.filter(_nagged(now), stall_at__lte=local_day(now))
        .order_by()
        .annotate(
            subject_id=F("pk"),
            scope_id=F("pk"),
            since=F("stall_at"),
            evidence=JSONObject(last_sign_on=_day("last_life_sign_at"), rhythm_days="rhythm_days"),
        )
        .values(*ROW_COLUMNS)
    )


def overdue_tasks(now: datetime) -> QuerySet:
    """Accepted tasks of active cooperations whose day has passed."""
    return (
        Task.objects.filter(
            _nagged(now, "cooperation__"),
            state=TaskState.ACCEPTED,
            due_on__lt=local_day(now),
            party__left_on__isnull=True,
        )
        .order_by()
        .annotate(
            subject_id=F("pk"),
            scope_id=F("cooperation_id"),
            shard=F("cooperation__shard"),
            since=Cast(F("due_on") + DAY, DateField()),
            evidence=JSONObject(due_on="due_on", first_due_on="first_due_on", moved="moved_count"),
        )
        .values(*ROW_COLUMNS)
    )


def idle_parties(now: datetime) -> QuerySet:
    """Parties of active cooperations without an offered or accepted task, since the last one ended or they began."""
    ends = (
        Task.objects.filter(party=OuterRef("pk"))
        .order_by()
        .values("party")
        .annotate(last=Max(Coalesce("done_at", "dropped_at")))
        .values("last")
    )
    begun = Greatest("joined_on", Coalesce("cooperation__active_since", "joined_on"))
    return (
        Party.objects.current()
        .filter(_nagged(now, "cooperation__"), ~Exists(Task.objects.open().filter(party=OuterRef("pk"))))
        .order_by()
        .annotate(
            last_end=_day(Subquery(ends)),
            subject_id=F("pk"),
            scope_id=F("cooperation_id"),
            shard=F("cooperation__shard"),
            since=Greatest(begun, Coalesce("last_end", begun)),
            evidence=JSONObject(last_task_ended_on="last_end"),
        )
        .values(*ROW_COLUMNS)
    )


RULES = (
    Rule(
        code=SILENCE,
        version=1,
        label=_("no life sign for too long"),
        rows=silent_cooperations,
        chains=silence_chains,
        words=silence_words,
        apply=answer_silence,
        severity=60,
    ),
    Rule(
        code=TASK_OVERDUE,
        version=1,
        label=_("task overdue"),
        rows=overdue_tasks,
        chains=overdue_chains,
        words=overdue_words,
        apply=answer_overdue,
        severity=50,
        patience=1,
    ),
    Rule(
        code=NO_OPEN_TASK,
        version=1,
        label=_("party without an open task"),
        rows=idle_parties,
        chains=idle_chains,
        words=idle_words,
        apply=answer_idle,
        severity=30,
        answers=(AnswerKind.PROMISE, AnswerKind.HELP, AnswerKind.NOT_RELEVANT),
        beaten_by=(SILENCE,),
        patience=3,
    ),
)
