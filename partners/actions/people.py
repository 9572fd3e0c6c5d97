"""Who belongs to a firm."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actions.invitations import invite
from accounts.errors import ActionRefused
from accounts.models import User
from coopnet.clock import local_day
from partners.enums import FirmRole
from partners.models import Firm, Membership


@transaction.atomic
def add_person(
    firm: Firm,
    *,
    email: str,
    first_name: str,
    last_name: str,
    form_of_address: str,
    language: str,
    role: str,
    position: str,
    by: User,
    now: datetime,
) -> Membership:
    """Make a person a member of ``firm``; who cannot sign in yet is invited by mail.

    Raises ActionRefused where the person already belongs to the firm.
    """
    user = invite(
        email=email,
        first_name=first_name,
        last_name=last_name,
        form_of_address=form_of_address,
        language=language,
        about=firm.name,
        by=by,
        now=now,
    )
    try:
        with transaction.atomic():
            membership = Membership.objects.create(firm=firm, user=user, role=role, position=position)
    except IntegrityError:
        raise ActionRefused(
            _("%(person)s already belongs to %(firm)s.") % {"person": user.full_name, "firm": firm}
        ) from None
    audit.record("partners.add_person", firm, by=by, now=now, membership=membership.pk, user=user.pk, role=str(role))
    return membership


@transaction.atomic
def change_membership(membership: Membership, *, role: str, position: str, by: User, now: datetime) -> Membership:
    """Change what a person is in the firm; refused where the membership ended or the firm would lose its last lead."""
    if role != FirmRole.LEAD:
        _keep_a_lead(membership, by)
    changed = Membership.objects.active().filter(pk=membership.pk).update(role=role, position=position)
    if not changed:
        raise ActionRefused(_("This person no longer belongs to the firm."))
    before = {"role": membership.role, "position": membership.position}
    membership.role, membership.position = role, position
    audit.record(
        "partners.change_membership",
        membership.firm,
        by=by,
        now=now,
        membership=membership.pk,
        before=before,
        after={"role": str(role), "position": position},
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User, now: datetime, on: date | None = None) -> Membership:
    """End a membership on the day ``on`` (default: the day of ``now``); what the person did stays under their name.

    Refused where it has ended already, or where the firm's last lead would leave by their own hand.
    """
    _keep_a_lead(membership, by)
    last_day = on or local_day(now)
    if not Membership.objects.active().filter(pk=membership.pk).update(ended_on=last_day):
        raise ActionRefused(_("This person no longer belongs to the firm."))
    membership.ended_on = last_day
    audit.record(
        "partners.end_membership",
        membership.firm,
        by=by,
        now=now,
        membership=membership.pk,
        user=membership.user_id,
        on=last_day.isoformat(),
    )
    return membership


def _keep_a_lead(membership: Membership, by: User) -> None:
    """A lead cannot leave the firm without a voice; its keeper may, because the keeper can name the next one."""
    if membership.role != FirmRole.LEAD or membership.firm.keeper_id == by.pk:
        return
    firm = Firm.objects.select_for_update().get(pk=membership.firm_id)
    others = Membership.objects.active().filter(firm=firm, role=FirmRole.LEAD).exclude(pk=membership.pk)
    if not others.exists():
        raise ActionRefused(
            _("%(firm)s needs somebody who speaks for it. Please name another lead first.") % {"firm": firm}
        )
