"""People for tests, made the way the house makes them."""

from itertools import count

from accounts.actions.settings import agree_to_reminders
from accounts.actions.signing_in import open_account
from accounts.models import User
from tests.fixtures.time import TUESDAY

NOW = TUESDAY
PASSWORD = "quiet orchard before noon"
_number = count(1)


def person(first_name: str = "", last_name: str = "", *, consent: bool = True, invited: bool = False, **fields) -> User:
    """A person who can sign in with ``PASSWORD``; with ``invited`` one who has not set a password yet."""
    number = next(_number)
    first_name, last_name = first_name or f"Kim{number}", last_name or f"Person{number}"
    fields = {"email": f"{first_name}.{last_name}@example.org".lower(), "language": "en", **fields}
    user = User.objects.create_user(first_name=first_name, last_name=last_name, **fields)
    if not invited:
        open_account(user, password=PASSWORD)
    if consent and not invited:
        agree_to_reminders(user, by=user, now=NOW)
        user.refresh_from_db()
    return user


def administrator(**fields) -> User:
    """A person who may do what administrators may."""
    return person(is_staff=True, is_superuser=True, **fields)


def manager(**fields) -> User:
    """A person who may start cooperations."""
    return person(may_manage=True, **fields)


def coach(**fields) -> User:
    """A person who may coach."""
    return person(may_coach=True, **fields)
