"""Forms of the administrator's pages about people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Address, Language
from coopnet.ui.forms import CoopForm
from coopnet.ui.layout import laid_out, side_by_side


class RightsForm(CoopForm):
    """What a person may start; everything else follows from what they take part in."""

    may_manage = forms.BooleanField(
        label=_("May start cooperations"), required=False, help_text=_("For cooperation managers.")
    )
    may_coach = forms.BooleanField(
        label=_("May coach teams"), required=False, help_text=_("A team still has to accept its coach.")
    )


class InvitePersonForm(RightsForm):
    """A new person, and what they may start."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    form_of_address = forms.ChoiceField(label=_("Form of address"), choices=Address.choices, initial=Address.NEUTRAL)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    helper = laid_out(
        "email",
        side_by_side("first_name", "last_name"),
        side_by_side("form_of_address", "language"),
        "may_manage",
        "may_coach",
    )
