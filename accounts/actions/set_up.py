"""The very first person of an installation."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.settings import agree_to_reminders
from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Installation, User


def is_untouched() -> bool:
    """Whether this installation has neither been set up nor has anybody in it."""
    return not Installation.objects.exists() and not User.objects.filter(is_active=True).exists()


@transaction.atomic
def set_up(*, email: str, password: str, now: datetime, consent: bool = False, **person) -> User:
    """Create the administrator. Of several at once exactly one succeeds, the others get ActionRefused.

    The single row of ``Installation`` is claimed first: its primary key makes a second transaction wait and fail.
    """
    if not is_untouched():
        raise ActionRefused(_("This installation has been set up already."))
    try:
        with transaction.atomic():
            installation = Installation.objects.create(set_up_at=now)
    except IntegrityError:
        raise ActionRefused(_("This installation has been set up already.")) from None
    user = User.objects.create_superuser(email, password, may_manage=True, **person)
    Installation.objects.filter(pk=installation.pk).update(set_up_by=user)
    record("accounts.set_up", user, by=user, now=now)
    if consent:
        agree_to_reminders(user, by=user, now=now)
    return user
