"""Where allauth touches the house: who may sign up (nobody), how mails leave (by the outbox), what is recorded."""

import secrets
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.actions.invitations import remind
from accounts.audit import record
from accounts.enums import MailCategory
from accounts.letters.notices import KINDS
from accounts.mail.outbox import enqueue
from accounts.models import User
from coopnet.clock import now


class AccountAdapter(DefaultAccountAdapter):
    """allauth with invitations instead of sign-up, and with mails that no request waits for."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: an account begins with an invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox; it is written when it leaves, in the language of its reader.

        Mails to addresses without an account are not sent: an answer to them would tell who has one.
        """
        kind = template_prefix.rpartition("/")[2].removesuffix("_signup")
        if kind not in KINDS:
            return
        person = context.get("user") or User.objects.filter(email__iexact=email).first() or self._signed_in()
        if person is None:
            return
        moment = now()
        payload = {"kind": kind, "email": email, "at": moment.isoformat()}
        payload |= {name: context[name] for name in ("from_email", "to_email") if name in context}
        if kind == "email_confirmation":
            payload["address_id"] = EmailAddress.objects.get(user=person, email__iexact=email).pk
        enqueue(
            key=f"account.{kind}.{person.pk}.{secrets.token_hex(8)}",
            category=MailCategory.ACCOUNT,
            composer="accounts.notice",
            payload=payload,
            to=person,
            now=moment,
        )

    def _signed_in(self) -> User | None:
        user = self.request.user
        return user if user.is_authenticated else None

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """A change of the account goes to its owner, who is known here and not looked up by the address."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Somebody who has no password yet gets the invitation once more: they need to see it, not a new password."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)
        else:
            remind(user, now=now())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take the address, unless it became somebody else's between the request and the click."""
        taken = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        if taken.exists():
            messages.error(request, _("This address cannot be used. Your address stays as it was."))
            return False
        with transaction.atomic():
            confirmed = super().confirm_email(request, email_address)
            if confirmed:
                record("accounts.change_address", email_address.user, by=email_address.user, now=now())
        return confirmed

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """A fresh sign-in is as good as a repeated one; allauth alone asks for the password twice in a minute."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        times = [record["at"] for record in get_authentication_records(self.request, self.request.user)]
        return not times or time.time() - max(times) > app_settings.REAUTHENTICATION_TIMEOUT

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Store the password and that it was changed."""
        user.set_password(password)
        user.save(update_fields=["password"])
        record("accounts.set_password", user, by=user, now=now())
