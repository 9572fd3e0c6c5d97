"""The rules once more, in plain Python and without a thought for speed: the reference of the query expressions."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cooperations.enums import LIFE_SIGNS, State, TaskState
from cooperations.models import Cooperation, Event, Party, Task

BERLIN = ZoneInfo("Europe/Berlin")
DEFAULTS = {"network": 40, "cooperation": 20, "alliance": 15}


def day_of(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


def is_business_day(day: date) -> bool:
    return day.weekday() < 5


def business_days(start: date, number: int) -> date:
    """``number`` business days after ``start``, walked day by day."""
    while number:
        start += timedelta(days=1)
        number -= is_business_day(start)
    return start


def as_business_day(day: date) -> date:
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


def stall_day(last: date, signs: set[date], kind: str, rhythm: int | None) -> date:
    """The day of the stall by its definition: look at each coming business day and count."""
    start = as_business_day(last)
    if rhythm:
        return max(last + timedelta(days=-(-3 * rhythm // 2)), business_days(start, 5))
    active = {as_business_day(day) for day in signs}
    if len(active) < 6:
        return business_days(start, DEFAULTS[kind])
    for silence in range(5, 60):
        day = business_days(start, silence)
        window, before, back = set(), set(), day
        while len(window) < 30:
            window.add(back)
            back = as_business_day(back - timedelta(days=1))
        while len(before) < 60:
            before.add(back)
            back = as_business_day(back - timedelta(days=1))
        if len(active & before) >= 3 and len(active & window) < 0.25 * len(active & before) / 2:
            return day
    return business_days(start, 60)


def signs_of(cooperation: Cooperation) -> list[Event]:
    return [event for event in Event.objects.filter(cooperation=cooperation) if event.kind in LIFE_SIGNS]


def is_nagged(cooperation: Cooperation, now: datetime) -> bool:
    quiet = cooperation.nag_from is not None and cooperation.nag_from > day_of(now)
    return cooperation.state == State.ACTIVE and not quiet


def silent(now: datetime) -> set[tuple[int, date]]:
    found = set()
    for one in Cooperation.objects.all():
        if not is_nagged(one, now):
            continue
        signs = {day_of(event.at) for event in signs_of(one)}
        last = max(signs | {one.active_since})
        stall = max(stall_day(last, signs, one.kind, one.rhythm_days), one.nag_from)
        if stall <= day_of(now):
            found.add((one.pk, stall))
    return found


def overdue(now: datetime) -> set[tuple[int, date]]:
    return {
        (task.pk, task.due_on + timedelta(days=1))
        for task in Task.objects.select_related("cooperation", "party")
        if task.state == TaskState.ACCEPTED
        and task.due_on < day_of(now)
        and task.party.left_on is None
        and is_nagged(task.cooperation, now)
    }


def idle(now: datetime) -> set[tuple[int, date]]:
    found = set()
    for party in Party.objects.select_related("cooperation"):
        tasks = list(Task.objects.filter(party=party))
        if party.left_on or not is_nagged(party.cooperation, now):
            continue
        if any(task.state in (TaskState.OFFERED, TaskState.ACCEPTED) for task in tasks):
            continue
        ends = [day_of(task.done_at or task.dropped_at) for task in tasks if task.done_at or task.dropped_at]
        found.add((party.pk, max([party.joined_on, party.cooperation.active_since, *ends])))
    return found


def weeks(cooperation: Cooperation, today: date) -> list[int]:
    """Life signs per week from the events themselves."""
    monday = today - timedelta(days=today.weekday())
    counts = [0] * 52
    for event in signs_of(cooperation):
        back = (monday - day_of(event.at)).days
        place = 51 - -(-back // 7)
        if 0 <= place < 52:
            counts[place] += 1
    return counts
