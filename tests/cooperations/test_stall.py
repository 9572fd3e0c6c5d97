"""When silence becomes a finding, on rhythms that nobody invented and on made ones."""

import csv
import gzip
from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperations.attention import Watched, attention_day
from cooperations.enums import Kind, State
from cooperations.life import KEPT_DAYS, active_days, noted, weeks
from cooperations.stall import business_day, business_number, quiet_day, silence_allowed, stall_day
from tests.cooperations import naive

MONDAY = date(2026, 3, 2)


def every(days: int, times: int, start: date = MONDAY) -> list[date]:
    return [start + timedelta(days=days * step) for step in range(times)]


def test_business_days_are_counted_from_monday_to_friday():
    numbers = [business_number(MONDAY + timedelta(days=step)) for step in range(8)]
    first = numbers[0]
    assert numbers == [first, first + 1, first + 2, first + 3, first + 4, first + 4, first + 4, first + 5]
    for step in range(30):
        day = business_day(first + step)
        assert day.weekday() < 5
        assert business_number(day) == first + step


@pytest.mark.parametrize(("rhythm", "allowed"), [(14, 21), (7, 11), (30, 45), (365, 548)])
def test_an_agreed_rhythm_wins(rhythm, allowed):
    busy = every(1, 40)
    assert stall_day(busy[-1], busy, Kind.ALLIANCE, rhythm) == busy[-1] + timedelta(days=allowed)


def test_an_agreed_rhythm_of_a_day_still_leaves_a_week():
    assert stall_day(MONDAY, [MONDAY], Kind.COOPERATION, 1) == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(("kind", "weeks_allowed"), [(Kind.NETWORK, 8), (Kind.COOPERATION, 4), (Kind.ALLIANCE, 3)])
def test_with_few_life_signs_the_default_of_the_kind_counts(kind, weeks_allowed):
    signs = every(1, 5)
    assert stall_day(MONDAY, signs[:1], kind, None) == MONDAY + timedelta(weeks=weeks_allowed)


def test_a_slow_steady_rhythm_is_left_alone_longer_than_a_fast_one():
    slow, fast = every(28, 12), every(1, 200)
    silent_slow = business_number(stall_day(slow[-1], slow, Kind.COOPERATION, None)) - business_number(slow[-1])
    silent_fast = business_number(stall_day(fast[-1], fast, Kind.COOPERATION, None)) - business_number(fast[-1])
    assert 5 <= silent_fast < silent_slow <= 60


def test_the_number_is_clamped():
    assert silence_allowed(1000, list(range(900, 1001))) >= 5
    assert silence_allowed(1000, [1000]) == 60


@settings(deadline=None, max_examples=200)
@given(
    gaps=st.lists(st.integers(1, 25), min_size=1, max_size=60),
    kind=st.sampled_from(Kind.values),
    rhythm=st.one_of(st.none(), st.integers(1, 60)),
)
def test_the_day_is_the_one_of_its_definition(gaps, kind, rhythm):
    signs = [MONDAY + timedelta(days=step) for step in accumulate(gaps)]
    assert stall_day(signs[-1], signs, kind, rhythm) == naive.stall_day(signs[-1], set(signs), kind, rhythm)


def test_quiet_comes_half_way():
    assert quiet_day(MONDAY, MONDAY + timedelta(days=28)) == MONDAY + timedelta(days=14)
    assert quiet_day(MONDAY, MONDAY + timedelta(days=4)) == MONDAY + timedelta(days=4)


def test_a_year_of_life_signs_in_one_text():
    days, until = "", None
    acts = [MONDAY, MONDAY, MONDAY + timedelta(days=6), MONDAY + timedelta(weeks=51), MONDAY + timedelta(days=1)]
    for day in acts:
        days, until = noted(days, until, day)
    assert len(days) == KEPT_DAYS
    assert active_days(days, until) == sorted(set(acts))
    assert weeks(days, until, acts[3]) == [4, *[0] * 50, 1]
    assert weeks(days, until, acts[3] + timedelta(weeks=1))[-2:] == [1, 0]
    assert weeks(days, until, acts[3] + timedelta(weeks=80)) == [0] * 52
    assert weeks("", None, MONDAY) == [0] * 52


def test_many_life_signs_a_day_stop_at_the_largest_digit():
    days, until = "", None
    for _ in range(50):
        days, until = noted(days, until, MONDAY)
    assert weeks(days, until, MONDAY)[-1] == 35


def test_what_is_older_than_the_text_is_not_noted():
    days, until = noted("", None, MONDAY)
    assert noted(days, until, MONDAY - timedelta(days=400)) == (days, until)


def watched(state: str = State.ACTIVE, **more) -> Watched:
    nothing = dict.fromkeys(("stall_at", "nag_from", "starts_on", "review_on", "paused_until", "first_due_on"))
    return Watched(**{**nothing, "state": state, "lacks_something": False, **more})


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({}, None),
        ({"stall_at": 9}, 9),
        ({"stall_at": 9, "first_due_on": 4}, 5),
        ({"stall_at": 9, "review_on": 2}, 3),
        ({"stall_at": 9, "lacks_something": True}, 0),
        ({"stall_at": 9, "lacks_something": True, "nag_from": 7}, 7),
        ({"state": State.ENDED, "stall_at": 1}, None),
        ({"state": State.PAUSED, "paused_until": 30, "lacks_something": True}, 30),
        ({"state": State.IDEA}, 21),
        ({"state": State.AGREED, "starts_on": 3}, 4),
        ({"state": State.AGREED, "starts_on": -3}, 0),
    ],
)
def test_the_day_on_which_the_manager_is_needed(given, days):
    moved = {
        key: MONDAY + timedelta(days=value) if isinstance(value, int) and not isinstance(value, bool) else value
        for key, value in given.items()
    }
    expected = None if days is None else MONDAY + timedelta(days=days)
    assert attention_day(watched(**moved), MONDAY) == expected


# -- real rhythms: definitions and figures as in docs/adr/0202 -------------------------------------------------------

RHYTHMS = Path(__file__).parent / "data" / "rhythms.csv.gz"
ENDS = business_number(date(2026, 8, 22))
YEAR = 261
FADE = 120


def real_rhythms() -> dict[str, list[int]]:
    """Active business days per project; what happened at a weekend counts for the Monday after."""
    found = defaultdict(set)
    with gzip.open(RHYTHMS, "rt") as lines:
        for row in csv.DictReader(lines):
            day = date.fromisoformat(row["day"])
            monday = day + timedelta(days=7 - day.weekday())
            found[row["cooperation"]].add(business_number(monday if day.weekday() > 4 else day))
    return {name: sorted(days) for name, days in found.items()}


def fades_of(days: list[int]) -> list[int]:
    """The active days after which the rate fell below a third for 120 business days."""
    found: list[int] = []
    for place, day in enumerate(days):
        silent = place + 1 == len(days) or days[place + 1] - day >= 5
        if not silent or day + FADE > ENDS or (found and day <= found[-1] + FADE):
            continue
        before = bisect_right(days, day) - bisect_right(days, day - FADE)
        after = bisect_right(days, day + FADE) - bisect_right(days, day)
        if before >= 6 and after < before / 3:
            found.append(day)
    return found


def judged(allowed) -> tuple[int, int, float, float]:
    """(fades, caught, false alarms a year, median delay in business days) of a detector."""
    fades = caught = false = 0
    years, delays = 0.0, []
    for days in real_rhythms().values():
        own = fades_of(days)
        alarms = []
        for place, day in enumerate(days):
            following = days[place + 1] if place + 1 < len(days) else ENDS + 1
            alarm = day + allowed(day, days[: place + 1])
            if alarm < following:
                alarms.append((day, alarm, following - 1))
        for fade in own:
            hits = [alarm for _day, alarm, _end in alarms if fade < alarm <= fade + FADE]
            caught += bool(hits)
            delays.append(hits[0] - fade if hits else FADE)
        last = -FADE
        for day, alarm, end in alarms:
            inside = any(fade < alarm <= fade + FADE for fade in own)
            false += not inside and alarm - last > 10 and day + FADE <= ENDS
            last = end
        fades += len(own)
        years += (ENDS - days[0]) / YEAR
    return fades, caught, false / years, median(delays)


@pytest.mark.slow
def test_a_drop_of_the_rate_catches_more_fades_than_any_fixed_silence():
    fades, caught, false, delay = judged(silence_allowed)
    assert (fades, caught, delay) == (48, 48, 30)
    assert false < 0.65
    _fades, fixed_caught, fixed_false, fixed_delay = judged(lambda day, days: 27)
    assert fixed_caught < caught
    assert fixed_false > 0.6
    assert fixed_delay > delay
