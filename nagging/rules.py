"""The registry of rules: what an app has to say so that the engine can nag about its objects.

The engine knows no business object. An app registers its rules in ``AppConfig.ready()``; everything the engine needs
to find, to word, to address and to answer comes through :class:`Rule`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import User
from nagging.enums import AnswerKind
from nagging.models import Finding

ROW_COLUMNS = ("subject_id", "scope_id", "shard", "since", "evidence")
SHARDS = 64
"""Findings are swept shard by shard; ``shard`` of a row is 0 … SHARDS-1 and the same for all rows of one scope."""


@dataclass(frozen=True)
class Chain:
    """Who is asked about one subject, as user ids: ``asked`` first, then deputy, lead of the firm, manager."""

    asked: int | None
    deputy: int | None = None
    lead: int | None = None
    manager: int | None = None


@dataclass(frozen=True)
class Wording:
    """One item of a digest in the active language: plain text, no markup.

    ``question`` names what and since when, ``why_you`` the reason for asking this person, ``about`` is the title of
    the surrounding cooperation, ``path`` the address of the page for somebody who is signed in. ``question`` and
    ``why_you`` speak to ``Chain.asked``; ``told`` says the same to anybody else (deputy, lead, manager, pages).
    """

    about: str
    question: str
    why_you: str
    path: str
    told: str = ""

    def to(self, person_id: int, chain: Chain) -> str:
        """The question in words for ``person_id``: the one who owes the step is spoken to, others are told of it."""
        return self.question if person_id == chain.asked else self.told or self.question


@dataclass(frozen=True)
class Given:
    """An answer that was given, for the rule to carry out; runs in the transaction that stores the answer."""

    finding: Finding
    kind: AnswerKind
    by: User
    now: datetime
    promised_for: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule.

    ``rows(now)`` is one query expression: a ``.values_list``-able QuerySet whose ``.values(*ROW_COLUMNS)`` are the
    desired findings at ``now`` (an aware datetime; days are those of the installation's time zone), one row per
    subject. The sweep restricts it by ``shard``, a page by ``scope_id``, the dry run by ``now``, the sending by
    ``subject_id``: the rule is written once. ``since`` names the fact: while it stays the same fact, ``since`` stays
    the same day; a later ``since`` is a new fact and closes the finding of the old one. ``evidence`` is a JSON object.
    ``chains`` and ``words`` take subject ids (``words`` the findings) and use a constant number of queries.
    ``apply`` carries an answer out and returns whether the finding is settled by it; what it refuses it refuses with
    ``ActionRefused``.
    ``beaten_by`` names rules that, true for the same scope, silence this one. ``patience`` is the number of business
    days between rung 0 and the first question.
    """

    code: str
    version: int
    label: str
    rows: Callable[[datetime], QuerySet]
    chains: Callable[[Iterable[int]], Mapping[int, Chain]]
    words: Callable[[Sequence[Finding], date], Mapping[int, Wording]]
    apply: Callable[[Given], bool]
    severity: int
    answers: tuple[AnswerKind, ...] = (AnswerKind.DONE, AnswerKind.PROMISE, AnswerKind.HELP, AnswerKind.NOT_RELEVANT)
    beaten_by: tuple[str, ...] = ()
    patience: int = 0
    thresholds: Mapping[str, int] = field(default_factory=dict)


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Add ``rule``; a second one with the same code is a programming error (ValueError)."""
    if rule.code in _rules:
        raise ValueError(f"rule {rule.code} is registered twice")
    _rules[rule.code] = rule
    return rule


def all_rules() -> tuple[Rule, ...]:
    """Registered rules, gravest first."""
    return tuple(sorted(_rules.values(), key=lambda rule: (-rule.severity, rule.code)))


def get(code: str) -> Rule | None:
    """The rule with this code, or None when it is no longer registered."""
    return _rules.get(code)
