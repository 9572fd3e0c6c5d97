"""Giving and getting: added, never changed; confirmed by receivers; never summed across currencies."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from cooperations.actions.cooperations import set_terms, transition
from cooperations.actions.ledger import correct_contribution, give_verdict, log_benefit, log_contribution
from cooperations.balance import periods_begun, sheet_for
from cooperations.enums import AmountsVisibility, EntryStatus, EventKind, Outcome, Rhythm, State, Verdict
from cooperations.models import Benefit, Contribution, ContributionVerdict, Event
from partners.models import Membership
from tests.factories import cooperations as make
from tests.factories.accounts import NOW

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def log(party, **fields):
    fields = {
        "kind": "hours",
        "text": "Texts",
        "quantity": Decimal(3),
        "unit": "h",
        "happened_on": TODAY,
        "by": party.responsible,
        "now": NOW,
        **fields,
    }
    return log_contribution(party, **fields)


def judge(entry, party, verdict=Verdict.CONFIRMED, *, by=None, reason=""):
    return give_verdict(entry, party=party, verdict=verdict, by=by or party.responsible, now=NOW, reason=reason)


def status(entry) -> str:
    return Contribution.objects.with_status().get(pk=entry.pk).status


def test_value_comes_from_the_pledge_and_can_be_overridden(team):
    pledge = team.becker.pledges.get()
    assert log(team.becker, pledge=pledge, quantity=Decimal("1.5")).value == Decimal("90.00")
    assert log(team.becker, pledge=pledge, value=Decimal(10)).value == Decimal(10)
    assert log(team.becker).value is None


def test_logging_is_told_audited_and_a_life_sign(team):
    entry = log(team.becker)
    event = Event.objects.get(kind=EventKind.CONTRIBUTED)
    assert (event.life_sign, event.party, event.data["quantity"], event.data["on_behalf"]) == (
        True,
        team.becker,
        "3",
        False,
    )
    assert AuditEntry.objects.filter(verb="cooperations.contributed", object_id=entry.pk).count() == 1


def test_logging_takes_at_most_eight_statements(team, django_assert_max_num_queries):
    pledge, by = team.becker.pledges.get(), team.leads[0]
    with django_assert_max_num_queries(8 + 2):  # a savepoint and its release, because a test is a transaction itself
        log(team.becker, pledge=pledge, by=by, token="t")


def test_a_day_that_has_passed_does_not_take_a_life_sign_back(team):
    later = NOW + timedelta(days=5)
    log(team.becker, now=later)
    log(team.becker, now=NOW + timedelta(days=1))
    team.becker.refresh_from_db()
    assert team.becker.last_life_sign_at == later


def test_twenty_equal_posts_are_one(team):
    entries = {log(team.becker, token="a-token").pk for _ in range(20)}
    assert len(entries) == 1
    assert Event.objects.filter(kind=EventKind.CONTRIBUTED).count() == 1
    assert log(team.nordlicht, token="a-token").pk not in entries


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": Decimal(0)},
        {"quantity": Decimal(-1)},
        {"quantity": Decimal(10**12)},
        {"quantity": Decimal(500)},
        {"text": " "},
        {"text": "x" * 201},
        {"happened_on": TODAY + timedelta(days=1)},
        {"value": Decimal(-1)},
        {"value": Decimal(10**13)},
    ],
)
def test_what_cannot_be_is_refused(team, wrong):
    with pytest.raises(ActionRefused):
        log(team.becker, **wrong)
    assert not Contribution.objects.exists()


def test_only_the_firm_and_the_manager_log(team):
    for user in (team.stranger, team.leads[1]):
        with pytest.raises(ActionRefused):
            log(team.becker, by=user)
    log(team.becker, by=team.manager)
    assert Event.objects.get(kind=EventKind.CONTRIBUTED).data["on_behalf"] is True
    with pytest.raises(ActionRefused, match="another firm"):
        log(team.becker, pledge=team.nordlicht.pledges.get())


def test_not_before_the_talks_and_not_after_the_end(team):
    idea = make.idea()
    with pytest.raises(ActionRefused):
        log(idea.becker)
    transition(team.cooperation, to=State.ENDED, by=team.manager, now=NOW, outcome=Outcome.REACHED, lessons="Go on.")
    team.becker.refresh_from_db()
    with pytest.raises(ActionRefused):
        log(team.becker)


def test_a_receiver_confirms_and_nobody_else(team):
    entry = log(team.becker)
    both = team.members[1]
    Membership.objects.create(firm=team.firms[0], user=both, role="member")
    for party, user in (
        (team.becker, team.leads[0]),
        (team.nordlicht, team.manager),
        (team.nordlicht, team.stranger),
        (team.nordlicht, both),
        (make.active().becker, team.leads[1]),
    ):
        with pytest.raises(ActionRefused, match="receiving firm"):
            judge(entry, party, by=user)
    assert status(entry) == EntryStatus.REPORTED
    judge(entry, team.nordlicht)
    judge(entry, team.nordlicht)
    assert status(entry) == EntryStatus.CONFIRMED
    assert ContributionVerdict.objects.count() == 1


def test_a_dispute_has_a_reason_and_the_last_word_counts(team):
    entry = log(team.becker)
    with pytest.raises(ActionRefused, match="different in your view"):
        judge(entry, team.nordlicht, Verdict.DISPUTED)
    judge(entry, team.nordlicht)
    judge(entry, team.nordlicht, Verdict.DISPUTED, reason="It was two hours")
    assert status(entry) == EntryStatus.DISPUTED
    judge(entry, team.nordlicht)
    assert status(entry) == EntryStatus.CONFIRMED
    assert ContributionVerdict.objects.count() == 3


def test_one_disputing_receiver_outweighs_one_who_confirms():
    team = make.active(make.cast(firms=("A", "B", "C")))
    entry = log(team.parties[0])
    judge(entry, team.parties[1])
    judge(entry, team.parties[2], Verdict.DISPUTED, reason="Not for us")
    assert status(entry) == EntryStatus.DISPUTED


def test_a_correction_is_a_new_entry_and_the_old_stays(team):
    entry = log(team.becker, pledge=team.becker.pledges.get())
    judge(entry, team.nordlicht)
    newer = correct_contribution(entry, by=team.leads[0], now=NOW, quantity=Decimal(2))
    assert (newer.quantity, newer.value, newer.corrects_id) == (Decimal(2), Decimal(120), entry.pk)
    assert (status(entry), status(newer)) == (EntryStatus.CORRECTED, EntryStatus.REPORTED)
    with pytest.raises(ActionRefused, match="corrected before"):
        correct_contribution(entry, by=team.leads[0], now=NOW, quantity=Decimal(1))
    with pytest.raises(ActionRefused, match="was corrected"):
        judge(entry, team.nordlicht)
    with pytest.raises(ActionRefused):
        correct_contribution(newer, by=team.leads[1], now=NOW, quantity=Decimal(1))
    with pytest.raises(TypeError):
        correct_contribution(newer, by=team.leads[0], now=NOW, party=team.nordlicht)


def test_entries_refuse_every_change(team):
    entry = log(team.becker)
    log_benefit(team.nordlicht, by=team.leads[1], now=NOW, text="Lead", happened_on=TODAY)
    judge(entry, team.nordlicht)
    for model in (Contribution, ContributionVerdict, Benefit):
        row = model.objects.get()
        for change in (
            row.save,
            row.delete,
            lambda model=model: model.objects.update(pk=1),
            lambda model=model: model.objects.all().delete(),
            lambda model=model, row=row: model.objects.bulk_update([row], ["id"]),
        ):
            with pytest.raises(TypeError, match="ledger entries are never"):
                change()


def test_the_database_holds_the_token_and_the_sign(team):
    log(team.becker, token="t")
    row = Contribution.objects.get()
    for columns in ({"token": "t"}, {"quantity": 0, "token": ""}):
        copy = Contribution(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
        copy.pk = None
        for name, value in columns.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


def test_thanks_go_to_another_firm(team):
    given = {"by": team.leads[1], "now": NOW, "text": "One order", "happened_on": TODAY}
    benefit = log_benefit(team.nordlicht, giver=team.becker, thanks=" Well done. ", value=Decimal(800), **given)
    assert (benefit.thanks, benefit.currency) == ("Well done.", "EUR")
    for giver in (team.nordlicht, make.active().becker):
        with pytest.raises(ActionRefused, match="another firm"):
            log_benefit(team.nordlicht, giver=giver, **given)
    assert sheet_for(team.cooperation, team.manager, TODAY).parties[0].thanks == 1


# -- balance ---------------------------------------------------------------------------------------------------------


def test_periods():
    start = TODAY.replace(month=1, day=31)
    assert periods_begun(Rhythm.ONCE, None, TODAY) == 1
    assert periods_begun(Rhythm.WEEKLY, start, start - timedelta(days=1)) == 0
    assert periods_begun(Rhythm.WEEKLY, start, start + timedelta(days=7)) == 2
    assert periods_begun(Rhythm.MONTHLY, start, start.replace(month=3, day=30)) == 2
    assert periods_begun(Rhythm.QUARTERLY, start, start.replace(month=12)) == 4
    assert periods_begun(Rhythm.YEARLY, start, start.replace(year=start.year + 1)) == 2


def test_amounts_are_seen_as_agreed(team):
    log(team.becker, value=Decimal(100))
    expected = {
        AmountsVisibility.ALL: {team.manager: 2, team.leads[0]: 2},
        AmountsVisibility.OWN: {team.manager: 2, team.leads[0]: 1},
        AmountsVisibility.MANAGER: {team.manager: 2, team.leads[0]: 0},
    }
    for setting, seen in expected.items():
        set_terms(team.cooperation, by=team.manager, now=NOW, amounts_visibility=setting)
        for viewer, number in seen.items():
            sheet = sheet_for(team.cooperation, viewer, TODAY)
            shown = [one for one in sheet.parties if one.amounts["EUR"].given is not None]
            assert len(shown) == number == sum(not one.amounts_hidden for one in sheet.parties)
            assert sheet.parties[0].shares["EUR"].giving == 100
            if number == 1:
                assert shown[0].party_id == team.becker.pk


def naive(team) -> dict:
    """The balance once more, entry by entry, in plain Python."""
    words = {}
    for said in ContributionVerdict.objects.order_by("pk"):
        words[said.contribution_id, said.party_id] = said.verdict
    corrected = {entry.corrects_id for entry in Contribution.objects.all()}
    found = {}

    def add(party, currency, name, value):
        key = (party, currency, name)
        found[key] = found.get(key, Decimal(0)) + (value or 0)

    for entry in Contribution.objects.all():
        said = {verdict for (pk, _party), verdict in words.items() if pk == entry.pk}
        if entry.pk in corrected or entry.is_gift:
            continue
        kind = "disputed" if "disputed" in said else "confirmed" if "confirmed" in said else "reported"
        add(entry.party_id, entry.currency, kind, entry.value)
    for benefit in Benefit.objects.all():
        add(benefit.party_id, benefit.currency, "received", benefit.value)
    return {key: value for key, value in found.items() if value}


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["log", "gift", "confirm", "dispute", "correct", "benefit", "currency"]),
        st.integers(0, 1),
        st.integers(0, 9),
        st.one_of(st.none(), st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)),
    ),
    max_size=25,
)


def act(team, kind: str, side: int, place: int, value: Decimal | None) -> None:
    party, other = team.parties[side], team.parties[1 - side]
    entries = list(Contribution.objects.filter(party=party).order_by("pk"))
    entry = entries[place % len(entries)] if entries else None
    if kind in ("log", "gift"):
        log(party, value=value, is_gift=kind == "gift")
    elif kind == "benefit":
        log_benefit(party, by=party.responsible, now=NOW, text="Order", happened_on=TODAY, value=value, giver=other)
    elif kind == "currency":
        currency = "CHF" if place % 2 else "EUR"
        set_terms(team.cooperation, by=team.manager, now=NOW, currency=currency)
    elif entry and kind == "correct":
        correct_contribution(entry, by=party.responsible, now=NOW, value=value)
    elif entry:
        judge(
            entry, other, Verdict.CONFIRMED if kind == "confirm" else Verdict.DISPUTED, reason="So" * (kind[0] == "d")
        )


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_balance_is_the_naive_one_and_no_entry_ever_changes(team, acts):
    point = transaction.savepoint()
    seen: dict[int, dict] = {}
    for one in acts:
        try:
            with transaction.atomic():
                act(team, *one)
                for party in team.parties:
                    party.cooperation.refresh_from_db()
        except ActionRefused:
            continue
        rows = {row["id"]: row for row in Contribution.objects.values()}
        assert {key: rows.get(key) for key in seen} == seen
        seen = rows
    sheet = sheet_for(team.cooperation, team.manager, TODAY)
    found = {
        (one.party_id, currency, name): getattr(amounts, name)
        for one in sheet.parties
        for currency, amounts in one.amounts.items()
        for name in ("reported", "confirmed", "disputed", "received")
        if getattr(amounts, name)
    }
    assert found == naive(team)
    for currency in sheet.currencies:
        shares = [one.shares[currency].giving for one in sheet.parties]
        assert shares == [None, None] or abs(sum(shares) - 100) <= Decimal("0.1")
    transaction.savepoint_rollback(point)
