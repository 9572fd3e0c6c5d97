from dataclasses import dataclass
from datetime import timedelta

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.roles import has_role
from cooperations.enums import Level
from cooperations.portfolio import portfolio
from cooperations.views.calling import calls_for
from cooperations.views.coming import coming
from cooperations.views.outgoing import next_working_day
from cooperations.views.submitting import permit
from coopnet import clock
from nagging.enums import AnswerKind
from nagging.queries import answers_for

LISTED = 60
"""So many cooperations stand on the start page; the list has all of them."""
COMING = 12
ANSWERS_SINCE = timedelta(days=21)


@dataclass(frozen=True)
class Group:
    """Cooperations of one level."""

    level: Level
    rows: list


def today(request):
    """The manager's start: whom to call, what goes out tomorrow, how all of it stands, what comes."""
    permit(has_role(request.user, "manager"), _("This is the start page of managers of cooperations."))
    now = clock.now()
    day = clock.local_day(now, request.user.timezone)
    shown = portfolio(request.user, today=day, per_page=LISTED)
    ids = {row.cooperation.pk for row in shown.rows}
    ahead = coming([row.facts for row in shown.rows], day)
    return render(
        request,
        "cooperations/today.html",
        {
            "today": day,
            "shown": shown,
            "calls": calls_for(shown.rows, now=now, today=day),
            "outgoing": next_working_day(request.user, ids, now) if ids else None,
            "promises": _promises(ids, now, day),
            "groups": _groups(shown.rows),
            "counts": [(level, shown.counts[level]) for level in _ORDER],
            "coming": ahead[:COMING],
            "coming_more": max(0, len(ahead) - COMING),
            "may_start": request.user.may_manage,
        },
    )


def _promises(ids, now, day) -> list:
    """Dates that people promised in answer to a reminder and that are still ahead or just passed."""
    answers = answers_for(ids, since=now - ANSWERS_SINCE, now=now) if ids else []
    kept = [
        (answer, wording)
        for answer, wording in answers
        if wording and answer.kind == AnswerKind.PROMISE and answer.promised_for >= day - timedelta(days=3)
    ]
    return sorted(kept, key=lambda pair: pair[0].promised_for)


def _groups(rows) -> list[Group]:
    """The rows by level: who needs somebody, who is quiet, who is alive."""
    groups = [Group(level, [row for row in rows if row.pulse.level == level]) for level in _ORDER]
    return [group for group in groups if group.rows]


_ORDER = (Level.NEEDS, Level.QUIET, Level.ALIVE)
