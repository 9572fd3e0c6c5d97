"""The text of an agreement as it is read: the frozen terms of a version as headings and lines, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cooperations.enums import AmountsVisibility, PledgeKind, Rhythm
from cooperations.models import Cooperation, Party
from cooperations.terms import label_of, words_of
from coopnet.ui import formats


@dataclass(frozen=True)
class Line:
    """One line: ``substance`` is None where nothing is given, else whether it can be taken back (egg or ham)."""

    label: str
    text: str
    substance: bool | None = None


@dataclass
class Section:
    title: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """Who reads: the ids of their own parties, and whether they manage the cooperation.

    What a unit of a promise is worth is an amount: others' amounts are left out where the terms say so.
    """

    parties: frozenset[int]
    manages: bool

    def hides_in(self, terms: Mapping) -> bool:
        """Whether this reader does not see every amount of ``terms``."""
        return not self.manages and terms["amounts_visibility"] != AmountsVisibility.ALL

    def sees(self, terms: Mapping) -> dict:
        """``terms`` with the amounts that this reader may see."""
        if not self.hides_in(terms):
            return dict(terms)
        own = self.parties if terms["amounts_visibility"] == AmountsVisibility.OWN else frozenset()
        parties = [party if party["id"] in own else _without_values(party) for party in terms["parties"]]
        return {**terms, "parties": parties}


def _without_values(party: Mapping) -> dict:
    return {**party, "pledges": [{**pledge, "value": None} for pledge in party["pledges"]]}


def text_of(terms: Mapping) -> list[Section]:
    """The whole agreement: purpose, running it, each party, the end."""
    purpose = Section(_("What we want together"), _lines(terms, ("joint_goal", "goal_on", "field", "kind")))
    running = Section(
        _("How we run it"),
        [
            *_people(terms),
            *_lines(terms, ("starts_on", "review_on")),
            *_rhythm(terms),
            *_lines(terms, ("mode", "amounts_visibility", "currency")),
        ],
    )
    end = Section(_("At the end"), _lines(terms, ("ending_terms",)))
    parties = [_party(party, terms["currency"]) for party in terms["parties"]]
    return [section for section in (purpose, *parties, running, end) if section.lines]


def _lines(terms: Mapping, names: tuple[str, ...]) -> list[Line]:
    return [Line(label_of(Cooperation, name), words_of(name, terms[name])) for name in names if terms.get(name)]


def _people(terms: Mapping) -> list[Line]:
    names = ("manager", "deputy_manager")
    return [Line(label_of(Cooperation, name), terms[name]) for name in names if terms.get(name)]


def _rhythm(terms: Mapping) -> list[Line]:
    days = terms.get("rhythm_days")
    if not days:
        return []
    words = ngettext("something happens every day", "something happens every %(days)s days", days) % {"days": days}
    return [Line(_("agreed rhythm"), words)]


def _party(party: Mapping, currency: str) -> Section:
    section = Section(party["firm"])
    names = ("responsible", "deputy", "own_goal", "agreed_give_share", "agreed_get_share")
    section.lines += [Line(label_of(Party, name), words_of(name, party[name])) for name in names if party.get(name)]
    section.lines += [
        Line(pgettext("in an agreement", "brings"), pledge_words(pledge, currency), bool(pledge["substance"]))
        for pledge in party["pledges"]
    ]
    section.lines += [
        Line(pgettext("in an agreement", "knows its success by"), measure_words(measure))
        for measure in party["measures"]
    ]
    return section


def pledge_words(pledge: Mapping, currency: str) -> str:
    """A promise in one line: what, how much, how often, until when, and what a unit is worth where it is known."""
    parts = [pledge["text"]]
    if pledge["quantity"]:
        parts.append(f"{formats.plain_number(Decimal(pledge['quantity']))} {pledge['unit']}".strip())
    if pledge["rhythm"] != Rhythm.ONCE:
        parts.append(str(Rhythm(pledge["rhythm"]).label))
    if pledge["due_on"]:
        parts.append(_("until %(day)s") % {"day": formats.day(date.fromisoformat(pledge["due_on"]))})
    if pledge["value"] and pledge["kind"] != PledgeKind.MONEY:
        amount = formats.amount(Decimal(pledge["value"]), currency)
        parts.append(_("one unit is worth about %(amount)s") % {"amount": amount})
    return ", ".join(parts)


def measure_words(measure: Mapping) -> str:
    """A success measure in one line: what, from where to where, by when."""
    text, unit = measure["text"], measure["unit"]
    parts = [text]
    target = formats.plain_number(measure["target"] and Decimal(measure["target"]))
    if target and measure["baseline"] is not None:
        words = {"baseline": formats.plain_number(Decimal(measure["baseline"])), "target": f"{target} {unit}".strip()}
        parts.append(_("from %(baseline)s to %(target)s") % words)
    elif target:
        parts.append(f"{target} {unit}".strip())
    if measure["due_on"]:
        parts.append(_("by %(day)s") % {"day": formats.day(date.fromisoformat(measure["due_on"]))})
    return ", ".join(parts)
