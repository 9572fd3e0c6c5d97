from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cooperations.enums import Field
from cooperations.forms.fields import FirmField, TextBlock
from cooperations.forms.layout import Beside, Question
from coopnet.ui.forms import CoopForm
from coopnet.ui.layout import laid_out
from partners.models import Firm


class StartForm(CoopForm):
    """Three questions: what is it about, who is in it, what do they want to reach together."""

    title = forms.CharField(
        max_length=120,
        label=_("What do you call it?"),
        help_text=_("A short name that everybody recognises, for example “Joint catalogue”."),
    )
    field = forms.ChoiceField(label=_("What is it about?"), choices=Field.choices, initial=Field.MARKETING)
    first_firm = FirmField(label=_("First firm"), required=False)
    second_firm = FirmField(label=_("Second firm"), required=False)
    third_firm = FirmField(label=_("Third firm"), required=False)
    joint_goal = TextBlock(
        rows=3,
        required=False,
        label=_("What do they want to reach together?"),
        help_text=_("One or two sentences; best with a number and a date. You can sharpen it later."),
    )

    helper = laid_out(
        Question(1, _("What is it?"), Beside("title", "field")),
        Question(
            2,
            _("Who is in it?"),
            Beside("first_firm", "second_firm", "third_firm"),
            hint=_("Known firms are suggested while you type; a new name adds a new firm. More firms can join later."),
        ),
        Question(3, _("What for?"), "joint_goal"),
    )

    FIRMS = ("first_firm", "second_firm", "third_firm")

    def __init__(self, *args, firms: QuerySet[Firm], **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.FIRMS:
            self.fields[name].offer(firms)

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned[name] for name in self.FIRMS if cleaned.get(name)]
        keys = [choice.firm.pk if choice.firm else choice.name.casefold() for choice in chosen]
        if len(set(keys)) < len(keys):
            self.add_error("second_firm", _("Please name each firm once."))
        cleaned["firms"] = chosen
        return cleaned
