from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.models import Decision
from coopnet.ui.forms import CoopForm, LenientDateField
from partners.models import Firm


class WordingForm(CoopForm):
    """The words of a decision."""

    question = forms.CharField(label=_("What was the question?"), max_length=200)
    options = forms.CharField(
        label=_("Which options did you look at?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outcome = forms.CharField(label=_("What is to hold?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    reasons = forms.CharField(label=_("Why?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    effect = forms.CharField(
        label=_("What does it mean, and for whom?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecisionForm(WordingForm):
    review_on = LenientDateField(label=_("When do you look at it again?"), required=False)
    replaces = forms.ModelChoiceField(
        label=_("Does it replace an earlier decision?"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("no"),
    )
    for_cooperation = forms.BooleanField(
        label=_("The manager of the cooperation may read it once it is adopted."), required=False
    )
    affected_firms = forms.ModelMultipleChoiceField(
        label=_("The leads of these firms may read it once it is adopted."),
        queryset=Firm.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, engagement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = engagement.decisions.in_force().order_by("number")
        self.fields["replaces"].label_from_instance = lambda decision: f"{decision.number}. {decision.question}"
        self.fields["affected_firms"].queryset = Firm.objects.filter(
            parties__cooperation=engagement.cooperation_id, parties__left_on__isnull=True
        ).order_by("name")


class ObjectionForm(CoopForm):
    reason = forms.CharField(
        label=_("What speaks against it?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_000)


class WordsForm(CoopForm):
    words = forms.CharField(
        label=_("What does this decision mean for you, in your own words?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskBackForm(CoopForm):
    text = forms.CharField(
        label=_("What is not clear to you?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AnswerForm(CoopForm):
    answer = forms.CharField(label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
