"""What was asked before and what comes next, in words for the person who is asked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from nagging.enums import Rung
from nagging.ladder import NOTICE_BEFORE, days_to_answer
from nagging.models import Nag
from nagging.people import Person
from nagging.rules import Chain


def long_day(day: date) -> str:
    """Such as "Monday, 30 November", in the active language."""
    return _long_day(day, get_language())


@lru_cache(maxsize=256)
def _long_day(day: date, _language: str | None) -> str:
    return date_format(day, _("l, j F"))


def after_silence(
    nag: Nag, chain: Chain, person: Person, people: Mapping[int, Person], users: Mapping[int, User], now: datetime
) -> str:
    """What happens, and when, if nobody answers this question. The day is the earliest one."""
    days = NOTICE_BEFORE if nag.is_notice else days_to_answer(Rung(nag.rung), person)
    words = {"day": long_day(person.add(person.day_of(now), days))}
    if nag.rung == Rung.LEAD and not nag.is_notice:
        manager = users.get(chain.manager) if chain.manager else None
        if manager is None:
            return _("If we hear nothing until %(day)s, no more mails come.") % words
        words["name"] = manager.full_name
        return _("If we hear nothing, %(name)s will call about it after %(day)s. No more mails come.") % words
    deputy, lead = _other(chain.deputy, nag, chain, users), _other(chain.lead, nag, chain, users)
    if nag.rung == Rung.DATE and deputy:
        words["name"] = deputy.full_name
        return _("If we hear nothing, we also ask %(name)s, your deputy, on %(day)s.") % words
    if nag.rung >= Rung.DEPUTY and lead:
        words["name"] = lead.full_name
        if nag.is_notice or nag.person_id != chain.asked:
            return _("If we hear nothing, we ask %(name)s, who leads your firm, on %(day)s.") % words
        return (
            _("If we hear nothing, we ask %(name)s, who leads your firm, on %(day)s. You hear of it a day before.")
            % words
        )
    return _("If we hear nothing, we ask once more on %(day)s.") % words


def asked_before(past: Sequence[Nag], nag: Nag, people: Mapping[int, Person], users: Mapping[int, User]) -> list[str]:
    """For deputy and lead: who was asked before them, and on which days; ``past`` are the nags sent, in order."""
    days: dict[int, list] = {}
    for earlier in past:
        if earlier.person_id != nag.person_id and earlier.person_id in users and not earlier.is_notice:
            days.setdefault(earlier.person_id, []).append(people[earlier.person_id].day_of(earlier.sent_at))
    return [
        _("%(name)s was asked on %(days)s.")
        % {"name": users[pk].full_name, "days": ", ".join(date_format(day, _("j F")) for day in asked)}
        for pk, asked in days.items()
    ]


def _other(key: int | None, nag: Nag, chain: Chain, users: Mapping[int, User]) -> User | None:
    """The person ``key``, where that is neither the one who reads this nor the one asked all along."""
    if key is None or key in (nag.person_id, chain.asked):
        return None
    return users.get(key)
