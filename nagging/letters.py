"""The digest: one mail with up to five questions, written at the moment of sending from what still holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.greeting import greeting
from accounts.letters import absolute, speaking_to
from accounts.mail.composers import Composed, Message, Postponed, Withdrawn
from accounts.models import OutboundMail, User
from nagging import rules
from nagging.enums import AnswerKind, NagState, Rung
from nagging.models import Finding, Nag
from nagging.people import Person
from nagging.plan import chains_of, people_of
from nagging.rules import Chain, Wording
from nagging.skeletons import render_alike
from nagging.steps import after_silence, asked_before, long_day
from nagging.tokens import answer_token, stop_token

_PLACE = "PLACE"


@dataclass(frozen=True)
class _World:
    """What all digests of one batch share, read with a constant number of queries."""

    now: datetime
    nags: Mapping[int, list[Nag]]
    chains: Mapping[int, Chain]
    past: Mapping[int, list[Nag]]
    people: Mapping[int, Person]
    users: Mapping[int, User]
    words: Mapping[tuple[str, int], Wording]


def compose(mails: Sequence[OutboundMail], now: datetime) -> dict[int, Composed]:
    """Digests for ``mails``; a question that no longer holds is left out, an empty digest is withdrawn."""
    world = _look(mails, now)
    composed: dict[int, Composed] = {}
    for mail in mails:
        person = world.people.get(mail.to_id)
        nags = world.nags.get(mail.pk, [])
        if person is None or not person.active or person.unmailable:
            composed[mail.pk] = Withdrawn("the person gets no reminders any more")
        elif not nags:
            composed[mail.pk] = Withdrawn("everything in it was settled before it left")
        elif (slot := person.slot(now)) > now:
            composed[mail.pk] = Postponed(slot, "outside of working hours")
        else:
            composed[mail.pk] = partial(_letter, mail.to, person, nags, world)
    return composed


def _look(mails: Sequence[OutboundMail], now: datetime) -> _World:
    rows = Nag.objects.filter(digest__mail__in=[mail.pk for mail in mails], state=NagState.PENDING)
    rows = rows.select_related("finding", "digest").order_by("pk")
    nags = [nag for nag in rows if _stands(nag, now)]
    findings = list({nag.finding_id: nag.finding for nag in nags}.values())
    true_ones = _still_true(findings, now)
    chains, past = chains_of(findings), _sent_before(findings)
    grouped: dict[int, list[Nag]] = defaultdict(list)
    for nag in sorted(nags, key=_gravest_first):
        if nag.finding_id in true_ones and nag.person_id in _of(chains[nag.finding_id]):
            grouped[nag.digest.mail_id].append(nag)
    people, users = people_of(chains.values(), past.values(), now, more={mail.to_id for mail in mails})
    words = {}
    languages = {mail.pk: mail.to.language for mail in mails}
    for language in sorted(set(languages.values())):
        spoken = {nag.finding_id: nag.finding for nag in nags if languages[nag.digest.mail_id] == language}
        with override(language):
            for pk, wording in words_of(list(spoken.values()), localtime(now).date()).items():
                words[language, pk] = wording
    return _World(now, grouped, chains, past, people, users, words)


def _sent_before(findings: Sequence[Finding]) -> dict[int, list[Nag]]:
    """Who was asked before, and when, by finding. What became of other mails is settled before a digest is planned."""
    past: dict[int, list[Nag]] = defaultdict(list)
    for nag in Nag.objects.filter(finding__in=findings, state=NagState.SENT).order_by("sent_at", "pk"):
        past[nag.finding_id].append(nag)
    return past


def words_of(findings: Sequence[Finding], today: date) -> dict[int, Wording]:
    """The wording of each finding in the active language, by its id; a constant number of queries per rule."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    words: dict[int, Wording] = {}
    for code, of_rule in by_rule.items():
        if rule := rules.get(code):
            words.update(rule.words(of_rule, today))
    return words


def _stands(nag: Nag, now: datetime) -> bool:
    """Whether the question is still open, as far as the finding itself knows."""
    finding = nag.finding
    if finding.closed_at is not None or finding.help_wanted_at is not None:
        return False
    if finding.promised_for and finding.promised_for >= localtime(now).date():
        return False
    return finding.rung == (Rung.DEPUTY if nag.is_notice else nag.rung)


def _still_true(findings: Sequence[Finding], now: datetime) -> set[int]:
    """Ids of the findings whose rule still says so, asked anew: the last sweep may be minutes old."""
    true_ones: set[int] = set()
    by_rule: dict[str, dict[int, Finding]] = defaultdict(dict)
    for finding in findings:
        by_rule[finding.rule][finding.subject_id] = finding
    for code, of_rule in by_rule.items():
        if rule := rules.get(code):
            rows = rule.rows(now).filter(subject_id__in=of_rule).order_by().values_list("subject_id", "since")
            true_ones |= {of_rule[pk].pk for pk, since in rows if since <= of_rule[pk].since}
    return true_ones


def _of(chain: Chain) -> tuple[int | None, ...]:
    return chain.asked, chain.deputy, chain.lead


def _gravest_first(nag: Nag) -> tuple:
    rule = rules.get(nag.finding.rule)
    return -nag.rung, -(rule.severity if rule else 0), nag.finding.since, nag.pk


def _letter(to: User, person: Person, nags: list[Nag], world: _World) -> Message:
    with speaking_to(to):
        secrets: list[str] = []
        items = []
        for nag in nags:
            token = answer_token(finding_id=nag.finding_id, episode=nag.finding.episode, person_id=to.pk)
            secrets.append(token)
            items.append(_item(nag, token, to, person, world))
        stop = stop_token(person_id=to.pk)
        secrets.append(stop)
        stop_url = absolute(_path("nagging:stop").replace(_PLACE, stop))
        subject = _subject(items)
        context = {"greeting": greeting(to), "subject": subject, "items": items, "count": len(items)}
        text, html = render_alike("nagging/digest", to, {**context, "stop_url": stop_url})
    headers = {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Message(subject, text, html, headers, tuple(secrets), tuple(nag.pk for nag in nags))


def _item(nag: Nag, token: str, to: User, person: Person, world: _World) -> dict:
    finding, rule = nag.finding, rules.get(nag.finding.rule)
    wording = world.words[to.language, finding.pk]
    chain, past = world.chains[finding.pk], world.past.get(finding.pk, [])
    url = absolute(_path("nagging:answer").replace(_PLACE, token))
    proposed = person.add(person.day_of(world.now), 3)
    kinds = [kind for kind in AnswerKind if rule and kind in rule.answers]
    asks_for_date = nag.rung >= Rung.DATE and not nag.is_notice and AnswerKind.PROMISE in kinds
    return {
        "about": wording.about,
        "question": wording.to(to.pk, chain),
        "why_you": _why_you(wording, chain, to, world.users),
        "history": asked_before(past, nag, world.people, world.users),
        "proposed": _proposal(proposed) if asks_for_date else "",
        "proposed_url": f"{url}?a=promise&on={proposed:%Y-%m-%d}&at=10:00",
        "answers": [(f"{url}?a={kind}", label) for kind, label in _labels(to.language) if kind in kinds],
        "next": after_silence(nag, chain, person, world.people, world.users, world.now),
        "page_url": absolute(wording.path),
    }


@lru_cache(maxsize=8)
def _path(name: str) -> str:
    """The path of a page, with ``_PLACE`` where its token goes."""
    return reverse(name, args=[_PLACE])


@lru_cache(maxsize=8)
def _labels(_language: str) -> tuple[tuple[AnswerKind, str], ...]:
    return tuple((kind, str(kind.label)) for kind in AnswerKind)


def _proposal(day: date) -> str:
    return _("Which day and which time suit you? Our proposal is %(day)s at 10 o’clock.") % {"day": long_day(day)}


def _why_you(wording: Wording, chain: Chain, to: User, users: Mapping[int, User]) -> str:
    asked = users.get(chain.asked) if chain.asked else None
    if to.pk == chain.asked:
        return wording.why_you
    if asked is None:
        return _("Nobody in your firm is responsible for it at the moment.")
    if to.pk == chain.deputy:
        return _("You are the deputy of %(name)s in this cooperation.") % {"name": asked.full_name}
    return _("You lead the firm for which %(name)s takes care of this.") % {"name": asked.full_name}


def _subject(items: list[dict]) -> str:
    about, count = items[0]["about"], len(items)
    if count == 1:
        return _("One question about %(about)s") % {"about": about}
    if len({item["about"] for item in items}) == 1:
        return ngettext("%(count)d question about %(about)s", "%(count)d questions about %(about)s", count) % {
            "count": count,
            "about": about,
        }
    return ngettext(
        "%(count)d question about %(about)s and more", "%(count)d questions about %(about)s and more", count
    ) % {"count": count, "about": about}
