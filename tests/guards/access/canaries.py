"""Unique words, planted into every field that a person fills, each with the roles that may read it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.db import models

HOUSE = ("accounts", "nagging", "partners", "cooperations", "coaching")
WORD = re.compile(r"qanary\d{4}x", re.IGNORECASE)
# Amounts are numbers of their own: 70123.71 for canary 123, however a page groups the digits.
AMOUNT = re.compile(r"70[.,\u202f\u00a0 ]?(\d{3})[.,]71")


@dataclass(frozen=True)
class Canary:
    """A word (lower case), the field it stands in, whose it is, and the roles that may read it."""

    word: str
    field: str
    whose: str
    readers: frozenset[str]
    private: bool = False


class Canaries:
    """Makes words and remembers where each one was put."""

    def __init__(self) -> None:
        self._planted: dict[str, Canary] = {}
        self._number = 0

    def __iter__(self) -> Iterator[Canary]:
        return iter(self._planted.values())

    def __getitem__(self, word: str) -> Canary:
        return self._planted[word]

    def plant(self, field: str, whose: str, readers: Iterable[str], *, private: bool = False) -> str:
        """A new word for ``field`` ("cooperations.Task.title"); ``private`` words stand in no log and no trail."""
        self._number += 1
        word = f"qanary{self._number:04}x"
        self._planted[word] = Canary(word, field, whose, frozenset(readers), private)
        return word.capitalize()

    def amount(self, field: str, whose: str, readers: Iterable[str]) -> Decimal:
        """A new amount for ``field``: found on a page like a word."""
        self._number += 1
        self._planted[_named(self._number)] = Canary(_named(self._number), field, whose, frozenset(readers))
        return Decimal(f"70{self._number:03}.71")

    def fields(self) -> set[str]:
        return {canary.field for canary in self}


def _named(number: int) -> str:
    return f"amount {number:03}"


def words_in(text: str) -> set[str]:
    """The canaries that sing in ``text``."""
    amounts = {_named(int(number)) for number in AMOUNT.findall(text)}
    return {word.lower() for word in WORD.findall(text)} | amounts


def text_fields() -> set[str]:
    """Every field of the five apps that holds text and offers no choices."""
    found = set()
    for app in HOUSE:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                free = isinstance(field, models.CharField | models.TextField | models.JSONField)
                if free and not field.choices:
                    found.add(f"{model._meta.label}.{field.name}")
    return found


_CODE = "a code out of a list, or one that the machine makes"
_COPY = "repeats words that have canaries where they were typed"
# Text that no person types, each with its reason.
WITHOUT = {
    "accounts.AuditEntry.verb": _CODE,
    "accounts.AuditEntry.object_type": _CODE,
    "accounts.AuditEntry.data": _COPY,
    "accounts.AuditEntry.origin": "the network address of whoever acted",
    "accounts.AuditSeal.digest": _CODE,
    "accounts.Invitation.nonce": _CODE,
    "accounts.Invitation.token_hash": _CODE,
    "accounts.Invitation.about": _COPY,
    "accounts.OutboundMail.key": _CODE,
    "accounts.OutboundMail.composer": _CODE,
    "accounts.OutboundMail.payload": "ids",
    "accounts.OutboundMail.lease_token": _CODE,
    "accounts.OutboundMail.last_error": "what the mail server said",
    "accounts.OutboundMail.to_address": _COPY,
    "accounts.OutboundMail.subject": _COPY,
    "accounts.OutboundMail.text": _COPY,
    "accounts.OutboundMail.html": _COPY,
    "accounts.User.password": "a hash",
    "accounts.User.timezone": _CODE,
    "accounts.User.country": _CODE,
    "accounts.User.subdivision": _CODE,
    "accounts.User.mail_consent_version": _CODE,
    "nagging.Finding.rule": _CODE,
    "nagging.Finding.evidence": _COPY,
    "partners.Firm.country": _CODE,
    "partners.ImportFile.encoding": _CODE,
    "partners.ImportFile.delimiter": _CODE,
    "partners.ImportFile.mapping": _CODE,
    "cooperations.Cooperation.currency": _CODE,
    "cooperations.Cooperation.life_days": _CODE,
    "cooperations.AgreementVersion.terms": _COPY,
    "cooperations.AgreementVersion.digest": _CODE,
    "cooperations.Approval.name": _COPY,
    "cooperations.Approval.digest": _CODE,
    "cooperations.Contribution.currency": _CODE,
    "cooperations.Contribution.token": "made by the page that is sent",
    "cooperations.Benefit.currency": _CODE,
}
