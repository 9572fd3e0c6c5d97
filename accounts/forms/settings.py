"""Forms of the settings page, one per card."""

from datetime import date

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import regions
from accounts.consent import CONSENT_TEXT
from accounts.models import User
from coopnet.ui.forms import CoopForm, CoopModelForm, LenientDateField
from coopnet.ui.layout import laid_out, side_by_side


class PersonForm(CoopModelForm):
    """How a person is named and reached."""

    helper = laid_out(side_by_side("first_name", "last_name"), side_by_side("form_of_address", "phone"))

    class Meta:
        model = User
        fields = ["first_name", "last_name", "form_of_address", "phone"]
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
            "phone": forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Those who were imported may lack a name, but nobody takes their own name away.
        self.fields["first_name"].required = self.fields["last_name"].required = True


class RegionForm(CoopModelForm):
    """Language, and the times at which a person works."""

    helper = laid_out(
        side_by_side("language", "timezone"),
        side_by_side("country", "subdivision"),
        side_by_side("workday_start", "workday_end"),
    )

    timezone = forms.ChoiceField(label=_("Time zone"))
    country = forms.ChoiceField(label=_("Country"))
    subdivision = forms.ChoiceField(
        label=_("State or region"), required=False, help_text=_("Reminders do not count its public holidays.")
    )

    class Meta:
        model = User
        fields = ["language", "timezone", "country", "subdivision", "workday_start", "workday_end"]
        widgets = {
            "workday_start": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "workday_end": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = regions.timezones()
        self.fields["country"].choices = regions.countries()
        self.fields["subdivision"].choices = subdivision_choices(self["country"].value() or "")
        # The parts of another country are fetched when it is chosen; without scripts, see clean().
        self.fields["country"].widget.attrs |= {
            "hx-get": reverse("accounts:subdivisions"),
            "hx-target": "#id_subdivision",
            "hx-trigger": "change",
        }

    def clean(self) -> dict:
        data = super().clean()
        # The page without scripts still offers the parts of the country chosen before.
        if "subdivision" in self.errors and "country" in self.changed_data:
            del self.errors["subdivision"]
            data["subdivision"] = ""
        return data


def subdivision_choices(country: str) -> list[tuple[str, str]]:
    """The choices for a part of ``country``, with "the whole country" first."""
    return [("", _("the whole country")), *regions.subdivisions(country)]


class RemindersForm(CoopForm):
    """Whether reminders may come by mail."""

    wanted = forms.BooleanField(label=_("Send me reminders by mail"), help_text=CONSENT_TEXT, required=False)


class AbsenceForm(CoopForm):
    """First and last day away."""

    helper = laid_out(side_by_side("starts_on", "ends_on"))

    starts_on = LenientDateField(label=_("First day away"))
    ends_on = LenientDateField(label=_("Last day away"))

    def __init__(self, *args, today: date, **kwargs) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The last day is before the first."))
        elif end and end < self.today:
            self.add_error("ends_on", _("These days are over already."))
        return data
