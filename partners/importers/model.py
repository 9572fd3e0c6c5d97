"""What reading a file gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 300

Value = str | date | None


class ImportProblem(Exception):
    """A file that cannot be read at all; ``str()`` is a translated sentence that says why and what to do.

    ``by_settings``: another encoding or delimiter may mend it.
    """

    def __init__(self, text: str, *, by_settings: bool = False) -> None:
        super().__init__(text)
        self.by_settings = by_settings


class Format(models.TextChoices):
    """Whose export a file is, as far as one can tell."""

    LINKEDIN = "linkedin", _("LinkedIn (Connections.csv)")
    OUTLOOK = "outlook", _("Outlook")
    GOOGLE = "google", _("Google Contacts")
    VCARD = "vcard", _("vCard")
    TABLE = "table", _("table")


@dataclass(frozen=True)
class Line:
    """One record of a table; ``number`` is its (first) line in the file, counted from 1 as editors do."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class Settings:
    """How a file is to be read where the guess was wrong; empty means: find out.

    ``mapping`` is {column, counted from 0: field name, "" for none}.
    """

    encoding: str = ""
    delimiter: str = ""
    mapping: Mapping[int, str] | None = None


@dataclass(frozen=True)
class Row:
    """One contact or firm out of a file. With ``problems`` it is not imported; ``notes`` say what was changed.

    ``values`` are named like the fields of the model. Both lists hold translated sentences.
    """

    number: int
    values: Mapping[str, Value]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parsed:
    """A whole file: how it was read, and its rows in the order of the file.

    ``encoding`` and ``delimiter`` are "" where the format has none. ``unused`` names columns or properties that hold
    something and are not imported; ``notes`` are translated sentences about the file.
    """

    format: Format
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    mapping: Mapping[int, str]
    rows: tuple[Row, ...]
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    samples: Mapping[int, str] = field(default_factory=dict)
