"""The form of a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopnet.ui.forms import CoopModelForm, LenientDateField
from coopnet.ui.layout import laid_out, side_by_side
from partners.forms.seen import SeenForm
from partners.models import Contact, Firm


class ContactForm(SeenForm, CoopModelForm):
    """A person whom the owner of the contact knows; firms to link are those that the owner sees."""

    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    connected_on = LenientDateField(label=_("Known since"), required=False, prefer="past")

    class Meta:
        model = Contact
        fields = [
            "form_of_address", "first_name", "last_name", "firm", "company", "position", "email", "phone", "mobile",
            "street", "postal_code", "city", "country", "website", "connected_on", "lawful_basis", "note",
        ]  # fmt: skip
        help_texts = {
            "firm": _("Where the contact belongs to a firm that you have here."),
            "company": _("Where the firm is not here."),
            "lawful_basis": _("Why you may keep this data. Mostly you simply have an interest in your network."),
            "note": _("Only you see this note."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, owner, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["firm"].queryset = Firm.objects.visible_to(owner)
        self.fields["firm"].empty_label = _("none")
        self.helper = laid_out(
            *(["seen"] if "seen" in self.fields else []),
            "form_of_address",
            side_by_side("first_name", "last_name"),
            side_by_side("firm", "company"),
            "position",
            "email",
            side_by_side("phone", "mobile"),
            "street",
            side_by_side("postal_code", "city"),
            "country",
            "website",
            "note",
            side_by_side("connected_on", "lawful_basis"),
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("first_name", "last_name", "company", "email")):
            raise forms.ValidationError(_("Please give a name, a company or a mail address."))
        return cleaned
