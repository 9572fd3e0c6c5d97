from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Address, Language
from accounts.models import User
from coaching.people import people_of, possible_coaches
from coopnet.ui.forms import CoopForm
from partners.models import Firm


class PersonChoice(forms.ModelMultipleChoiceField):
    """People with the firm that they work for."""

    firms: dict[int, str] = {}

    def label_from_instance(self, user) -> str:
        firm = self.firms.get(user.pk)
        return f"{user.full_name} · {firm}" if firm else user.full_name


class ProposeForm(CoopForm):
    subject = forms.CharField(
        label=_("What does the team want help with?"),
        max_length=160,
        help_text=_("One sentence, for instance: we talk past each other about prices."),
    )
    why = forms.CharField(
        label=_("Why now?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A coach is called early, not when the smock is on fire."),
    )
    team = PersonChoice(
        label=_("Who is in the team?"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, cooperation, proposer, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_of(cooperation)
        field = self.fields["team"]
        field.firms = {user.pk: firm.name for user, firm in people}
        field.queryset = User.objects.filter(pk__in=field.firms).order_by("last_name", "first_name", "id")
        if proposer.pk in field.firms:
            field.initial = [proposer.pk]
            field.help_text = _("Whoever proposes a coaching from a firm belongs to the team.")
            # An own tick is not needed twice: the action adds it.
            field.required = False


class CoachForm(CoopForm):
    coach = forms.ModelChoiceField(
        label=_("Whom do you propose?"), queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, engagement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coach"].queryset = possible_coaches(engagement)
        self.fields["coach"].label_from_instance = lambda user: user.full_name


class MemberForm(CoopForm):
    """Somebody of the parties, or a person who is new here."""

    person = forms.ModelChoiceField(
        label=_("Somebody of these firms"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("somebody else, see below"),
    )
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    form_of_address = forms.ChoiceField(
        label=_("Form of address"), choices=Address.choices, initial=Address.NEUTRAL, required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, initial=get_language, required=False)
    firm = forms.ModelChoiceField(
        label=_("Works for"), queryset=Firm.objects.none(), required=False, empty_label=_("none of these firms")
    )

    def __init__(self, *args, engagement, inviter, **kwargs):
        super().__init__(*args, **kwargs)
        inside = set(engagement.members.filter(left_at__isnull=True).values_list("user", flat=True))
        self.firm_of = {user.pk: firm for user, firm in people_of(engagement.cooperation)}
        person = self.fields["person"]
        person.queryset = User.objects.filter(pk__in=set(self.firm_of) - inside).order_by("last_name", "first_name")
        person.label_from_instance = lambda user: f"{user.full_name} · {self.firm_of[user.pk].name}"
        self.fields["firm"].queryset = Firm.objects.filter(
            parties__cooperation=engagement.cooperation, parties__left_on__isnull=True
        ).order_by("name")
        self.fields["language"].initial = inviter.language
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "person",
            Fieldset(
                _("Somebody else"),
                _pair("first_name", "last_name"),
                "email",
                _pair("form_of_address", "language"),
                "firm",
            ),
        )

    def clean(self):
        values = super().clean()
        if values.get("person"):
            return values
        if not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("Please choose somebody, or give a mail address."))
        if not values.get("last_name"):
            self.add_error("last_name", _("Please give the name, so that the others know who it is."))
        return values


def _pair(*names: str) -> Row:
    return Row(*(Column(name, css_class="col-sm-6") for name in names))


class MoveForm(CoopForm):
    """The reason for a change of state, and what else it needs."""

    def __init__(self, *args, fields: dict[str, forms.Field], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update(fields)
