import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from accounts.models import User
from nagging import rules
from tests.nagging import toys

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # ten o'clock in Berlin


@pytest.fixture
def toy_rules(monkeypatch) -> Iterator[None]:
    """Three rules and nothing else: "stalled" beats "party", "task" stands alone and waits a day."""
    monkeypatch.setattr(rules, "_rules", {})
    rules.register(toys.toy("toy.stalled", severity=60))
    rules.register(toys.toy("toy.party", severity=30, beaten_by=("toy.stalled",)))
    rules.register(toys.toy("toy.task", severity=50, patience=1))
    for remembered in (toys.CHAINS, toys.APPLIED, toys.SETTLES, toys.REFUSES):
        remembered.clear()
    yield
    for remembered in (toys.CHAINS, toys.APPLIED, toys.SETTLES, toys.REFUSES):
        remembered.clear()


@pytest.fixture
def now() -> datetime:
    return TUESDAY


@pytest.fixture
def person(db) -> Callable[..., User]:
    """Makes people who agreed to reminders."""
    numbers = itertools.count(1)

    def make(first_name: str = "Anna", **fields) -> User:
        defaults = {
            "last_name": "Becker",
            "language": "en",
            "subdivision": "SN",
            "mail_consent_at": datetime(2026, 1, 1, tzinfo=UTC),
        }
        return User.objects.create_user(
            f"{first_name.lower()}{next(numbers)}@firm.example", first_name=first_name, **{**defaults, **fields}
        )

    return make
