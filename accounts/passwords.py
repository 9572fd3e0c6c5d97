"""What a password must not consist of, beyond the validators that Django brings."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_WORDS = ("coopnet", "kooperation", "cooperation", "passwort", "password")
_LEAST_LEFT = 8


class ContextWordsValidator:
    """Refuses a password that is little more than the words one would try first here: names, address, the product."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError where fewer than 8 characters remain without those words."""
        left = password.casefold()
        for word in sorted(self._words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < _LEAST_LEFT:
            raise ValidationError(
                _("This password consists mostly of names or words that are easy to guess here."), code="context_words"
            )

    def get_help_text(self) -> str:
        return _("It does not consist mostly of your name, your address or the name of this product.")

    @staticmethod
    def _words(user) -> set[str]:
        own = [getattr(user, name, "") for name in ("first_name", "last_name", "email")]
        parts = {part for text in own for part in re.split(r"[\W_]+", (text or "").casefold()) if len(part) > 2}
        return parts | set(_WORDS)
