"""Mails about an account: a new password, another address, a change that its owner should know of.

allauth decides when; the adapter puts the kind, and what cannot be found again, into the outbox. Links are made here,
at the moment of sending, so that none of them lies in the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account import app_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.letters.frame import SITE_NAME, absolute, render_letter, speaking_to
from accounts.mail.composers import Message, Withdrawn
from accounts.models import OutboundMail, User


@dataclass(frozen=True)
class Notice:
    """What one kind of mail says: paragraphs above the button, and those below it."""

    subject: str
    before: list[str]
    button: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


def compose(mails: list[OutboundMail], now: datetime) -> dict[int, Message | Withdrawn]:
    """The mails about accounts in two queries; without an active person or an open request they are withdrawn."""
    people = User.objects.filter(is_active=True).in_bulk({mail.to_id for mail in mails})
    wanted = {mail.payload["address_id"] for mail in mails if "address_id" in mail.payload}
    unproven = EmailAddress.objects.filter(verified=False).in_bulk(wanted)
    return {mail.pk: _letter(mail, people.get(mail.to_id), unproven) for mail in mails}


def _letter(mail: OutboundMail, person: User | None, unproven: dict[int, EmailAddress]) -> Message | Withdrawn:
    kind, payload = mail.payload["kind"], mail.payload
    if person is None:
        return Withdrawn("the person is suspended or gone")
    with speaking_to(person):
        if kind == "email_confirmation":
            address = unproven.get(payload["address_id"])
            if address is None:
                return Withdrawn("the address is proven or was taken back")
            notice = _confirm_address(address)
        elif kind == "password_reset_key":
            notice = _new_password(person)
        else:
            notice = CHANGES[kind](payload)
        context = {"subject": notice.subject, "notice": notice, "address": payload["email"]}
        text, html = render_letter("accounts/notice", person, context)
    return Message(subject=notice.subject, text=text, html=html, secrets=notice.secrets, to_address=payload["email"])


def _new_password(person: User) -> Notice:
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    parts = {"uidb36": user_pk_to_url_str(person), "key": key}
    return Notice(
        _("Your new password"),
        [_("You asked for a new password for %(site)s.") % {"site": SITE_NAME}],
        (absolute(reverse("account_reset_password_from_key", kwargs=parts)), _("Choose a new password")),
        (
            _("The link works for 24 hours and only once."),
            _("If you did not ask for it, you need not do anything: your password stays as it is."),
        ),
        (key,),
    )


def _confirm_address(address: EmailAddress) -> Notice:
    key = EmailConfirmationHMAC(address).key
    url = absolute(reverse("account_confirm_email", args=[key]))
    return Notice(
        _("Please confirm your mail address"),
        [_("This address, %(email)s, is to be used for %(site)s.") % {"email": address.email, "site": SITE_NAME}],
        (url, _("Confirm this address")),
        (
            _("The link works for three days. Until then everything stays as it is."),
            _("If you know nothing of this, you need not do anything."),
        ),
        (key,),
    )


def _changed(subject: str, sentence: str) -> Callable[[dict], Notice]:
    """A notice that something has changed: ``subject`` and ``sentence`` are msgids, translated when it is written."""

    def notice(payload: dict) -> Notice:
        when = localtime(datetime.fromisoformat(payload["at"]))
        facts = {
            "day": date_format(when, "SHORT_DATE_FORMAT"),
            "time": date_format(when, "TIME_FORMAT"),
            "old": payload.get("from_email", ""),
            "new": payload.get("to_email", ""),
        }
        return Notice(
            _(subject),
            [_(sentence) % facts],
            (absolute(reverse("account_reset_password")), _("That was not me – choose a new password")),
            (_("If it was you, you need not do anything."),),
        )

    return notice


CHANGES: dict[str, Callable[[dict], Notice]] = {
    "password_changed": _changed(
        gettext_noop("Your password was changed"),
        gettext_noop("The password of your account was changed on %(day)s at %(time)s."),
    ),
    "password_set": _changed(
        gettext_noop("Your password was set"),
        gettext_noop("A password was set for your account on %(day)s at %(time)s."),
    ),
    "password_reset": _changed(
        gettext_noop("Your password was changed"),
        gettext_noop("A new password was chosen for your account through a mail on %(day)s at %(time)s."),
    ),
    "email_changed": _changed(
        gettext_noop("Your mail address was changed"),
        gettext_noop("On %(day)s at %(time)s the mail address of your account was changed from %(old)s to %(new)s."),
    ),
    "totp_activated": _changed(
        gettext_noop("Second factor switched on"),
        gettext_noop("An authenticator app was set up for your account on %(day)s at %(time)s."),
    ),
    "totp_deactivated": _changed(
        gettext_noop("Second factor switched off"),
        gettext_noop("The authenticator app was removed from your account on %(day)s at %(time)s."),
    ),
    "webauthn_added": _changed(
        gettext_noop("A passkey was added"),
        gettext_noop("A passkey or security key was added to your account on %(day)s at %(time)s."),
    ),
    "webauthn_removed": _changed(
        gettext_noop("A passkey was removed"),
        gettext_noop("A passkey or security key was removed from your account on %(day)s at %(time)s."),
    ),
    "recovery_codes_generated": _changed(
        gettext_noop("New recovery codes"),
        gettext_noop("New recovery codes were made for your account on %(day)s at %(time)s."),
    ),
}
KINDS = ("password_reset_key", "email_confirmation", *CHANGES)
