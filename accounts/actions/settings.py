"""What people decide for themselves: reminders, absences, language, personal data."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.consent import TEXT_VERSION
from accounts.errors import ActionRefused
from accounts.models import Absence, User


@transaction.atomic
def agree_to_reminders(user: User, *, by: User, now: datetime) -> None:
    """From now on reminders may go to ``user`` by mail; when and to which text they agreed is kept."""
    waiting = User.objects.filter(pk=user.pk).filter(Q(mail_consent_at=None) | ~Q(reminders_stopped_at=None))
    if waiting.update(mail_consent_at=now, mail_consent_version=TEXT_VERSION, reminders_stopped_at=None):
        record("accounts.agree_to_reminders", user, by=by, now=now, text=TEXT_VERSION)


@transaction.atomic
def stop_reminders(user: User, *, by: User | None, now: datetime) -> None:
    """No more reminders by mail; the consent given before stays on record, and so does its end."""
    if User.objects.filter(pk=user.pk, reminders_stopped_at=None).update(reminders_stopped_at=now):
        record("accounts.stop_reminders", user, by=by, now=now)


@transaction.atomic
def save_settings(user: User, *, changed: Iterable[str], by: User, now: datetime) -> None:
    """Store the ``changed`` fields of ``user``; the trail names the fields, not the personal values."""
    fields = sorted(changed)
    if fields:
        user.save(update_fields=fields)
        record("accounts.change_settings", user, by=by, now=now, fields=fields)


@transaction.atomic
def add_absence(user: User, *, starts_on: date, ends_on: date, by: User, now: datetime) -> Absence:
    """Reminders wait on these days, both included; overlapping days are refused."""
    if user.absences.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise ActionRefused(_("You have already entered an absence in these days."))
    absence = Absence.objects.create(user=user, starts_on=starts_on, ends_on=ends_on)
    record("accounts.add_absence", user, by=by, now=now, starts_on=str(starts_on), ends_on=str(ends_on))
    return absence


@transaction.atomic
def remove_absence(absence: Absence, *, by: User, now: datetime) -> None:
    """Take back an absence; removing it twice is no error."""
    deleted, _rows = Absence.objects.filter(pk=absence.pk).delete()
    if deleted:
        record(
            "accounts.remove_absence",
            absence.user,
            by=by,
            now=now,
            starts_on=str(absence.starts_on),
            ends_on=str(absence.ends_on),
        )
