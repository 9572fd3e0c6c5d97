import pytest

from tests.factories import cooperations as make


@pytest.fixture
def team(db) -> make.Cast:
    """An active cooperation of two firms."""
    return make.active()
