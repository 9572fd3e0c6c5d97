from crispy_forms.layout import Div
from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Address, Language
from accounts.models import User
from cooperations.forms.fields import FirmField, TextBlock
from cooperations.forms.layout import Beside
from coopnet.ui.forms import CoopForm, LenientDecimalField
from coopnet.ui.layout import laid_out
from partners.models import Firm

SOMEBODY_NEW = "new"
ADDRESS_NEEDED = _("Please give the mail address, so that the person can be invited.")
NAME_NEEDED = _("Please give the name, so that the person can be greeted.")
NEW_PERSON_LAYOUT = ("email", Beside("first_name", "last_name"), Beside("form_of_address", "language"))


class NewPersonForm(CoopForm):
    """Somebody who is not known yet: enough to invite them politely."""

    email = forms.EmailField(label=_("Mail address"), required=False, error_messages={"required": ADDRESS_NEEDED})
    first_name = forms.CharField(max_length=80, label=_("First name"), required=False)
    last_name = forms.CharField(
        max_length=80, label=_("Last name"), required=False, error_messages={"required": NAME_NEEDED}
    )
    form_of_address = forms.ChoiceField(
        label=_("Form of address"), choices=Address.choices, initial=Address.NEUTRAL, required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, initial=get_language, required=False)

    NEEDED = ("email", "last_name")
    NEW_PERSON = ("email", "first_name", "last_name", "form_of_address", "language")

    def check_new_person(self, cleaned) -> None:
        """A new person needs an address and a name; both are asked for at their fields."""
        for name in self.NEEDED:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        cleaned["form_of_address"] = cleaned.get("form_of_address") or Address.NEUTRAL
        cleaned["language"] = cleaned.get("language") or Language.DE

    def new_person(self) -> dict:
        """The new person's data as the inviting action takes it."""
        return {name: self.cleaned_data[name] for name in self.NEW_PERSON}


class AddPartyForm(NewPersonForm):
    """A firm joins; the person who speaks for it can be invited in the same step."""

    firm = FirmField(
        label=_("Firm"), help_text=_("Known firms are suggested while you type; a new name adds a new firm.")
    )
    own_goal = TextBlock(rows=2, required=False, label=_("What does this firm want out of it?"))

    helper = laid_out("firm", "own_goal", *NEW_PERSON_LAYOUT)

    def __init__(self, *args, firms: QuerySet[Firm], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["firm"].offer(firms)
        self.fields["email"].label = _("Mail address of the person who speaks for it")
        self.fields["email"].help_text = _(
            "Leave it empty to choose one of the firm's people in the next step. "
            "Who has no account yet gets an invitation."
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("email") or cleaned.get("last_name") or cleaned.get("first_name"):
            self.check_new_person(cleaned)
        return cleaned


class ResponsibleForm(NewPersonForm):
    """Who speaks for a firm: one of its people, or somebody new who is invited."""

    person = forms.ChoiceField(label=_("Who?"), widget=forms.RadioSelect)

    helper = laid_out("person", Div(*NEW_PERSON_LAYOUT, css_class="somebody-new"))

    def __init__(self, *args, people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        self.fields["person"].choices = [
            *((key, user.full_name) for key, user in self.people.items()),
            (SOMEBODY_NEW, _("somebody new, whom I invite")),
        ]
        self.fields["person"].initial = next(iter(self.people), SOMEBODY_NEW)
        for name in self.NEEDED:
            self.fields[name].required = not self.is_bound or self.data.get("person") == SOMEBODY_NEW

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("person") == SOMEBODY_NEW:
            self.check_new_person(cleaned)
        return cleaned

    def known_person(self) -> User | None:
        """The chosen person, or None when somebody new is to be invited."""
        return self.people.get(self.cleaned_data["person"])


class PartyForm(CoopForm):
    """What a firm wants, who stands in for whom, and which shares were agreed."""

    responsible = forms.ChoiceField(label=_("Responsible person"), required=False)
    deputy = forms.ChoiceField(
        label=_("Deputy"),
        required=False,
        help_text=_("Is asked when the responsible person is away or does not answer."),
    )
    own_goal = TextBlock(rows=3, required=False, label=_("What does this firm want out of it?"))
    agreed_give_share = LenientDecimalField(
        label=_("Agreed share of giving, %"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    agreed_get_share = LenientDecimalField(
        label=_("Agreed share of getting, %"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )

    helper = laid_out(Beside("responsible", "deputy"), "own_goal", Beside("agreed_give_share", "agreed_get_share"))

    def __init__(self, *args, people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        choices = [("", "–"), *((key, user.full_name) for key, user in self.people.items())]
        self.fields["responsible"].choices = choices
        self.fields["deputy"].choices = choices

    def clean_responsible(self) -> User | None:
        return self.people.get(self.cleaned_data["responsible"])

    def clean_deputy(self) -> User | None:
        deputy = self.people.get(self.cleaned_data["deputy"])
        if deputy and deputy == self.cleaned_data.get("responsible"):
            raise forms.ValidationError(_("The deputy has to be somebody else."))
        return deputy
