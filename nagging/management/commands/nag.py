"""Sweep, ask and send once, or tell what would happen."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mail.sender import Sent, send_batch
from coopnet.clock import local_day, now
from nagging import rules
from nagging.actions.asking import ask_due, settle
from nagging.enums import Reason, Rung
from nagging.letters import words_of
from nagging.models import Finding
from nagging.plan import Held, Plan, PlannedDigest, compute
from nagging.rules import Wording
from nagging.sweep import Swept, sweep

# A day without a time means ten o'clock: within everybody's usual working hours.
HOUR = time(10, 0)


class Command(BaseCommand):
    help = "Sweep the rules, ask who is to be asked and send what is due. --dry-run only tells, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", default="", help="the moment, as 2026-11-24 or 2026-11-24T08:30 in the zone here")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, print who would get what and why")

    def handle(self, *_args: str, **options) -> None:
        moment = _moment(options["at"])
        if options["dry_run"]:
            # Rolled back: the sweep is the same statement for a dry run and for a real one.
            with transaction.atomic():
                swept = sweep(now=moment)
                settle(now=moment)
                plan = compute(moment)
                words = words_of(_findings(plan), local_day(moment))
                transaction.set_rollback(True)
            self._tell(moment, swept, plan, words)
            return
        swept = sweep(now=moment)
        plan = ask_due(now=moment).plan
        self._tell(moment, swept, plan, words_of(_findings(plan), local_day(moment)))
        self._tell_sent(_send_all(moment))
        settle(now=moment)

    def _tell(self, moment: datetime, swept: Swept, plan: Plan, words: dict[int, Wording]) -> None:
        zone = ZoneInfo(settings.TIME_ZONE)
        self.stdout.write(_("At %(moment)s") % {"moment": f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"})
        self.stdout.write(
            _("Findings: %(opened)d new, %(closed)d closed.") % {"opened": swept.opened, "closed": swept.closed}
        )
        for digest in plan.digests:
            self._tell_digest(digest, words)
        for finding in plan.called:
            self.stdout.write(_("For the call list: %(what)s") % {"what": _what(finding, words)})
        self._tell_held(plan.held, words)

    def _tell_digest(self, digest: PlannedDigest, words: dict[int, Wording]) -> None:
        count, at = len(digest.questions), digest.not_before.astimezone(digest.person.zone)
        line = ngettext(
            "%(name)s gets %(count)d question at %(at)s:", "%(name)s gets %(count)d questions at %(at)s:", count
        )
        self.stdout.write(line % {"name": digest.person.name, "count": count, "at": f"{at:%Y-%m-%d %H:%M %Z}"})
        for question in digest.questions:
            step = _("told that the lead is asked next") if question.is_notice else str(Rung(question.rung).label)
            since = f"{question.finding.since:%Y-%m-%d}"
            self.stdout.write(f"  {question.rung} {step}: {_what(question.finding, words)}")
            self.stdout.write(
                "    " + _("because: %(rule)s since %(day)s") % {"rule": _rule(question.finding), "day": since}
            )

    def _tell_held(self, held: Sequence[Held], words: dict[int, Wording]) -> None:
        for one in held:
            name = one.person.name if one.person else _("Nobody")
            until = _(", again on %(day)s") % {"day": f"{one.until:%Y-%m-%d}"} if one.until else ""
            reason = str(Reason(one.reason).label)
            self.stdout.write(
                _("Not asked: %(name)s, %(what)s (%(reason)s%(until)s)")
                % {"name": name, "what": _what(one.finding, words), "reason": reason, "until": until}
            )
        if held:
            counts = Counter(str(Reason(one.reason).label) for one in held)
            summary = ", ".join(f"{count} × {reason}" for reason, count in counts.most_common())
            self.stdout.write(_("Held back: %(summary)s") % {"summary": summary})

    def _tell_sent(self, sent: Sent) -> None:
        self.stdout.write(
            _(
                "Mails: %(sent)d sent, %(later)d to be tried again, %(failed)d failed, %(withdrawn)d no longer needed, "
                "%(unknown)d with unknown outcome."
            )
            % {field.name: getattr(sent, field.name) for field in fields(sent)}
        )


def _moment(text: str) -> datetime:
    """The aware moment that ``--at`` names, in the installation's zone where it says none."""
    if not text:
        return now()
    try:
        day: date | None = parse_date(text)
        moment = None if day else parse_datetime(text)
    except ValueError as error:
        raise CommandError(_("There is no such day or time: %(text)s") % {"text": text}) from error
    if day:
        moment = datetime.combine(day, HOUR)
    if moment is None:
        raise CommandError(_("Please write --at like 2026-11-24 or 2026-11-24T08:30, not %(text)s") % {"text": text})
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _findings(plan: Plan) -> list[Finding]:
    asked: Iterable[Finding] = (question.finding for digest in plan.digests for question in digest.questions)
    return list({one.pk: one for one in (*asked, *(held.finding for held in plan.held), *plan.called)}.values())


def _what(finding: Finding, words: dict[int, Wording]) -> str:
    wording = words.get(finding.pk)
    return f"{wording.about}: {wording.told or wording.question}" if wording else f"{finding.rule} {finding.subject_id}"


def _rule(finding: Finding) -> str:
    rule = rules.get(finding.rule)
    return str(rule.label) if rule else finding.rule


def _send_all(moment: datetime) -> Sent:
    """Send until nothing is due or nothing moves any more."""
    total = Sent()
    while True:
        done = send_batch(now=moment)
        for field in fields(Sent):
            setattr(total, field.name, getattr(total, field.name) + getattr(done, field.name))
        if not done.taken:
            return total
