"""Every party approves one and the same version."""

from datetime import timedelta

import pytest
from django.utils import translation

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from cooperations.actions.agreement import approve_version, propose_version, withdraw_version
from cooperations.actions.cooperations import add_party, change_party, set_terms
from cooperations.actions.shares import change_measure, change_pledge, withdraw_pledge
from cooperations.actions.tasks import drop_task
from cooperations.enums import State, VersionState
from cooperations.models import AgreementVersion, Approval, Cooperation, Task
from cooperations.terms import differences, digest_of, is_one_sided, snapshot
from partners.models import Firm
from tests.factories import cooperations as make
from tests.factories.accounts import NOW

pytestmark = pytest.mark.django_db


def approve(version, party, by=None, **more):
    given = {"digest": version.digest, **more}
    return approve_version(version, party=party, by=by or party.responsible, now=NOW, **given)


def test_approval_opens_only_without_gaps():
    who = make.exploring()
    with pytest.raises(ActionRefused, match="has promised nothing yet"):
        propose_version(who.cooperation, by=who.manager, now=NOW)
    assert not AgreementVersion.objects.exists()


def test_an_idea_is_not_put_to_approval():
    who = make.idea()
    with pytest.raises(ActionRefused, match="while a cooperation is being explored"):
        propose_version(who.cooperation, by=who.manager, now=NOW)


def test_only_responsible_or_lead_approve_and_nobody_on_behalf():
    who = make.ready()
    version = make.proposed(who)
    for user in (who.manager, who.stranger, who.members[0], who.leads[1]):
        with pytest.raises(ActionRefused, match="Only the responsible person or the lead"):
            approve(version, who.becker, by=user)
    assert not Approval.objects.exists()
    assert approve(version, who.becker).name == who.leads[0].full_name


def test_another_digest_is_not_approved():
    who = make.ready()
    version = make.proposed(who)
    with pytest.raises(ActionRefused, match="have changed meanwhile"):
        approve(version, who.becker, digest="0" * 64)


def test_approving_twice_is_once():
    who = make.ready()
    version = make.proposed(who)
    first = approve(version, who.becker)
    assert approve(version, who.becker) == first
    assert Approval.objects.count() == 1
    assert AuditEntry.objects.filter(verb="cooperations.approve").count() == 1


def test_the_party_of_another_cooperation_cannot_approve():
    who, other = make.ready(), make.ready()
    version = make.proposed(who)
    with pytest.raises(ActionRefused):
        approve(version, other.becker)


CHANGES = {
    "terms": lambda who: set_terms(who.cooperation, by=who.manager, now=NOW, joint_goal="Another goal"),
    "party": lambda who: change_party(who.becker, by=who.manager, now=NOW, responsible=who.members[0]),
    "pledge": lambda who: change_pledge(who.becker.pledges.get(), by=who.manager, now=NOW, quantity=1),
    "new pledge": lambda who: make.pledge(who.becker, text="More"),
    "measure": lambda who: change_measure(who.becker.measures.get(), by=who.manager, now=NOW, target=1),
    "new measure": lambda who: make.measure(who.becker, text="More"),
    "new party": lambda who: add_party(
        who.cooperation,
        firm=Firm.objects.create(name="Third", keeper=who.manager, created_at=NOW),
        responsible=None,
        by=who.manager,
        now=NOW,
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_after_it_was_shown_is_not_approved(change):
    who = make.ready()
    version = make.proposed(who)
    approve(version, who.nordlicht)
    change(who)
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN
    with pytest.raises(ActionRefused, match="have changed meanwhile"):
        approve(version, who.becker)
    assert Cooperation.objects.get(pk=who.cooperation.pk).state == State.EXPLORING


def test_a_private_note_or_the_same_value_withdraws_nothing():
    who = make.ready()
    version = make.proposed(who)
    set_terms(who.cooperation, by=who.manager, now=NOW, manager_note="Call first.", title=who.cooperation.title)
    version.refresh_from_db()
    assert version.state == VersionState.PROPOSED
    entry = AuditEntry.objects.get(verb="cooperations.set_terms")
    assert "Call first" not in str(entry.data)


def test_a_gap_that_opens_meanwhile_stops_the_approval():
    who = make.ready()
    version = make.proposed(who)
    drop_task(Task.objects.get(party=who.becker), reason="No time", by=who.manager, now=NOW)
    with pytest.raises(ActionRefused, match="no accepted task"):
        approve(version, who.becker)


def test_the_old_version_stays_in_force_until_all_have_approved_the_new(team):
    first = AgreementVersion.objects.get()
    with pytest.raises(ActionRefused, match="Nothing has changed"):
        propose_version(team.cooperation, by=team.manager, now=NOW)
    set_terms(team.cooperation, by=team.manager, now=NOW, joint_goal="A bigger catalogue")
    second = propose_version(team.cooperation, by=team.manager, now=NOW)
    approve(second, team.becker)
    first.refresh_from_db()
    assert (first.state, second.number) == (VersionState.IN_FORCE, 2)
    approve(second, team.nordlicht)
    assert list(AgreementVersion.objects.order_by("number").values_list("state", flat=True)) == [
        VersionState.SUPERSEDED,
        VersionState.IN_FORCE,
    ]
    assert Cooperation.objects.get().state == State.ACTIVE


def test_proposing_anew_replaces_what_waits():
    who = make.ready()
    first = make.proposed(who)
    second = propose_version(who.cooperation, by=who.manager, now=NOW)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (VersionState.WITHDRAWN, VersionState.PROPOSED, 2)


def test_withdraw_version_once():
    who = make.ready()
    version = make.proposed(who)
    with pytest.raises(ActionRefused):
        withdraw_version(version, by=who.leads[0], now=NOW)
    withdraw_version(version, by=who.manager, now=NOW)
    with pytest.raises(ActionRefused, match="does not wait"):
        withdraw_version(version, by=who.manager, now=NOW)


def test_one_sided_substance_has_to_be_seen_by_everybody():
    who = make.ready()
    ham = make.pledge(who.becker, text="Customer base", substance=True)
    version = make.proposed(who)
    assert is_one_sided(version.terms)
    for party in who.parties:
        with pytest.raises(ActionRefused, match="cannot take back"):
            approve(version, party)
    approve(version, who.becker, substance_seen=True)
    make.pledge(who.nordlicht, text="Exclusivity", substance=True)
    assert not is_one_sided(snapshot(who.cooperation))
    withdraw_pledge(ham, by=who.manager, now=NOW)
    assert is_one_sided(snapshot(who.cooperation))


def test_digest_does_not_depend_on_order_or_on_the_database():
    who = make.ready()
    terms = snapshot(who.cooperation)
    assert digest_of(dict(reversed(terms.items()))) == digest_of(terms)
    assert digest_of(make.proposed(who).terms) == digest_of(terms)
    assert terms["parties"][0]["pledges"][0]["quantity"] == "40"


def test_differences_are_words():
    who = make.ready()
    old = snapshot(who.cooperation)
    set_terms(who.cooperation, by=who.manager, now=NOW, review_on=make.TODAY + timedelta(days=30), joint_goal="New")
    change_pledge(who.becker.pledges.get(), by=who.manager, now=NOW, quantity=50)
    make.measure(who.nordlicht, text="Orders")
    new = snapshot(who.cooperation)
    found = {(change.where, change.label): (change.before, change.after) for change in differences(old, new)}
    assert found[("", "joint goal")] == ("A joint catalogue by autumn.", "New")
    assert found[("", "next review")][1] == "2 Apr 2026"
    assert "40 h" in found[("Becker Druck", "pledge")][0]
    assert "50 h" in found[("Becker Druck", "pledge")][1]
    assert found[("Nordlicht", "success measure")][0] == ""
    assert len(found) == 4
    assert not differences(new, new)
    with translation.override("de"):
        assert ("02.04.2026" in {change.after for change in differences(old, new)}) is True
