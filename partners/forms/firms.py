"""Forms about a firm."""

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.regions import countries
from coopnet.ui.forms import CoopModelForm
from coopnet.ui.layout import laid_out, side_by_side
from partners.forms.seen import SeenForm
from partners.models import Firm


class FirmForm(SeenForm, CoopModelForm):
    """A firm as its keeper writes it."""

    country = forms.ChoiceField(label=_("Country"))
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Firm
        fields = [
            "name", "legal_form", "trade", "street", "postal_code", "city", "country", "phone", "email", "website",
            "keeper_note",
        ]  # fmt: skip
        labels = {"keeper_note": _("Private note")}
        help_texts = {
            "trade": _("What the firm does, in a few words."),
            "keeper_note": _("Only you see this note, neither the firm nor anybody else."),
        }
        widgets = {"keeper_note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = _countries(self.instance.country)
        self.helper = laid_out(
            *(["seen"] if "seen" in self.fields else []),
            side_by_side("name", "legal_form"),
            "trade",
            "street",
            side_by_side("postal_code", "city"),
            "country",
            side_by_side("phone", "email"),
            "website",
            *(["keeper_note"] if "keeper_note" in self.fields else []),
        )


class FirmByLeadForm(FirmForm):
    """A firm as its lead writes it: without the note of the keeper, which the lead never sees."""

    class Meta(FirmForm.Meta):
        fields = [name for name in FirmForm.Meta.fields if name != "keeper_note"]


def _countries(current: str) -> list[tuple[str, str]]:
    choices = countries()
    if current and current not in dict(choices):
        name = Locale((get_language() or "en")[:2]).territories.get(current, current)
        choices = [*choices, (current, name)]
    return choices
