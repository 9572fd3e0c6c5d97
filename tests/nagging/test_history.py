"""Whole histories: whatever happens to whom, budget, hours and order of asking hold. People answer or do not."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import MailState
from accounts.mail.sender import send_batch
from accounts.models import Absence, OutboundMail, User
from nagging.actions.asking import ask_due, settle
from nagging.answers import answer
from nagging.enums import NagState, Rung
from nagging.models import Answer, Digest, Finding, Nag
from nagging.people import as_person
from nagging.sweep import sweep
from partners.models import Contact
from tests.nagging import toys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_rules")]
START = datetime(2026, 3, 23, 6, 0, tzinfo=UTC)  # the last week of winter time
ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/New_York")

persons = st.fixed_dictionaries(
    {
        "timezone": st.sampled_from(ZONES),
        "away": st.one_of(st.none(), st.tuples(st.integers(0, 30), st.integers(0, 25))),
        "mute": st.sampled_from([None, None, None, "mail_consent_at", "mail_suspended_at"]),
        "answers": st.sampled_from(["never", "never", "promise", "done"]),
    }
)
subjects = st.tuples(
    st.sampled_from(["toy.stalled", "toy.task", "toy.party"]),
    st.integers(0, 3),  # asked
    st.one_of(st.none(), st.integers(0, 3)),  # deputy
    st.one_of(st.none(), st.integers(0, 3)),  # lead
    st.integers(0, 20),  # day on which it becomes true
    st.one_of(st.none(), st.integers(5, 40)),  # day on which it is gone
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cast=st.lists(persons, min_size=4, max_size=4),
    facts=st.lists(subjects, min_size=1, max_size=9),
    outage=st.tuples(st.integers(0, 40), st.integers(0, 6)),
    hours=st.lists(st.integers(0, 23), min_size=1, max_size=3, unique=True),
)
def test_every_history_keeps_the_promises(person, settings, cast, facts, outage, hours):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    people = _world(person, cast, facts)
    off = range(outage[0], outage[0] + outage[1])
    for day in range(45):
        _turn_facts(facts, day)
        if day in off:
            continue
        for hour in sorted(hours):
            _live(START + timedelta(days=day, hours=hour), cast, people)
    for one, traits in zip(people, cast, strict=True):
        one.refresh_from_db()
        _budget(one)
        if traits["mute"]:
            assert not OutboundMail.objects.filter(to=one).exists()
    _ladder(people)
    _books()


def _world(person, cast, facts) -> list[User]:
    for table in (Answer, Nag, Digest, Finding, OutboundMail, Contact, Absence):
        table.objects.all().delete()
    people = []
    for traits in cast:
        muted = {"mail_consent_at": None} if traits["mute"] == "mail_consent_at" else {}
        muted |= {"mail_suspended_at": START} if traits["mute"] == "mail_suspended_at" else {}
        people.append(person(timezone=traits["timezone"], **muted))
        if traits["away"]:
            first = START.date() + timedelta(days=traits["away"][0])
            last = first + timedelta(days=traits["away"][1])
            Absence.objects.create(user=people[-1], starts_on=first, ends_on=last)
    for number, (code, asked, deputy, lead, _start, _end) in enumerate(facts):
        others = {role: people[index].pk for role, index in (("deputy", deputy), ("lead", lead)) if index is not None}
        toys.subject(people[asked], code=code, since=None, scope=number % 3, **others)
    return people


def _turn_facts(facts, day: int) -> None:
    rows = list(Contact.objects.order_by("pk"))
    for row, (_code, _asked, _deputy, _lead, start, end) in zip(rows, facts, strict=True):
        if day == start:
            Contact.objects.filter(pk=row.pk).update(connected_on=START.date() + timedelta(days=day))
        elif end is not None and day == start + end:
            Contact.objects.filter(pk=row.pk).update(connected_on=None)


def _live(now: datetime, cast, people: list[User]) -> None:
    sweep(now=now)
    ask_due(now=now)
    while send_batch(now=now).taken:
        pass
    settle(now=now)
    for one, traits in zip(people, cast, strict=True):
        if traits["answers"] == "never":
            continue
        open_ones = Finding.objects.open().filter(nags__person=one, nags__state=NagState.SENT).distinct()
        for finding in open_ones.filter(promises=0, answers__isnull=True):
            day = now.astimezone(one.zone).date() + timedelta(days=4)
            if traits["answers"] == "promise":
                answer(finding, kind="promise", by=one, now=now, promised_for=day)
            else:
                answer(finding, kind="done", by=one, now=now)


def _budget(one: User) -> None:
    """At most one mail a day, four in seven days, five questions each, in working hours, never while away."""
    me = as_person(one, absences=one.absences.values_list("starts_on", "ends_on"))
    sent = list(OutboundMail.objects.filter(to=one, state=MailState.SENT).order_by("sent_at"))
    days = [me.day_of(mail.sent_at) for mail in sent]
    assert len(days) == len(set(days))
    for day in days:
        assert sum(1 for other in days if day - timedelta(days=7) < other <= day) <= 4
        assert me.works_on(day)
    for mail in sent:
        assert me.slot(mail.sent_at) == mail.sent_at, "outside of working hours"
        assert 1 <= len(mail.payload["included"]) <= 5


def _ladder(people: list[User]) -> None:
    """One rung at a time, in business days, and nobody passed over before they were asked and their time was up."""
    by_id = {one.pk: as_person(one, absences=one.absences.values_list("starts_on", "ends_on")) for one in people}
    asked: dict[int, list[Nag]] = defaultdict(list)
    for nag in Nag.objects.filter(state=NagState.SENT).select_related("finding").order_by("sent_at", "rung"):
        asked[nag.finding_id].append(nag)
    for nags in asked.values():
        chain = toys.CHAINS[nags[0].finding.subject_id]
        seen: set[int] = set()
        for nag in nags:
            assert nag.rung <= Rung.LEAD
            if nag.rung > Rung.ASK and not nag.is_notice:
                assert {nag.rung - 1, nag.rung} & seen, "a rung was left out"
            if not nag.is_notice:
                seen.add(nag.rung)
        for nag in nags:
            if nag.rung < Rung.LEAD or nag.is_notice or nag.person_id == chain.asked:
                continue
            responsible = by_id[chain.asked]
            before = [one for one in nags if one.person_id == chain.asked and one.sent_at < nag.sent_at]
            day = by_id[nag.person_id].day_of(nag.sent_at)
            if before:
                first = responsible.day_of(before[0].sent_at)
                worked = sum(responsible.works_on(first + timedelta(days=n)) for n in range(1, (day - first).days + 1))
                assert worked >= 5, "the lead heard of it before the time of the responsible person was up"
            else:
                assert responsible.unmailable or responsible.away_on(day), "passed over without a question"


def _books() -> None:
    """planned = sent + suppressed (with a reason) + pending, and one nag per finding, rung and person."""
    states = Counter(Nag.objects.values_list("state", flat=True))
    assert sum(states.values()) == Nag.objects.count()
    assert not Nag.objects.filter(state=NagState.SUPPRESSED, suppressed_reason="").exists()
    pairs = list(Finding.objects.open().values_list("rule", "subject_id"))
    assert len(pairs) == len(set(pairs))
    included = [pk for mail in OutboundMail.objects.all() for pk in mail.payload.get("included", ())]
    assert set(Nag.objects.filter(state=NagState.SENT).values_list("pk", flat=True)) <= set(included)
