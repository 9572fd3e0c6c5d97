"""Refusals that several actions share: each says in a sentence why it is not possible."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from cooperations import permissions
from cooperations.enums import State
from cooperations.models import Cooperation, Party
from partners.models import Membership


def require_manager(cooperation: Cooperation, by: User) -> None:
    if not permissions.may_manage(by, cooperation):
        raise ActionRefused(_("Only the manager of this cooperation or the manager's deputy can do this."))


def require_not_ended(cooperation: Cooperation) -> None:
    if cooperation.state == State.ENDED:
        raise ActionRefused(_("This cooperation has ended; it stays as it was."))


def on_behalf(party: Party, by: User) -> bool:
    """Whether ``by`` acts for ``party`` from outside, as the manager does; refuses everybody else."""
    if permissions.belongs_to(by, party):
        return False
    if not permissions.may_act_for(by, party, {}):
        raise ActionRefused(_("Only people of this firm or the manager can do this."))
    return True


def require_member(party_firm_id: int, user: User | None) -> None:
    """``user`` has to work for the firm: whoever owes something must be able to see it."""
    if user and not Membership.objects.filter(firm=party_firm_id, user=user, ended_on__isnull=True).exists():
        raise ActionRefused(_("%(person)s does not belong to this firm.") % {"person": user.full_name})


def put(row: models.Model, changes: Mapping[str, object], allowed: tuple[str, ...]) -> dict[str, list]:
    """Set ``changes`` on ``row`` (not saved), validated; returns {name: [before, after]} of what really differs.

    TypeError for names that are not ``allowed``: no form can smuggle in a field.
    """
    if unknown := set(changes) - set(allowed):
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    real = {}
    for name, value in changes.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            real[name] = [_told(before), _told(value)]
    check(row)
    return real


def check(row: models.Model) -> None:
    """Refuse what the model's own validation refuses, in its words; that related rows exist is the database's."""
    relations = {field.name for field in row._meta.get_fields() if field.is_relation}
    try:
        row.clean_fields(exclude=relations)
        row.validate_constraints()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error


def _told(value):
    return value.pk if isinstance(value, models.Model) else value
