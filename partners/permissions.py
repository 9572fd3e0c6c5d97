"""What a person may do with firms and contacts. Pure: a firm comes from ``Firm.objects.with_standing(user)``."""

from accounts.roles import has_role
from partners.enums import FirmRole, ImportKind


def is_keeper(user, firm) -> bool:
    """Only the keeper ever sees and writes the private note."""
    return firm.keeper_id == user.pk


def may_edit_firm(user, firm) -> bool:
    """The keeper and the firm's leads edit its data (the private note: the keeper alone)."""
    return is_keeper(user, firm) or firm.my_role == FirmRole.LEAD


def may_manage_people(user, firm) -> bool:
    """Who edits a firm also says who belongs to it."""
    return may_edit_firm(user, firm)


def may_see_details(user, firm) -> bool:
    """Address, phone and mail of the firm and of its people."""
    return is_keeper(user, firm) or bool(firm.my_role) or firm.details_open


def may_create_firms(user) -> bool:
    """Who may start cooperations brings the firms for them."""
    return bool(user.may_manage)


def may_keep_contacts(user) -> bool:
    """Contacts are the personal network of a manager."""
    return bool(user.may_manage) or has_role(user, "manager")


def importable_kinds(user) -> list[ImportKind]:
    """What a person may import: what they may create one by one."""
    kinds = [ImportKind.CONTACTS] if may_keep_contacts(user) else []
    return [*kinds, ImportKind.FIRMS] if may_create_firms(user) else kinds
