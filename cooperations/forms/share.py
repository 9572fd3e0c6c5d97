from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperations.enums import PledgeKind, Rhythm
from cooperations.forms.layout import Beside
from coopnet.ui.forms import CoopForm, LenientDateField, LenientDecimalField
from coopnet.ui.layout import laid_out


class PledgeForm(CoopForm):
    """What a firm promises to bring."""

    text = forms.CharField(
        max_length=200,
        label=_("What do you bring?"),
        help_text=_("For example “photos of all products” or “access to our 300 customers”."),
    )
    kind = forms.ChoiceField(label=_("What kind of thing is it?"), choices=PledgeKind.choices, initial=PledgeKind.HOURS)
    quantity = LenientDecimalField(
        label=_("How much?"), required=False, min_value=0, max_value=9_999_999, max_digits=12, decimal_places=2
    )
    unit = forms.CharField(max_length=20, label=_("Unit"), required=False, help_text=_("For example hours, pieces, €."))
    rhythm = forms.ChoiceField(label=_("How often?"), choices=Rhythm.choices, initial=Rhythm.ONCE)
    due_on = LenientDateField(label=_("Until when?"), required=False)
    value = LenientDecimalField(
        label=_("What is one unit worth?"),
        required=False,
        min_value=0,
        max_value=9_999_999,
        max_digits=12,
        decimal_places=2,
        help_text=_("A rough estimate is enough: it gives a sense of fairness and is no bookkeeping."),
    )
    substance = forms.BooleanField(
        label=_("This cannot be taken back"),
        required=False,
        help_text=_("Exclusivity, capital, customers, disclosed know-how: the ham, not the eggs."),
    )

    helper = laid_out(
        "text",
        "kind",
        Beside("quantity", "unit", "rhythm"),
        Beside("due_on", "value"),
        "substance",
    )


class MeasureForm(CoopForm):
    """What a firm wants out of it, so that it can be told whether it came."""

    text = forms.CharField(
        max_length=200,
        label=_("By what do you notice that it was worth it?"),
        help_text=_("For example “new customers from the catalogue”."),
    )
    baseline = LenientDecimalField(
        label=_("Today"), required=False, max_digits=12, decimal_places=2, max_value=9_999_999_999
    )
    target = LenientDecimalField(
        label=_("Target"), required=False, max_digits=12, decimal_places=2, max_value=9_999_999_999
    )
    unit = forms.CharField(max_length=20, label=_("Unit"), required=False)
    due_on = LenientDateField(label=_("By when?"), required=False)

    helper = laid_out("text", Beside("baseline", "target", "unit"), "due_on")


class ReachedForm(CoopForm):
    """A success came: on which day."""

    on = LenientDateField(label=_("On which day?"))

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]
