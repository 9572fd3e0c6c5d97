"""Forms in which a password is chosen, and the request for a new one."""

import time

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.consent import CONSENT_TEXT
from accounts.enums import Address, Language
from accounts.models import User
from coopnet.ui.forms import CoopForm
from coopnet.ui.layout import laid_out, side_by_side

# Longer ones only keep the hasher busy.
LONGEST = 256
# Seconds that the request for a new password takes at least, whoever asks: longer than writing the mail's row takes,
# so that nobody learns from a stop-watch whether there is an account.
EVEN_TIME = 0.3


class NewPasswordForm(CoopForm):
    """A password, twice; judged together with the data of the person who will own it."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12 characters or more. A sentence that only you would think of is better than signs and digits."),
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def owner(self) -> User:
        """The person for whom the password is chosen."""
        raise NotImplementedError

    def clean(self) -> dict:
        data = super().clean()
        password, again = data.get("password"), data.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(password, self.owner())
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class AcceptInvitationForm(NewPasswordForm):
    """What an invited person decides: a password, and whether reminders may come by mail."""

    consent = forms.BooleanField(label=_("Reminders by mail"), help_text=CONSENT_TEXT, required=False)

    def __init__(self, *args, person: User, **kwargs) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def owner(self) -> User:
        return self.person


class FirstRunForm(NewPasswordForm):
    """The administrator of a new installation."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    form_of_address = forms.ChoiceField(label=_("Form of address"), choices=Address.choices, initial=Address.NEUTRAL)
    email = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    consent = forms.BooleanField(label=_("Reminders by mail"), help_text=CONSENT_TEXT, required=False)

    helper = laid_out(
        side_by_side("first_name", "last_name"),
        side_by_side("form_of_address", "language"),
        "email",
        side_by_side("password", "password_again"),
        "consent",
    )

    def owner(self) -> User:
        known = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name", "email")}
        return User(**known)


class EvenResetPasswordForm(ResetPasswordForm):
    """Asking for a new password takes the same time whether there is an account or not."""

    def __init__(self, *args, **kwargs) -> None:
        self.began = time.monotonic()
        super().__init__(*args, **kwargs)

    def save(self, request, **kwargs) -> str:
        email = super().save(request, **kwargs)
        time.sleep(max(0.0, self.began + EVEN_TIME - time.monotonic()))
        return email
