import pytest

from tests.factories import coaching


@pytest.fixture
def people(db, clock):
    return coaching.cast(clock.now)


@pytest.fixture
def as_user():
    """``as_user(person)`` is a client signed in as that person."""
    from django.test import Client

    def sign_in(person) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return sign_in
