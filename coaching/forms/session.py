from datetime import datetime

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.enums import Presence, SummaryVerdict
from coaching.models import Member
from coopnet.ui.forms import CoopForm, LenientDateField

ASKING, FACILITATING, INSTRUCTING = "asking", "facilitating", "instructing"


class SessionForm(CoopForm):
    """When and where; the day and the time are those of the person who types them."""

    day = LenientDateField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"), input_formats=["%H:%M", "%H.%M", "%H"], widget=forms.TimeInput(format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=600, initial=90)
    place = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("A room, or the link to a call.")
    )

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self):
        values = super().clean()
        if values.get("day") and values.get("time"):
            values["starts_at"] = datetime.combine(values["day"], values["time"], tzinfo=self.zone)
        return values


class TopicForm(CoopForm):
    text = forms.CharField(label=_("What do you want to talk about?"), max_length=200)
    proposer = forms.ModelChoiceField(label=_("Whose topic is it?"), queryset=Member.objects.none(), empty_label=None)

    def __init__(self, *args, engagement, coach: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if coach:
            self.fields["text"].label = _("A topic of the team")
            self.fields["proposer"].queryset = engagement.members.filter(left_at__isnull=True).select_related("user")
            self.fields["proposer"].label_from_instance = lambda member: member.user.full_name
            self.helper = FormHelper()
            self.helper.layout = Layout(
                Row(Column("text", css_class="col-md-7"), Column("proposer", css_class="col-md-5"))
            )
        else:
            del self.fields["proposer"]


class RecordForm(CoopForm):
    """What the coach records in the session: who was there, which topics, the summary for the team."""

    talked_about = forms.MultipleChoiceField(
        label=_("Topics that were talked about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(
        label=_("Summary for the team"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_("Every member reads it and confirms it, or says what they saw differently."),
    )
    asking = forms.IntegerField(label=_("Asking"), min_value=0, max_value=100, required=False)
    facilitating = forms.IntegerField(label=_("Facilitating"), min_value=0, max_value=100, required=False)
    instructing = forms.IntegerField(label=_("Instructing"), min_value=0, max_value=100, required=False)

    def __init__(self, *args, members, agenda, draft_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        if draft_url:
            self.fields["summary"].widget.attrs.update(autosave(draft_url, "draft-status"))
        self.members = list(members)
        topics = self.fields["talked_about"]
        topics.choices = [(item.pk, f"{item.text} · {item.proposer.user.full_name}") for item in agenda]
        if not topics.choices:
            del self.fields["talked_about"]
        for member in self.members:
            self.fields[f"member_{member.pk}"] = forms.ChoiceField(
                label=member.user.full_name,
                choices=Presence.choices,
                initial=Presence.PRESENT,
                widget=forms.RadioSelect,
            )
        self.helper = self._layout()

    def _layout(self) -> FormHelper:
        helper = FormHelper()
        people = [InlineRadios(f"member_{member.pk}", wrapper_class="presence") for member in self.members]
        topics = ["talked_about"] if "talked_about" in self.fields else []
        helper.layout = Layout(
            *topics,
            Fieldset(_("Who was there?"), *people, css_class="presences"),
            "summary",
            HTML('<p id="draft-status" class="autosave" role="status"></p>'),
            Fieldset(
                _("Your share of the time, in percent (optional)"),
                Row(*(Column(name, css_class="col-4") for name in (ASKING, FACILITATING, INSTRUCTING))),
            ),
        )
        return helper

    def clean(self):
        values = super().clean()
        given = [values.get(name) for name in (ASKING, FACILITATING, INSTRUCTING)]
        if any(share is not None for share in given) and sum(share or 0 for share in given) != 100:
            self.add_error(ASKING, _("The three shares add up to 100. Leave all of them empty if you do not track it."))
        return values

    def shares(self) -> tuple[int, int, int] | None:
        """Asking, facilitating, instructing in percent; None when none was given."""
        given = [self.cleaned_data.get(name) for name in (ASKING, FACILITATING, INSTRUCTING)]
        if all(share is None for share in given):
            return None
        asking, facilitating, instructing = (share or 0 for share in given)
        return asking, facilitating, instructing

    def attendance(self) -> dict[int, str]:
        return {member.pk: self.cleaned_data[f"member_{member.pk}"] for member in self.members}


class SummaryAnswerForm(CoopForm):
    verdict = forms.ChoiceField(label=_("Your answer"), choices=SummaryVerdict.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What did you see differently?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your coach and your team read it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_000)

    def clean(self):
        values = super().clean()
        if values.get("verdict") == SummaryVerdict.OBJECTED and not values.get("text"):
            self.add_error("text", _("Please say what you saw differently."))
        return values


class NoteForm(CoopForm):
    text = forms.CharField(
        label=_("Private note"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, autosave_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if autosave_url:
            self.fields["text"].widget.attrs.update(autosave(autosave_url, "note-status"))


def autosave(url: str, status_id: str) -> dict[str, str]:
    """Attributes of a field that is kept on the server while one types; nothing goes into the browser's storage."""
    return {
        "hx-post": url,
        "hx-trigger": "input changed delay:2s",
        "hx-target": f"#{status_id}",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }
