"""How a person is addressed at the head of a letter."""

from django.utils.translation import gettext as _

from accounts.enums import Address
from accounts.models import User


def greeting(user: User) -> str:
    """The first line of a mail to ``user`` in the active language, formal: "Dear Ms Becker,".

    Without a form of address (or a last name to go with it) the full name stands; without any name none does,
    because greeting somebody by their mail address is worse than not naming them.
    """
    if user.last_name and user.form_of_address == Address.MS:
        return _("Dear Ms %(name)s,") % {"name": user.last_name}
    if user.last_name and user.form_of_address == Address.MR:
        return _("Dear Mr %(name)s,") % {"name": user.last_name}
    name = f"{user.first_name} {user.last_name}".strip()
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
