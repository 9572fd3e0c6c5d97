"""Forms about the people of a firm."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Address, Language
from coopnet.ui.forms import CoopForm, CoopModelForm
from coopnet.ui.layout import laid_out, side_by_side
from partners.enums import FirmRole
from partners.models import Membership

_ROLE_HELP = _("A lead speaks for the firm in every cooperation, edits its data and says who belongs to it.")


class AddPersonForm(CoopForm):
    """A person who is to belong to the firm."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        help_text=_("Whoever cannot sign in yet gets an invitation by mail."),
    )
    form_of_address = forms.ChoiceField(label=_("Form of address"), choices=Address.choices, initial=Address.NEUTRAL)
    language = forms.ChoiceField(label=_("Language of mails"), choices=Language.choices)
    role = forms.ChoiceField(label=_("Role"), choices=FirmRole.choices, initial=FirmRole.MEMBER, help_text=_ROLE_HELP)
    position = forms.CharField(label=_("Position"), max_length=80, required=False)

    helper = laid_out(
        side_by_side("first_name", "last_name"),
        "email",
        side_by_side("form_of_address", "language"),
        side_by_side("role", "position"),
    )


class MembershipForm(CoopModelForm):
    """What a person is in the firm."""

    class Meta:
        model = Membership
        fields = ["role", "position"]
        help_texts = {"role": _ROLE_HELP}
