from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperations.enums import Outcome
from cooperations.forms.fields import TextBlock
from cooperations.models import Party
from coopnet.ui.forms import CoopForm, LenientDateField


class PauseForm(CoopForm):
    """A pause has a reason and a day to come back; until then nobody is reminded."""

    reason = forms.CharField(max_length=250, label=_("Why is a pause right now?"))
    paused_until = LenientDateField(label=_("Until when?"))

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_paused_until(self) -> date:
        day = self.cleaned_data["paused_until"]
        if day <= self.today:
            raise forms.ValidationError(_("Please choose a day in the future."))
        if day > self.today + timedelta(days=366):
            raise forms.ValidationError(_("A pause of more than a year is an end; please choose an earlier day."))
        return day


class EndForm(CoopForm):
    """An honest end: what came of it and what was learnt."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect)
    lessons = TextBlock(
        rows=4,
        label=_("What did you learn?"),
        help_text=_("All parties read this. Two honest sentences help the next cooperation."),
    )
    reason = forms.CharField(max_length=250, label=_("Why now?"), required=False)


class ResumeForm(CoopForm):
    reason = forms.CharField(max_length=250, label=_("What made it go on?"), required=False)


class CallNoteForm(CoopForm):
    """A call or a visit: a talk is a life sign, an unanswered call is only a note."""

    TALKED, NOT_REACHED = "talked", "not_reached"

    result = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(TALKED, _("We talked")), (NOT_REACHED, _("I reached nobody"))],
        initial=TALKED,
        widget=forms.RadioSelect,
        help_text=_("A talk counts as a life sign, an unanswered call does not."),
    )
    party = forms.ChoiceField(label=_("With whom?"), required=False)
    text = forms.CharField(
        max_length=250,
        label=_("What came out of it?"),
        required=False,
        help_text=_("Stands in the timeline, so all parties read it. Keep confidential things in your private note."),
    )

    def __init__(self, *args, parties: list[Party], **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        self.fields["party"].choices = [
            ("", _("all of them")),
            *((key, party.firm.name) for key, party in self.parties.items()),
        ]

    def clean_party(self) -> Party | None:
        return self.parties.get(self.cleaned_data["party"])
