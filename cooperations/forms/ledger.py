from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperations.enums import PledgeKind
from cooperations.forms.fields import SuggestingInput, grouped
from cooperations.forms.layout import Beside, More
from cooperations.models import Party, Pledge
from coopnet.ui.forms import CoopForm, LenientDateField, LenientDecimalField
from coopnet.ui.layout import laid_out
from coopnet.ui.parsing import parse_hours

OLDEST = timedelta(days=730)
"""How far back an entry may lie; older ones are typing errors."""


class QuantityField(LenientDecimalField):
    """How much: ``1,5``, and for working time also ``1:30`` or ``90m``, which are hours."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            hours = parse_hours_or_none(value)
            if hours is None:
                raise
            return hours


def parse_hours_or_none(text: str) -> Decimal | None:
    """Hours where ``text`` is a duration and no plain number, else None."""
    try:
        return parse_hours(text, language=get_language() or "en")
    except ValueError:
        return None


class DayField(LenientDateField):
    """A day that is over or today; the form sets ``today`` to the person's own day."""

    def __init__(self, **kwargs):
        super().__init__(prefer="past", **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and day > self.today():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        if day and day < self.today() - OLDEST:
            raise forms.ValidationError(_("This day is more than two years ago."), code="old")
        return day


@dataclass(frozen=True)
class Share:
    """A party for which somebody can log, with its standing pledges."""

    party: Party
    pledges: Sequence[Pledge]


class ContributionForm(CoopForm):
    """What did you give? Three fields; everything else has a sensible default and sits behind "more"."""

    what = forms.ChoiceField(label=_("What?"))
    quantity = QuantityField(
        label=_("How much?"),
        min_value=Decimal("0.01"),
        max_value=9_999_999,
        max_digits=12,
        decimal_places=2,
        help_text=_("1.5 or 1:30 are fine."),
    )
    happened_on = DayField(label=_("When?"))
    text = forms.CharField(
        max_length=200,
        label=_("In your words"),
        required=False,
        help_text=_("Leave it empty to take the words of the promise."),
    )
    unit = forms.CharField(max_length=20, label=_("Unit"), required=False, widget=SuggestingInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("as promised")), *PledgeKind.choices], required=False)
    value = LenientDecimalField(
        label=_("Value of all of it"),
        required=False,
        min_value=0,
        max_value=999_999_999,
        max_digits=14,
        decimal_places=2,
        help_text=_("Leave it empty to take the value of the promise."),
    )
    is_gift = forms.BooleanField(
        label=_("A gift"), required=False, help_text=_("You are thanked for it, and it is not counted.")
    )
    token = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    helper = laid_out(
        "what",
        Beside("quantity", "happened_on"),
        More(_("More: other words, unit, value, gift"), "text", Beside("unit", "kind"), "value", "is_gift"),
        "token",
    )

    def __init__(self, *args, shares: Sequence[Share], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.pledges = {
            f"{share.party.pk}-{pledge.pk}": (share.party, pledge) for share in shares for pledge in share.pledges
        }
        self.others = {f"{share.party.pk}-0": (share.party, None) for share in shares}
        choices = []
        about_of = _headings(shares)
        for share in shares:
            about = about_of[share.party.pk]
            choices += [(about, (f"{share.party.pk}-{pledge.pk}", pledge.text)) for pledge in share.pledges]
            choices.append((about, (f"{share.party.pk}-0", _("something else"))))
        groups = grouped(choices)
        self.fields["what"].choices = groups[0][1] if len(groups) == 1 else groups
        self.fields["unit"].widget.suggestions = (str(_("hours")), str(_("pieces")), "€", "km")
        self.fields["happened_on"].today = lambda: today
        self.fields["happened_on"].initial = today
        self.fields["token"].initial = lambda: str(uuid4())

    def clean(self):
        cleaned = super().clean()
        party, pledge = {**self.pledges, **self.others}.get(cleaned.get("what"), (None, None))
        cleaned["party"], cleaned["pledge"] = party, pledge
        if party and not pledge and not cleaned.get("text"):
            self.add_error("text", _("Please say in a few words what it was."))
        if pledge:
            cleaned["text"] = cleaned.get("text") or pledge.text
            cleaned["unit"] = cleaned.get("unit") or pledge.unit
        cleaned["kind"] = cleaned.get("kind") or (pledge.kind if pledge else PledgeKind.HOURS)
        return cleaned

    def entry(self) -> dict:
        """The entry as the logging action takes it, without the party."""
        names = ("kind", "text", "quantity", "unit", "happened_on", "pledge", "value", "is_gift")
        return {name: self.cleaned_data[name] for name in names}


def _headings(shares: Sequence[Share]) -> dict[int, str]:
    """Under which heading the choices of each party stand: what tells it from the others."""
    titles = {share.party.cooperation_id for share in shares}
    firms = {share.party.firm_id for share in shares}
    headings = {}
    for share in shares:
        names = [share.party.cooperation.title] if len(titles) > 1 else []
        names += [share.party.firm.name] if len(firms) > 1 or not names else []
        headings[share.party.pk] = " · ".join(names)
    return headings


class CorrectionForm(ContributionForm):
    """A correction is a new entry that replaces the old one; both stay readable."""

    helper = laid_out("what", Beside("quantity", "unit", "happened_on"), "text", Beside("kind", "value"), "is_gift")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["token"]


class DisputeForm(CoopForm):
    reason = forms.CharField(
        max_length=250,
        label=_("What is different in your view?"),
        help_text=_("Both views stay in the books; the other side and the manager read yours."),
    )


class BenefitForm(CoopForm):
    """What did you get out of it, and whom do you thank?"""

    text = forms.CharField(
        max_length=200,
        label=_("What did you get out of it?"),
        help_text=_("For example “a new customer from the fair”."),
    )
    value = LenientDecimalField(
        label=_("What is it worth to you?"),
        required=False,
        min_value=0,
        max_value=999_999_999,
        max_digits=14,
        decimal_places=2,
        help_text=_("A rough estimate is enough; empty is fine too."),
    )
    happened_on = DayField(label=_("When?"))
    giver = forms.ChoiceField(label=_("Thanks to"), required=False)
    thanks = forms.CharField(
        max_length=250, label=_("A word of thanks"), required=False, help_text=_("All parties read it.")
    )

    helper = laid_out("text", Beside("happened_on", "value"), "giver", "thanks")

    def __init__(self, *args, others: Sequence[Party], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {str(party.pk): party for party in others}
        self.fields["giver"].choices = [
            ("", _("nobody in particular")),
            *((key, party.firm.name) for key, party in self.others.items()),
        ]
        self.fields["happened_on"].today = lambda: today
        self.fields["happened_on"].initial = today

    def clean_giver(self) -> Party | None:
        return self.others.get(self.cleaned_data["giver"])
