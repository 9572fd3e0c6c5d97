"""Toy rules over contacts, so that the engine is tested without any business object.

A contact is a subject: ``position`` names the rule, ``company`` the scope, ``connected_on`` is the day since which it
is true (None: not true), ``owner`` the person who is asked. Who else is in the chain stands in :data:`CHAINS`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from django.db.models import BigIntegerField, F, QuerySet, Value
from django.db.models.functions import Cast, JSONObject, Mod

from accounts.errors import ActionRefused
from accounts.models import User
from coopnet.clock import local_day
from nagging.models import Finding
from nagging.rules import Chain, Given, Rule, Wording
from partners.models import Contact

CHAINS: dict[int, Chain] = {}
APPLIED: list[Given] = []
SETTLES: set[str] = set()
REFUSES: set[str] = set()


def subject(owner: User, *, code: str = "toy.stalled", since: date | None, scope: int = 1, **chain: int) -> Contact:
    """A fact of the rule ``code``, true from ``since`` on; ``chain`` names deputy, lead and manager by id."""
    contact = Contact.objects.create(
        owner=owner,
        position=code,
        company=str(scope),
        connected_on=since,
        last_name=f"{code} in {scope}",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    CHAINS[contact.pk] = Chain(asked=owner.pk, **chain)
    return contact


def toy(code: str, **options) -> Rule:
    """A rule whose facts are the contacts with its code as position."""

    def rows(now: datetime) -> QuerySet:
        facts = Contact.objects.filter(position=code, connected_on__lte=local_day(now))
        scope = Cast("company", BigIntegerField())
        return facts.annotate(
            subject_id=F("pk"),
            scope_id=scope,
            shard=Mod(scope, Value(64), output_field=BigIntegerField()),
            since=F("connected_on"),
            evidence=JSONObject(rule=Value(code)),
        ).values("subject_id", "scope_id", "shard", "since", "evidence")

    return Rule(
        code=code,
        version=1,
        label=code,
        rows=rows,
        chains=_chains,
        words=_words,
        apply=_apply,
        **{"severity": 10, **options},
    )


def _chains(ids: Iterable[int]) -> Mapping[int, Chain]:
    return {pk: CHAINS[pk] for pk in ids if pk in CHAINS}


def _words(findings: Sequence[Finding], today: date) -> Mapping[int, Wording]:
    return {
        finding.pk: Wording(
            about=f"Scope {finding.scope_id}",
            question=f"Since {finding.since} nothing has happened.",
            why_you="You took this on.",
            path=f"/cooperations/{finding.scope_id}/",
        )
        for finding in findings
    }


def _apply(given: Given) -> bool:
    if given.kind in REFUSES:
        raise ActionRefused("The rule refuses this.")
    APPLIED.append(given)
    return given.kind in SETTLES
