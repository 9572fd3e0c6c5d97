"""People for tests, made the way the house makes them."""

from datetime import UTC, datetime
from itertools import count

from accounts.actions.settings import agree_to_reminders
from accounts.actions.signing_in import open_account
from accounts.models import User

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "quiet orchard before noon"  # noqa: S105
_number = count(1)


def person(first_name: str = "", last_name: str = "", *, consent: bool = True, invited: bool = False, **fields) -> User:
    """A person; with ``invited`` one who has no password yet, otherwise one who can sign in with ``PASSWORD``.

    Made without the hashing of a real password unless :func:`with_password` is called: hashing takes its time by design.
    """
    number = next(_number)
    first_name, last_name = first_name or f"Kim{number}", last_name or f"Person{number}"
    fields = {"email": f"{first_name}.{last_name}@example.org".lower(), "language": "en", **fields}
    user = User(first_name=first_name, last_name=last_name, **fields)
    user.set_unusable_password()
    if not invited:
        user.password = "plain$" + user.password.removeprefix("!")
    user.save()
    if consent and not invited:
        agree_to_reminders(user, by=user, now=NOW)
        user.refresh_from_db()
    return user


def with_password(user: User, password: str = PASSWORD) -> User:
    """``user`` with a real password and a proven address, able to sign in through the page."""
    open_account(user, password=password)
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
