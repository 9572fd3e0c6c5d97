from django import forms
from django.utils.translation import gettext_lazy as _

from cooperations.enums import Level, State
from coopnet.ui.forms import CoopForm


class PortfolioFilter(CoopForm):
    """The filter of the portfolio; it lives in the URL, so every field is optional and a wrong value is no filter."""

    q = forms.CharField(max_length=120, label=_("Search"), required=False)
    level = forms.ChoiceField(label=_("Pulse"), choices=[("", _("any pulse")), *Level.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("not ended")), *State.choices], required=False)
