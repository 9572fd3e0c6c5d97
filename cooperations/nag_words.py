"""Whom the rules of this app ask, and in which words; a constant number of queries for any number of subjects.

``question`` and ``why_you`` speak to the person who owes the step; ``told`` tells the same to everybody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperations.models import Cooperation, Party, Task
from coopnet.clock import local_day
from coopnet.ui.formats import day, language
from nagging.models import Finding
from nagging.rules import Chain, Wording
from partners.enums import FirmRole
from partners.models import Membership


def weekday_and_day(value: date) -> str:
    """``Friday, 3 November`` or ``Freitag, 3. November``."""
    return date_format(value, "l, j. F" if language() == "de" else "l, j F")


def _people(firm_ids: Iterable[int]) -> Mapping[int, dict[int, str]]:
    """The active people of each firm with their roles, those who came first first."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Membership.objects.filter(firm__in=set(firm_ids), ended_on__isnull=True).order_by("id")
    for firm, user, role in rows.values_list("firm_id", "user_id", "role"):
        found[firm][user] = role
    return found


def _chain(people: Mapping[int, str], wanted: Sequence[int | None], deputy: int | None, manager: int) -> Chain:
    """Asked is the first of ``wanted`` who still works for the firm; nobody stands in the chain twice."""
    lead = next((user for user, role in people.items() if role == FirmRole.LEAD), None)
    asked = next((user for user in (*wanted, deputy, lead) if user in people), None)
    deputy = deputy if deputy in people and deputy != asked else None
    return Chain(asked, deputy, lead if lead not in (asked, deputy) else None, manager)


def _party_chains(parties: Iterable[tuple]) -> dict[int, Chain]:
    """Chains by the first column of (subject, firm, responsible, deputy, manager)."""
    rows = list(parties)
    people = _people(row[1] for row in rows)
    return {
        subject: _chain(people[firm], (responsible,), deputy, manager)
        for subject, firm, responsible, deputy, manager in rows
    }


def _longest_silent(ids: Iterable[int]) -> dict[int, tuple]:
    """By cooperation: (party, firm id, firm, responsible, deputy, manager, last sign at) of who was silent longest."""
    rows = Party.objects.current().filter(cooperation__in=list(ids)).order_by("id")
    found: dict[int, tuple] = {}
    for cooperation, *party in rows.values_list(
        *("cooperation_id", "pk", "firm_id", "firm__name", "responsible_id", "deputy_id"),
        *("cooperation__manager_id", "last_life_sign_at"),
    ):
        known = found.get(cooperation)
        earlier = known is not None and known[-1] is not None and (party[-1] is None or party[-1] < known[-1])
        if known is None or earlier:
            found[cooperation] = tuple(party)
    return found


def silence_chains(ids: Iterable[int]) -> dict[int, Chain]:
    """Who is responsible in the party that has been silent longest."""
    parties = _longest_silent(ids)
    return _party_chains((key, *(party[place] for place in (1, 3, 4, 5))) for key, party in parties.items())


def silence_words(findings: Sequence[Finding], today: date) -> dict[int, Wording]:
    """Nothing has moved: since when, and who was silent longest."""
    ids = [finding.subject_id for finding in findings]
    parties = _longest_silent(ids)
    found = {}
    for one in Cooperation.objects.filter(pk__in=ids).only("title", "last_life_sign_at", "active_since"):
        last = local_day(one.last_life_sign_at) if one.last_life_sign_at else one.active_since
        days = (today - last).days if last else 0
        words = {"n": days, "day": day(last), "firm": parties[one.pk][2] if one.pk in parties else ""}
        moved = ngettext("Nothing has moved for %(n)s day.", "Nothing has moved for %(n)s days.", days) % words
        heard = _("The last life sign was on %(day)s; %(firm)s was silent longest.") % words if last else ""
        found[one.pk] = (one.title, moved, heard, words)
    wordings = {}
    for finding in findings:
        if finding.subject_id in found:
            title, moved, heard, words = found[finding.subject_id]
            wordings[finding.pk] = Wording(
                about=title,
                question=" ".join(filter(None, (moved, heard, _("What is the next step, and when?")))),
                why_you=_("You are responsible for it at %(firm)s.") % words,
                path=_path(finding.scope_id),
                told=" ".join(filter(None, (moved, heard))),
            )
    return wordings


def overdue_chains(ids: Iterable[int]) -> dict[int, Chain]:
    """The owner, or who stands in for an owner that has left."""
    rows = list(
        Task.objects.filter(pk__in=list(ids)).values_list(
            *("pk", "party__firm_id", "owner_id", "party__responsible_id"),
            *("party__deputy_id", "cooperation__manager_id"),
        )
    )
    people = _people(row[1] for row in rows)
    return {
        task: _chain(people[firm], (owner, responsible), deputy, manager)
        for task, firm, owner, responsible, deputy, manager in rows
    }


def overdue_words(findings: Sequence[Finding], today: date) -> dict[int, Wording]:
    """What was promised for which day, and who cannot go on without it."""
    ids = [finding.subject_id for finding in findings]
    tasks = Task.objects.filter(pk__in=ids).select_related("cooperation", "party__firm", "for_party__firm", "owner")
    by_id, chains = {task.pk: task for task in tasks}, overdue_chains(ids)
    return {
        finding.pk: _overdue(by_id[finding.subject_id], chains[finding.subject_id].asked)
        for finding in findings
        if finding.subject_id in by_id
    }


def _overdue(task: Task, asked: int | None) -> Wording:
    """Who stands in for an owner that has left promised nothing, so they are told instead of reminded."""
    words = {
        "task": task.title,
        "day": weekday_and_day(task.due_on),
        "person": task.owner.full_name if task.owner else task.party.firm.name,
        "firm": task.party.firm.name,
        "needs": task.for_party.firm.name if task.for_party else "",
        "taken": day(local_day(task.accepted_at)) if task.accepted_at else "",
    }
    waits = task.for_party_id not in (None, task.party_id)
    waiting = _("%(needs)s cannot go on without it.") % words if waits else ""
    told = _("%(person)s promised “%(task)s” for %(day)s.") % words
    if asked == task.owner_id:
        question = _("You promised “%(task)s” for %(day)s.") % words
        why_you = _("You took this task on %(taken)s.") % words
    else:
        question, why_you = told, _("You are responsible for it at %(firm)s.") % words
    return Wording(
        about=task.cooperation.title,
        question=f"{question} {waiting}".strip(),
        why_you=why_you,
        path=_path(task.cooperation_id),
        told=f"{told} {waiting}".strip(),
    )


def idle_chains(ids: Iterable[int]) -> dict[int, Chain]:
    """The responsible person of the party."""
    rows = Party.objects.filter(pk__in=list(ids))
    return _party_chains(rows.values_list("pk", "firm_id", "responsible_id", "deputy_id", "cooperation__manager_id"))


def idle_words(findings: Sequence[Finding], today: date) -> dict[int, Wording]:
    """No next step: it will not come about by itself."""
    ids = [finding.subject_id for finding in findings]
    parties = {one.pk: one for one in Party.objects.filter(pk__in=ids).select_related("firm", "cooperation")}
    found = {}
    for finding in findings:
        party = parties.get(finding.subject_id)
        if party is None:
            continue
        words = {"firm": party.firm.name, "day": day(finding.since)}
        told = _("%(firm)s has had no open task since %(day)s; it will not come about by itself.") % words
        found[finding.pk] = Wording(
            about=party.cooperation.title,
            question=" ".join((told, _("Which step do you take next, and by when?"))),
            why_you=_("You are responsible for it at %(firm)s.") % words,
            path=_path(finding.scope_id),
            told=told,
        )
    return found


def _path(cooperation_id: int) -> str:
    return reverse("cooperations:page", args=[cooperation_id])
