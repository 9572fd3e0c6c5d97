"""The administrator of a new installation."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse

from accounts.actions.set_up import set_up
from accounts.errors import ActionRefused
from accounts.models import Installation, User
from tests.factories.accounts import NOW, PASSWORD, person


def answer(**changed) -> dict:
    return {
        "first_name": "Ada",
        "last_name": "Klein",
        "form_of_address": "ms",
        "email": "Ada@Example.org",
        "language": "de",
        "password": PASSWORD,
        "password_again": PASSWORD,
        **changed,
    }


@pytest.mark.django_db
def test_the_first_person_becomes_administrator_and_is_signed_in(client):
    assert client.get(reverse("accounts:first_run")).status_code == 200
    answered = client.post(reverse("accounts:first_run"), answer())
    assert answered.status_code == 302
    assert answered.url == reverse("home")
    user = User.objects.get()
    assert (user.email, user.is_staff, user.is_superuser, user.may_manage) == ("ada@example.org", True, True, True)
    assert (user.language, user.form_of_address) == ("de", "ms")
    assert EmailAddress.objects.get(user=user).verified
    assert Installation.objects.get().set_up_by == user
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_afterwards_the_page_is_gone_for_good(client):
    client.post(reverse("accounts:first_run"), answer())
    client.logout()
    User.objects.update(is_active=False)
    for _attempt in range(2):
        assert client.get(reverse("accounts:first_run")).status_code == 404
        assert client.post(reverse("accounts:first_run"), answer(email="evil@example.org")).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_whoever_is_there_already_closes_the_page(client):
    person()
    assert client.get(reverse("accounts:first_run")).status_code == 404
    assert client.post(reverse("accounts:first_run"), answer()).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", ""),
        ("first_name", ""),
        ("first_name", "x\x00"),
        ("last_name", "x" * 81),
        ("language", "xx"),
        ("password", ""),
        ("password_again", "something else entirely"),
    ],
)
def test_mistakes_are_named_and_nothing_is_created(client, field, value):
    page = client.post(reverse("accounts:first_run"), answer(**{field: value}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert not User.objects.exists()
    assert client.get(reverse("accounts:first_run")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_becomes_administrator():
    start, results = threading.Barrier(4), []

    def attempt(number: int) -> None:
        start.wait()
        try:
            set_up(email=f"ada{number}@example.org", password=PASSWORD, now=NOW, first_name="Ada", last_name="Klein")
            results.append("in")
        except ActionRefused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["in", "refused", "refused", "refused"]
    assert User.objects.count() == 1
