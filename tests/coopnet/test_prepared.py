"""Prepared queries answer like the queries they were made from, with whatever parameters come later."""

from datetime import date, timedelta

import pytest
from django.db.models import BigIntegerField, CharField, DateField, F, Value
from django.db.models.functions import Length

from accounts.models import Absence, User
from coopnet.prepared import Among, Parameter, Prepared, PreparedUpdate

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)


@pytest.fixture
def people():
    return [User.objects.create_user(f"p{n}@prepared.example", first_name="x" * n) for n in range(4)]


def test_objects_come_with_their_annotations_and_without_what_was_deferred(people):
    wanted = Prepared(
        lambda: (
            User.objects.filter(Among("pk", "ids"))
            .annotate(letters=Length("first_name"), one=Value(1))
            .defer("phone")
            .order_by("pk")
        )
    )
    found = wanted.instances(ids=[people[3].pk, people[1].pk])
    assert [(one, one.letters, one.one) for one in found] == [(people[1], 1, 1), (people[3], 3, 1)]
    assert found[0].get_deferred_fields() == {"phone"}
    assert wanted.instances(ids=[people[2].pk]) == [people[2]]
    assert wanted.instances(ids=[]) == []


def test_only_the_part_that_was_asked_for(people):
    ordered = Prepared(lambda: User.objects.filter(Among("pk", "ids")).order_by("pk"))
    assert ordered.instances(ids=[one.pk for one in people], limit=2, offset=1) == people[1:3]


def test_values_are_those_of_their_fields(people):
    Absence.objects.create(user=people[0], starts_on=DAY, ends_on=DAY + timedelta(days=2))
    away = Prepared(
        lambda: (
            Absence.objects.filter(starts_on__lte=Parameter("day", DateField()), user__email__icontains=_part())
            .order_by("pk")
            .values_list("ends_on", "user")
        )
    )
    assert away.rows(day=DAY, part="P0@") == [(DAY + timedelta(days=2), people[0].pk)]
    assert away.rows(day=DAY - timedelta(days=1), part="P0@") == []
    assert away.rows(day=DAY, part="%") == []


def _part() -> Parameter:
    return Parameter("part", CharField())


def test_one_statement_each_time_and_compiled_once(people, django_assert_num_queries):
    built = []
    one = Prepared(lambda: built.append(1) or User.objects.filter(pk=Parameter("pk", BigIntegerField())))
    with django_assert_num_queries(2):
        assert [one.instances(pk=person.pk)[0] for person in people[:2]] == people[:2]
    assert built == [1]


def test_an_update_says_how_many_rows_it_changed(people):
    rename = PreparedUpdate(
        lambda: User.objects.filter(pk=Parameter("pk", BigIntegerField()), first_name=F("first_name")),
        lambda: {"first_name": Parameter("name", CharField()), "last_name": "same"},
    )
    assert rename.run(pk=people[1].pk, name="Anna") == 1
    assert rename.run(pk=2**62, name="Nobody") == 0
    people[1].refresh_from_db()
    assert (people[1].first_name, people[1].last_name) == ("Anna", "same")
    assert not User.objects.exclude(pk=people[1].pk).filter(last_name="same").exists()
