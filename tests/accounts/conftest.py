"""The cast of the tests about accounts."""

import pytest

from accounts.mail.composers import Message, composed
from accounts.models import OutboundMail, User
from coopnet.clock import now
from tests.factories.accounts import administrator, manager, person


@pytest.fixture
def member(db) -> User:
    return person("Anna", "Becker", form_of_address="ms", language="de")


@pytest.fixture
def stranger(db) -> User:
    return person("Otto", "Stein")


@pytest.fixture
def host(db) -> User:
    return manager(first_name="Maria", last_name="Winter", language="en")


@pytest.fixture
def chief(db) -> User:
    return administrator(first_name="Ada", last_name="Klein", language="en")


@pytest.fixture
def last_mail(db):
    """A function that writes the newest mail of the outbox as it would leave now."""

    def write() -> Message:
        mail = OutboundMail.objects.select_related("to").order_by("-pk")[0]
        message = composed([mail], now())[mail.pk]
        assert isinstance(message, Message), message
        return message

    return write
