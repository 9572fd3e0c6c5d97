"""What ``import_firms`` and ``import_contacts`` have in common: preview, errors per row, import on demand."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import with_roles
from coopnet import clock
from partners import permissions
from partners.actions import imports as acts
from partners.enums import ExistingRows, ImportKind
from partners.import_plan import Plan, Source, make_plan
from partners.importers.matching import Status
from partners.importers.model import MAX_BYTES, Settings
from partners.importers.tables import DELIMITERS
from partners.importers.text import ENCODINGS

_WIDTH = 32


class ImportCommand(BaseCommand):
    """Shows what a file would import, row by row; writes only with ``--commit``.

    Ends with exit code 1 where rows have errors, unless ``--skip-errors`` says to import the others.
    """

    kind: ImportKind
    person_option: str
    person_help: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument(self.person_option, required=True, metavar="EMAIL", help=self.person_help)
        parser.add_argument("--commit", action="store_true", help="write; without it, only a preview is printed")
        parser.add_argument("--skip-errors", action="store_true", help="import the rows that have no error")
        parser.add_argument("--existing", choices=ExistingRows.values, default=ExistingRows.FILL.value)
        parser.add_argument("--encoding", choices=list(ENCODINGS), default="")
        parser.add_argument("--delimiter", choices=list(DELIMITERS), default="")
        parser.add_argument("--language", choices=["en", "de"], default="en", help="language of the sentences")

    def handle(self, *args, **options) -> None:
        with override(options["language"]):
            self._run(options)

    def _run(self, options: dict) -> None:
        person = self._person(options[self.person_option.removeprefix("--")])
        settings = Settings(options["encoding"], options["delimiter"])
        files = [(path.name, self._content(path)) for path in options["file"]]
        plan = make_plan(
            [Source(name, content, settings) for name, content in files],
            kind=self.kind,
            policy=ExistingRows(options["existing"]),
            owner=person,
        )
        self._print(plan)
        has_errors = bool(plan.counts[Status.ERROR]) or any(file.problem for file in plan.files)
        if has_errors and not options["skip_errors"]:
            raise CommandError(_("Nothing was imported. Mend the errors, or leave those rows out with --skip-errors."))
        if options["commit"]:
            self._import(files, options, person)
        else:
            self.stdout.write(_("This was a preview, nothing was imported. Add --commit to import."))

    def _person(self, email: str) -> User:
        person = with_roles(User.objects.filter(email__iexact=email)).first()
        if person is None:
            raise CommandError(_("There is no person with the mail address %(email)s.") % {"email": email})
        if self.kind not in permissions.importable_kinds(person):
            raise CommandError(_("%(person)s does not manage cooperations.") % {"person": person.full_name})
        return person

    def _content(self, path: Path) -> bytes:
        """At most one byte more than may be read, so that a huge file is refused and not loaded."""
        try:
            with path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error.strerror}
            ) from None

    def _print(self, plan: Plan) -> None:
        for file in plan.files:
            self.stdout.write(self._headline(file))
            for note in file.parsed.notes if file.parsed else ():
                self.stdout.write(f"  {note}")
            if file.parsed and file.parsed.unused:
                self.stdout.write("  " + _("Not imported:") + " " + ", ".join(file.parsed.unused))
        for row in plan.rows:
            town = str(row.row.values.get("city") or row.row.values.get("company") or "")
            line = f"{row.row.number:>6}  {row.title[:_WIDTH]:<{_WIDTH}}  {town[:20]:<20}  {row.status.label}"
            self.stdout.write(self.style.ERROR(line) if row.status == Status.ERROR else line)
            for text in row.texts:
                self.stdout.write(f"        {text}")
        counts = ", ".join(f"{status.label}: {number}" for status, number in plan.counts.items() if number)
        if counts:
            self.stdout.write(counts)

    def _headline(self, file) -> str:
        if file.problem:
            return self.style.ERROR(f"{file.source.name}: {file.problem}")
        parsed = file.parsed
        how = [
            parsed.format.label,
            ENCODINGS.get(parsed.encoding, ""),
            str(DELIMITERS.get(parsed.delimiter, "")),
            ngettext("%(number)d row", "%(number)d rows", len(parsed.rows)) % {"number": len(parsed.rows)},
        ]
        return f"{file.source.name}: " + ", ".join(str(word) for word in how if word)

    def _import(self, files: list[tuple[str, bytes]], options: dict, person: User) -> None:
        now = clock.now()
        try:
            draft = acts.start_import(kind=self.kind, files=files, by=person, now=now)
            acts.choose_policy(draft, existing=options["existing"], by=person, now=now)
            for file in draft.files.all():
                acts.read_differently(
                    file, encoding=options["encoding"], delimiter=options["delimiter"], mapping=None, by=person, now=now
                )
            draft = acts.carry_out(draft, by=person, now=now)
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from None
        written = sum("print" in entry for entry in draft.outcome)
        text = ngettext("%(number)d row was written.", "%(number)d rows were written.", written)
        self.stdout.write(self.style.SUCCESS(text % {"number": written}))
