"""Two people edit the same record: the second is told, and loses nothing that was typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.fingerprint import fingerprint


class SeenForm(forms.ModelForm):
    """A form that remembers what its record said when it was opened.

    Where the record has changed since, saving is refused once, with what is stored now; saving again is allowed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["seen"]
            return
        names = [name for name in self.Meta.fields if name in self.fields]
        self.stored = {name: getattr(self.instance, name) for name in names}
        self.print_now = self.initial["seen"] = fingerprint(self.instance, names)

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.pop("seen", "")
        if seen and seen != self.print_now:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.print_now
            raise ValidationError(self._what_changed(cleaned))
        return cleaned

    def _what_changed(self, cleaned: dict) -> str:
        differing = [
            f"{self.fields[name].label}: {stored or '–'}"
            for name, stored in self.stored.items()
            if name in cleaned and cleaned[name] != stored
        ]
        if not differing:
            return _("Somebody else changed this meanwhile. Please save once more.")
        text = ngettext(
            "Somebody else changed this meanwhile to %(list)s. Saving again puts your text in its place.",
            "Somebody else changed this meanwhile to %(list)s. Saving again puts your texts in their place.",
            len(differing),
        )
        return text % {"list": "; ".join(differing)}
