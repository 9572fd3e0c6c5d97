"""The signed-in person and their roles: one query, and the truth at each request."""

import pytest
from django.db.models import Exists, OuterRef, Value

from accounts import roles
from accounts.backends import RoleBackend
from accounts.models import Absence
from accounts.roles import has_role, register_role, with_roles
from tests.factories.accounts import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_roles(monkeypatch):
    monkeypatch.setattr(roles, "_roles", {})
    register_role("away", lambda: Exists(Absence.objects.filter(user=OuterRef("pk"))))
    register_role("anybody", lambda: Value(True))


def test_the_person_comes_with_their_roles_in_one_query(member, django_assert_num_queries):
    with django_assert_num_queries(1):
        user = RoleBackend().get_user(member.pk)
        assert user == member
        assert has_role(user, "anybody")
        assert not has_role(user, "away")
        assert not has_role(user, "never registered")


def test_a_role_follows_what_one_takes_part_in(member):
    absence = Absence.objects.create(user=member, starts_on=NOW.date(), ends_on=NOW.date())
    assert has_role(RoleBackend().get_user(member.pk), "away")
    absence.delete()
    assert not has_role(RoleBackend().get_user(member.pk), "away")


def test_nobody_who_is_suspended_or_unknown(member):
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    assert RoleBackend().get_user(member.pk) is None
    assert RoleBackend().get_user(10**30) is None


def test_without_the_backend_there_are_no_roles(member):
    assert not has_role(member, "anybody")
    assert has_role(with_roles(type(member).objects.all()).get(pk=member.pk), "anybody")


def test_a_role_has_one_meaning():
    with pytest.raises(ValueError, match="twice"):
        register_role("away", lambda: Value(True))
