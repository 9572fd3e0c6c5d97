"""The mail that invites a person."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters.frame import absolute, render_letter, speaking_to
from accounts.mail.composers import Message, Withdrawn
from accounts.models import Invitation, OutboundMail
from accounts.tokens import token_from, token_hash


def compose(mails: list[OutboundMail], now: datetime) -> dict[int, Message | Withdrawn]:
    """The invitations of ``mails``; those that were accepted, replaced or expired meanwhile are withdrawn."""
    wanted = {mail.pk: mail.payload["invitation"] for mail in mails}
    found = Invitation.objects.open_at(now).select_related("user", "invited_by").in_bulk(wanted.values())
    return {
        pk: _letter(found[invitation]) if invitation in found else Withdrawn("the invitation is no longer open")
        for pk, invitation in wanted.items()
    }


def _letter(invitation: Invitation) -> Message | Withdrawn:
    token = token_from(invitation.nonce)
    if token_hash(token) != invitation.token_hash:
        return Withdrawn("the secret key has changed since, send a new invitation")
    person, host = invitation.user, invitation.invited_by
    url = absolute(reverse("accounts:invitation", args=[token]))
    with speaking_to(person):
        if host:
            subject = _("%(name)s invites you to coopnet") % {"name": host.full_name}
        else:
            subject = _("Your invitation to coopnet")
        context = {"subject": subject, "invitation": invitation, "host": host, "url": url}
        text, html = render_letter("accounts/invitation", person, context)
    # Questions go to the person who invites, not to a machine.
    headers = {"Reply-To": host.email} if host else {}
    return Message(subject=subject, text=text, html=html, headers=headers, secrets=(token,))
