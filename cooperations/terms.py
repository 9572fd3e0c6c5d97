"""What an agreement says: the terms as plain data, their digest, and the difference between two of them in words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cooperations.models import Cooperation, Party, Pledge, SuccessMeasure
from coopnet.ui.formats import day, plain_number

TERM_FIELDS = (
    *("title", "kind", "field", "mode", "joint_goal", "goal_on", "starts_on", "review_on", "rhythm_days"),
    *("ending_terms", "amounts_visibility", "currency"),
)
PARTY_FIELDS = ("own_goal", "agreed_give_share", "agreed_get_share")
PLEDGE_FIELDS = ("kind", "text", "quantity", "unit", "rhythm", "value", "due_on", "substance")
MEASURE_FIELDS = ("text", "baseline", "target", "unit", "due_on")


@dataclass(frozen=True)
class Change:
    """One difference, in words: ``where`` is the firm or "" for the whole; ``before`` "" if new, ``after`` if gone."""

    where: str
    label: str
    before: str
    after: str


def snapshot(cooperation: Cooperation) -> dict:
    """The present terms as plain data (JSON types only, decimals as text); four queries."""
    fresh = Cooperation.objects.select_related("manager", "deputy_manager").get(pk=cooperation.pk)
    parties = list(
        Party.objects.current()
        .filter(cooperation=cooperation)
        .select_related("firm", "responsible", "deputy")
        .order_by("id")
    )
    pledges = list(Pledge.objects.standing().filter(party__in=parties).order_by("id"))
    measures = list(SuccessMeasure.objects.filter(party__in=parties).order_by("id"))
    return {name: _plain(getattr(fresh, name)) for name in TERM_FIELDS} | {
        "manager": fresh.manager.full_name,
        "deputy_manager": fresh.deputy_manager.full_name if fresh.deputy_manager else None,
        "parties": [
            {name: _plain(getattr(party, name)) for name in PARTY_FIELDS}
            | {
                "id": party.pk,
                "firm": party.firm.name,
                "responsible": party.responsible.full_name if party.responsible else None,
                "deputy": party.deputy.full_name if party.deputy else None,
                "pledges": [_row(one, PLEDGE_FIELDS) for one in pledges if one.party_id == party.pk],
                "measures": [_row(one, MEASURE_FIELDS) for one in measures if one.party_id == party.pk],
            }
            for party in parties
        ],
    }


def _row(one: Pledge | SuccessMeasure, names: tuple[str, ...]) -> dict:
    return {"id": one.pk} | {name: _plain(getattr(one, name)) for name in names}


def _plain(value):
    """Decimals without trailing zeros and dates as ISO text, so that the same terms have the same digest everywhere."""
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def digest_of(terms: Mapping) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_one_sided(terms: Mapping) -> bool:
    """Whether exactly one party gives what cannot be taken back: the ham, while the others give eggs."""
    givers = [party for party in terms["parties"] if any(pledge["substance"] for pledge in party["pledges"])]
    return len(givers) == 1 and len(terms["parties"]) > 1


def differences(old: Mapping, new: Mapping) -> list[Change]:
    """What changed from ``old`` to ``new`` terms, in the order of the agreement and in the active language."""
    found = []
    for name in (*TERM_FIELDS, "manager", "deputy_manager"):
        if old.get(name) != new.get(name):
            before, after = words_of(name, old.get(name)), words_of(name, new.get(name))
            found.append(Change("", label_of(Cooperation, name), before, after))
    before_parties = {party["id"]: party for party in old["parties"]}
    after_parties = {party["id"]: party for party in new["parties"]}
    for key in dict.fromkeys([*before_parties, *after_parties]):
        found += _of_party(before_parties.get(key), after_parties.get(key))
    return found


def _of_party(old: Mapping | None, new: Mapping | None) -> list[Change]:
    if old is None or new is None:
        firm = (old or new or {})["firm"]
        return [Change(firm, _("party"), firm if old else "", firm if new else "")]
    found = []
    for name in ("firm", "responsible", "deputy", *PARTY_FIELDS):
        if old[name] != new[name]:
            label = label_of(Party, name)
            found.append(Change(new["firm"], label, words_of(name, old[name]), words_of(name, new[name])))
    for key, model, names in (("pledges", Pledge, PLEDGE_FIELDS), ("measures", SuccessMeasure, MEASURE_FIELDS)):
        before, after = ({row["id"]: row for row in side[key]} for side in (old, new))
        for row in dict.fromkeys([*before, *after]):
            texts = [_sentence(side.get(row), names) for side in (before, after)]
            if before.get(row) != after.get(row):
                found.append(Change(new["firm"], str(model._meta.verbose_name), *texts))
    return found


def _sentence(row: Mapping | None, names: tuple[str, ...]) -> str:
    """A pledge or a measure in one line."""
    if row is None:
        return ""
    parts = [row["text"]]
    if row.get("quantity"):
        parts.append(f"{words_of('quantity', row['quantity'])} {row['unit']}".strip())
    model = Pledge if "kind" in names else SuccessMeasure
    for name in names:
        if name not in ("text", "quantity", "unit") and row.get(name) not in (None, "", False):
            parts.append(f"{label_of(model, name)}: {words_of(name, row[name], model)}")
    return ", ".join(parts)


def label_of(model, name: str) -> str:
    """The name of a term in the active language."""
    return str(model._meta.get_field(name).verbose_name)


def words_of(name: str, value, model=Cooperation) -> str:
    """A term's value as people read it."""
    if value in (None, ""):
        return ""
    if name.endswith("_on"):
        return day(date.fromisoformat(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = model._meta.get_field(name).choices if name in {f.name for f in model._meta.get_fields()} else None
    if choices:
        return str(dict(choices).get(value, value))
    return plain_number(value) if name in ("value", "target", "baseline", "quantity") else str(value)
