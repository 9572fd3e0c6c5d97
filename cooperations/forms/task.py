from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cooperations.forms.fields import grouped
from cooperations.forms.layout import Beside
from cooperations.models import Party
from coopnet.ui.forms import CoopForm, LenientDateField
from coopnet.ui.layout import laid_out


class TaskForm(CoopForm):
    """One step: who does it, for whom, by when, and when it is done."""

    title = forms.CharField(
        max_length=160, label=_("What is to be done?"), help_text=_("Such as “send the price list”.")
    )
    owner = forms.ChoiceField(label=_("Who does it?"))
    due_on = LenientDateField(label=_("By when?"))
    done_when = forms.CharField(
        max_length=250,
        label=_("Done when …"),
        required=False,
        help_text=_("So that both see the same: “the price list is in Ms Becker's mailbox”."),
    )
    for_party = forms.ChoiceField(label=_("Who waits for it?"), required=False)

    helper = laid_out("title", Beside("owner", "due_on"), "done_when", "for_party")

    def __init__(self, *args, parties: list[Party], owners: Iterable[tuple[Party, User]], **kwargs):
        """``owners`` are the people who can take a step, each with the party that they do it for."""
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        self.owners = {f"{party.pk}-{user.pk}": (party, user) for party, user in owners}
        self.fields["owner"].choices = [
            ("", _("Please choose")),
            *grouped((party.firm.name, (key, user.full_name)) for key, (party, user) in self.owners.items()),
        ]
        self.fields["for_party"].choices = [
            ("", _("all")),
            *((key, party.firm.name) for key, party in self.parties.items()),
        ]

    def clean_owner(self) -> tuple[Party, User]:
        return self.owners[self.cleaned_data["owner"]]

    def clean_for_party(self) -> Party | None:
        return self.parties.get(self.cleaned_data["for_party"])


class DeclineForm(CoopForm):
    reason = forms.CharField(
        max_length=250,
        label=_("Why not?"),
        help_text=_("One sentence helps the others to find another way."),
    )


class MoveForm(CoopForm):
    due_on = LenientDateField(label=_("By when can you promise it?"))


class DropForm(CoopForm):
    reason = forms.CharField(max_length=250, label=_("Why is it no longer needed?"))


class HelpForm(CoopForm):
    text = forms.CharField(
        max_length=500,
        label=_("What would help you?"),
        help_text=_("A sentence is enough; the manager of the cooperation will get in touch."),
    )
