"""What makes a person able to sign in, and what takes it away."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User


def open_account(user: User, *, password: str) -> None:
    """Set the password and count the mail address as proven; the caller knows that the person owns it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def suspend(user: User, *, by: User, now: datetime) -> None:
    """From the next request on ``user`` is signed out everywhere and cannot sign in; nothing is deleted."""
    if user.pk == by.pk:
        raise ActionRefused(_("You cannot suspend yourself."))
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        record("accounts.suspend", user, by=by, now=now)


@transaction.atomic
def restore(user: User, *, by: User, now: datetime) -> None:
    """A suspended person may sign in again."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        record("accounts.restore", user, by=by, now=now)


@transaction.atomic
def change_rights(user: User, *, may_manage: bool, may_coach: bool, by: User, now: datetime) -> None:
    """What ``user`` may start; what they already take part in stays."""
    changed = User.objects.filter(pk=user.pk).exclude(may_manage=may_manage, may_coach=may_coach)
    if changed.update(may_manage=may_manage, may_coach=may_coach):
        record("accounts.change_rights", user, by=by, now=now, may_manage=may_manage, may_coach=may_coach)
