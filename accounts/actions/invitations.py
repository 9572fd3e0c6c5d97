"""Inviting a person, and accepting the invitation."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.settings import agree_to_reminders
from accounts.actions.signing_in import open_account
from accounts.audit import record
from accounts.enums import Address, Language, MailCategory
from accounts.errors import ActionRefused
from accounts.mail.outbox import enqueue
from accounts.models import Invitation, User
from accounts.tokens import token_from, token_hash

VALID_FOR = timedelta(days=14)
# Asked to the same thing by the same person within this time, nobody gets a second mail: a double click is no
# second wish.
SAME_WISH = timedelta(hours=1)


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    form_of_address: str = Address.NEUTRAL,
    language: str = Language.DE,
    about: str = "",
    by: User,
    now: datetime,
    may_manage: bool = False,
    may_coach: bool = False,
) -> User:
    """The person with this mail address, made if there is none, and invited while they cannot sign in.

    Somebody who is known already is returned as they are: neither name nor rights of an existing person change, since
    whoever invites them may not be the one who knows them.
    """
    person = {
        "first_name": first_name.strip(),
        "last_name": last_name.strip(),
        "form_of_address": form_of_address,
        "language": language,
        "may_manage": may_manage,
        "may_coach": may_coach,
    }
    user = _known_or_new(email, person, by=by, now=now)
    if user.is_active and not user.has_usable_password():
        about = about.strip()[:200]
        same = user.invitations.open_at(now).filter(invited_by=by, about=about, created_at__gt=now - SAME_WISH)
        if not same.exists():
            _send(user, about=about, by=by, now=now)
    return user


def _known_or_new(email: str, person: dict, *, by: User, now: datetime) -> User:
    """The person with this address; a new one works, until they say otherwise, where the inviting person does."""
    region = {"timezone": by.timezone, "country": by.country, "subdivision": by.subdivision}
    # The unique constraint is the judge between two who invite the same person at once.
    user, created = User.objects.get_or_create(
        email=User.objects.normalize_email(email.strip()).lower(),
        defaults={**person, **region, "password": make_password(None)},
    )
    if created:
        rights = {name: person[name] for name in ("may_manage", "may_coach")}
        record("accounts.add_person", user, by=by, now=now, **rights)
    return user


@transaction.atomic
def resend(user: User, *, by: User | None, now: datetime) -> Invitation:
    """Send a new link to somebody who has not accepted yet; links sent before stop working."""
    if user.has_usable_password() or not user.is_active:
        raise ActionRefused(_("This person needs no invitation any more."))
    last = user.invitations.first()
    user.invitations.open_at(now).update(expires_at=now)
    return _send(user, about=last.about if last else "", by=by, now=now)


@transaction.atomic
def remind(user: User, *, now: datetime) -> None:
    """Answer an invited person who asks for a new password: their invitation again, or a new one if it has expired."""
    invitation = user.invitations.open_at(now).select_related("user").first()
    if invitation is None:
        last = user.invitations.select_related("invited_by").first()
        _send(user, about=last.about if last else "", by=last.invited_by if last else None, now=now)
    else:
        _enqueue(invitation, key=f"invitation.{invitation.pk}.{now:%Y%m%d%H%M}", now=now)


def _send(user: User, *, about: str, by: User | None, now: datetime) -> Invitation:
    nonce = secrets.token_hex(16)
    invitation = Invitation.objects.create(
        user=user,
        invited_by=by,
        nonce=nonce,
        token_hash=token_hash(token_from(nonce)),
        about=about,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    record("accounts.invite", user, by=by, now=now, invitation=invitation.pk)
    _enqueue(invitation, key=f"invitation.{invitation.pk}", now=now)
    return invitation


def _enqueue(invitation: Invitation, *, key: str, now: datetime) -> None:
    enqueue(
        key=key,
        category=MailCategory.ACCOUNT,
        composer="accounts.invitation",
        payload={"invitation": invitation.pk},
        to=invitation.user,
        now=now,
        expires_at=invitation.expires_at,
    )


def find(token: str, *, now: datetime) -> Invitation | None:
    """The invitation whose link works at ``now``, with its person; None for used, expired, foreign and made-up ones."""
    found = Invitation.objects.open_at(now).filter(token_hash=token_hash(token))
    return found.select_related("user", "invited_by").first()


@transaction.atomic
def accept(*, token: str, password: str, now: datetime, consent: bool) -> User:
    """Set the password of the invited person, who can sign in from now on; the link is used up.

    ``password`` has passed the validators (a form's work). Raises ActionRefused where the link does not work (any
    more): of two who use it at once, one gets in.
    """
    claim = Invitation.objects.filter(token_hash=token_hash(token), accepted_at__isnull=True, expires_at__gt=now)
    if not claim.update(accepted_at=now):
        raise ActionRefused(_("This invitation has been used or is no longer valid."))
    invitation = Invitation.objects.select_related("user").get(token_hash=token_hash(token))
    # The person's row decides between two different links of the same person.
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    if user.has_usable_password() or not user.is_active:
        raise ActionRefused(_("This invitation has been used or is no longer valid."))
    user.invitations.open_at(now).update(expires_at=now)
    open_account(user, password=password)
    record("accounts.accept_invitation", user, by=user, now=now, invitation=invitation.pk)
    if consent:
        agree_to_reminders(user, by=user, now=now)
    return user
