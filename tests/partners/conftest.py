"""The cast: a keeper with a firm, its lead and a member, another manager, a stranger."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from accounts.models import User
from partners.enums import FirmRole
from partners.models import Firm
from tests.factories.accounts import manager, person
from tests.factories.partners import belongs_to, firm


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page asked for in German leaves German behind; no test may depend on which one ran before it."""
    with override("en"):
        yield


@pytest.fixture
def keeper(db) -> User:
    return manager(first_name="Karin", last_name="Keeper")


@pytest.fixture
def becker(keeper) -> Firm:
    return firm(
        "Becker Druck",
        keeper=keeper,
        legal_form="GmbH",
        trade="Druckerei",
        street="Am Bühl 4",
        postal_code="01099",
        city="Dresden",
        phone="+49 351 4711",
        email="post@becker.example",
        website="https://becker.example",
        keeper_note="pays slowly",
    )


@pytest.fixture
def lead(becker) -> User:
    someone = person("Lena", "Lead", phone="+49 351 99")
    belongs_to(becker, someone, role=FirmRole.LEAD, position="Inhaberin")
    return someone


@pytest.fixture
def member(becker) -> User:
    someone = person("Max", "Member")
    belongs_to(becker, someone)
    return someone


@pytest.fixture
def other_manager(db) -> User:
    return manager(first_name="Olga", last_name="Other")


@pytest.fixture
def stranger(db) -> User:
    return person("Sven", "Stranger")
