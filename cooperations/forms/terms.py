from django import forms
from django.utils.translation import gettext_lazy as _

from cooperations.enums import AmountsVisibility, Field, Kind, Mode
from cooperations.forms.fields import TextBlock
from cooperations.forms.layout import Beside
from coopnet.ui.forms import CoopForm, LenientDateField
from coopnet.ui.layout import laid_out

RHYTHMS = [
    ("", _("nothing agreed: what is usual here decides")),
    ("7", _("every week")),
    ("14", _("every two weeks")),
    ("30", _("every month")),
    ("60", _("every two months")),
    ("91", _("every quarter")),
]
CURRENCIES = [(code, code) for code in ("EUR", "CHF", "GBP", "USD", "PLN", "CZK", "DKK", "SEK", "NOK", "HUF")]


class TermsForm(CoopForm):
    """The terms of a cooperation that are fields, because something follows from them."""

    title = forms.CharField(max_length=120, label=_("Title"))
    kind = forms.ChoiceField(label=_("How binding is it?"), choices=Kind.choices)
    field = forms.ChoiceField(label=_("What is it about?"), choices=Field.choices)
    mode = forms.ChoiceField(
        label=_("How formal?"),
        choices=Mode.choices,
        help_text=_("Light is enough for a loose, trusting start; it can grow into a full agreement at any time."),
    )
    joint_goal = TextBlock(rows=3, required=False, label=_("Joint goal"))
    goal_on = LenientDateField(label=_("To be reached by"), required=False)
    starts_on = LenientDateField(label=_("Start"), required=False)
    review_on = LenientDateField(
        label=_("Next review"),
        required=False,
        help_text=_("On this day all look together: is it alive, fair, worth it, and what next?"),
    )
    rhythm_days = forms.ChoiceField(
        label=_("How often should something happen?"),
        choices=RHYTHMS,
        required=False,
        help_text=_("Silence beyond this rhythm by half leads to a friendly question."),
    )
    ending_terms = TextBlock(
        rows=3,
        required=False,
        label=_("How does it end?"),
        help_text=_("Notice, what is settled at the end, and what continues to hold afterwards."),
    )
    amounts_visibility = forms.ChoiceField(label=_("Who sees amounts?"), choices=AmountsVisibility.choices)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)

    helper = laid_out(
        "title",
        "joint_goal",
        Beside("goal_on", "starts_on"),
        Beside("review_on", "rhythm_days"),
        "ending_terms",
        Beside("kind", "field"),
        "mode",
        Beside("amounts_visibility", "currency"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        present = str(self.initial.get("rhythm_days") or "")
        if present and present not in dict(RHYTHMS):
            label = _("every %(days)s days") % {"days": present}
            self.fields["rhythm_days"].choices = [*RHYTHMS, (present, label)]
        currency = self.initial.get("currency")
        if currency and currency not in dict(CURRENCIES):
            self.fields["currency"].choices = [(currency, currency), *CURRENCIES]

    def clean_rhythm_days(self) -> int | None:
        return int(self.cleaned_data["rhythm_days"]) if self.cleaned_data["rhythm_days"] else None

    def clean(self):
        cleaned = super().clean()
        start, goal = cleaned.get("starts_on"), cleaned.get("goal_on")
        if start and goal and goal < start:
            self.add_error("goal_on", _("The goal would be reached before the start."))
        return cleaned


class ManagerNoteForm(CoopForm):
    """What only the manager and the deputy read."""

    manager_note = TextBlock(rows=6, required=False, label=_("Private note"))
