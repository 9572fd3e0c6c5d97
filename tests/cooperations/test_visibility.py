"""You see what you take part in, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import has_role, with_roles
from cooperations.actions.cooperations import change_party, set_terms
from cooperations.models import (
    AgreementVersion,
    Approval,
    Cooperation,
    Event,
    Party,
    Pledge,
    SuccessMeasure,
    Task,
)
from cooperations.permissions import (
    belongs_to,
    firm_roles,
    may_act_for,
    may_answer_task,
    may_finish_task,
    may_lead,
    may_manage,
    may_speak_for,
)
from cooperations.visibility import people_who_see
from partners.models import Firm, Membership
from tests.factories import cooperations as make
from tests.factories.accounts import NOW, manager

pytestmark = pytest.mark.django_db
CHILDREN = (AgreementVersion, Approval, Event, Party, Pledge, SuccessMeasure, Task)


def sees(user, cooperation) -> bool:
    """Asked from both sides, and of every row below."""
    seen = Cooperation.objects.visible_to(user).filter(pk=cooperation.pk).exists()
    assert seen == people_who_see(cooperation).filter(pk=user.pk).exists()
    for model in CHILDREN:
        prefix = model.objects.all().prefix
        rows = model.objects.filter(**{prefix.removesuffix("__"): cooperation})
        assert rows.exists()
        assert rows.visible_to(user).count() == (rows.count() if seen else 0)
    return seen


def test_who_takes_part_sees_it(team):
    deputy = manager()
    assert not sees(deputy, team.cooperation)
    set_terms(team.cooperation, by=team.manager, now=NOW, deputy_manager=deputy)
    for user in (team.manager, deputy, *team.leads, *team.members):
        assert sees(user, team.cooperation)
    for user in (team.stranger, manager()):
        assert not sees(user, team.cooperation)
    assert not Cooperation.objects.visible_to(AnonymousUser()).exists()


def test_an_ended_membership_sees_nothing_any_more(team):
    Membership.objects.filter(user=team.leads[0]).update(ended_on=make.TODAY)
    assert not sees(team.leads[0], team.cooperation)
    assert sees(team.members[0], team.cooperation)


def test_a_party_that_left_sees_nothing_any_more(team):
    change_party(team.becker, by=team.manager, now=NOW, left_on=make.TODAY)
    assert not sees(team.leads[0], team.cooperation)
    assert not sees(team.members[0], team.cooperation)
    assert sees(team.leads[1], team.cooperation)


def test_a_firm_in_two_cooperations_shows_each_once(team):
    other = make.active(
        make.Cast(
            manager=team.manager, stranger=team.stranger, leads=team.leads, members=team.members, firms=team.firms
        )
    )
    for user in (team.manager, team.leads[0]):
        assert list(Cooperation.objects.visible_to(user).order_by("pk")) == [team.cooperation, other.cooperation]


def test_having_left_one_does_not_hide_the_other(team):
    other = make.active(
        make.Cast(
            manager=team.manager, stranger=team.stranger, leads=team.leads, members=team.members, firms=team.firms
        )
    )
    change_party(team.becker, by=team.manager, now=NOW, left_on=make.TODAY)
    assert list(Cooperation.objects.visible_to(team.leads[0])) == [other.cooperation]


def test_firms_are_known_to_whom_they_work_with(team):
    foreign = make.active()
    becker, nordlicht = team.firms
    assert set(Firm.objects.visible_to(team.leads[0])) == {becker, nordlicht}
    assert set(Firm.objects.visible_to(team.stranger)) == set()
    assert set(Firm.objects.visible_to(team.manager)) == {becker, nordlicht}
    assert Firm.objects.visible_to(foreign.leads[0]).filter(pk=becker.pk).count() == 0
    details = {firm.pk: firm.details_open for firm in Firm.objects.with_standing(team.leads[0])}
    assert (details[becker.pk], details[nordlicht.pk]) == (True, False)
    change_party(team.nordlicht, by=team.manager, now=NOW, left_on=make.TODAY)
    assert set(Firm.objects.visible_to(team.leads[0])) == {becker}


def test_the_role_of_the_manager_follows_what_one_drives(team):
    def drives(user) -> bool:
        return has_role(with_roles(User.objects.filter(pk=user.pk)).get(), "manager")

    assert drives(team.manager)
    assert not drives(team.leads[0])
    set_terms(team.cooperation, by=team.manager, now=NOW, deputy_manager=team.stranger)
    assert drives(team.stranger)
    set_terms(team.cooperation, by=team.manager, now=NOW, deputy_manager=None)
    assert not drives(team.stranger)
    User.objects.filter(pk=team.manager.pk).update(may_manage=False)
    assert drives(team.manager)


def test_rights_by_person(team):
    """Rows: who; columns: manage, act for, speak for, lead, answer the lead's task, finish it."""
    task = make.task(team.becker)
    table = {
        team.manager: (True, True, False, False, False, True),
        team.leads[0]: (False, True, True, True, True, True),
        team.members[0]: (False, True, False, True, True, True),
        team.leads[1]: (False, False, False, False, False, False),
        team.stranger: (False, False, False, False, False, False),
    }
    for user, expected in table.items():
        for roles in (None, firm_roles(user)):
            assert expected == (
                may_manage(user, team.cooperation),
                may_act_for(user, team.becker, roles),
                may_speak_for(user, team.becker, roles),
                may_lead(user, team.becker, roles),
                may_answer_task(user, task, roles),
                may_finish_task(user, task, roles),
            )
    change_party(team.becker, by=team.manager, now=NOW, left_on=make.TODAY)
    assert not may_act_for(team.manager, team.becker)
    assert not belongs_to(team.leads[0], team.becker)
