"""The forms of the answer page, one per kind of answer."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from coopnet.ui.forms import CoopForm, LenientDateField
from nagging.enums import AnswerKind


class DoneForm(CoopForm):
    """Nothing to fill in: the button says it."""


class PromiseForm(CoopForm):
    """A day, and the time at which to do it: a time helps to keep it."""

    promised_for = LenientDateField(label=_("Until when?"), help_text=_("We proposed a day. Any other will do."))
    at = forms.CharField(
        label=_("At what time will you do it?"),
        max_length=40,
        required=False,
        help_text=_("A time helps to keep it, for example 10:00."),
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promised_for"].today = lambda: today


class HelpForm(CoopForm):
    text = forms.CharField(
        label=_("What would help you?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NotRelevantForm(CoopForm):
    text = forms.CharField(label=_("Why is it not relevant?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def answer_form(kind: AnswerKind, data, *, today: date, initial: dict) -> CoopForm:
    """The form for an answer of ``kind``; ``data`` is None while nothing was sent."""
    if kind == AnswerKind.PROMISE:
        return PromiseForm(data, today=today, initial=initial)
    return {AnswerKind.HELP: HelpForm, AnswerKind.NOT_RELEVANT: NotRelevantForm}.get(kind, DoneForm)(data)
