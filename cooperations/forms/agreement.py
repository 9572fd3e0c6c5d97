from django import forms
from django.utils.translation import gettext_lazy as _

from coopnet.ui.forms import CoopForm


class ApprovalForm(CoopForm):
    """The word of one party to exactly the text that was on the screen (``digest``)."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read this version and speak for my firm."),
        error_messages={"required": _("Please confirm that you have read this version.")},
    )
    substance_seen = forms.BooleanField(
        label=_("I have seen that only one firm gives something that it cannot take back."),
        error_messages={"required": _("Please confirm that you have seen this.")},
    )

    def __init__(self, *args, one_sided: bool, **kwargs):
        """``one_sided``: only one party gives substance, so every approver confirms having seen it."""
        super().__init__(*args, **kwargs)
        if not one_sided:
            del self.fields["substance_seen"]
