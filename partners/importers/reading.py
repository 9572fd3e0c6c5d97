"""The door of the importers: a file in, rows or an ``ImportProblem`` out."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.enums import ImportKind
from partners.importers import columns
from partners.importers.contacts import contact_row
from partners.importers.firms import firm_row
from partners.importers.model import (
    MAX_BYTES,
    MAX_ROWS,
    Format,
    ImportProblem,
    Line,
    Parsed,
    Settings,
)
from partners.importers.tables import detect_delimiter, header_position, read_csv, too_many_rows
from partners.importers.text import decode, detect_encoding, refuse_binary
from partners.importers.values import SEVERAL, shown
from partners.importers.vcards import is_vcard, read_vcards
from partners.importers.xlsx import read_xlsx

EXTENSIONS = (".csv", ".txt", ".tsv", ".xlsx", ".vcf", ".vcard")
AS_DETECTED = Settings()
_XLSX_START = b"PK\x03\x04"
_PHONE_VALUE = re.compile(r"^(phone \d+) value$")
_LABEL = re.compile(r" \d+ - (Label|Type)$")
_MOBILE_WORDS = ("mobil", "cell", "handy")
_ROW_READERS = {ImportKind.CONTACTS: contact_row, ImportKind.FIRMS: firm_row}


def read(content: bytes, name: str, kind: ImportKind, settings: Settings = AS_DETECTED) -> Parsed:
    """Read an uploaded file ``content`` called ``name`` as contacts or firms.

    Sentences in the result are in the active language. Raises ImportProblem where nothing can be read: wrong kind of
    file, empty, too large, damaged, or an encoding or delimiter in ``settings`` that does not fit.
    """
    extension = PurePath(name).suffix.lower()
    if extension not in EXTENSIONS:
        raise ImportProblem(
            _("We read tables (.csv, .xlsx) and vCards (.vcf), not files like “%(name)s”.") % {"name": shown(name)}
        )
    if len(content) > MAX_BYTES:
        raise ImportProblem(_("This file is larger than %(most)d MB.") % {"most": MAX_BYTES // 1024 // 1024})
    if extension == ".xlsx" and content.startswith(_XLSX_START):
        return _read_table(read_xlsx(content), kind, settings)
    refuse_binary(content)
    if extension == ".xlsx":
        raise ImportProblem(_("This file is called .xlsx, but it is no Excel workbook."))
    encoding = settings.encoding or detect_encoding(content)
    text = decode(content, encoding)
    if is_vcard(text):
        return _read_cards(text, kind, encoding)
    if extension in (".vcf", ".vcard"):
        raise ImportProblem(_("There is no vCard in this file."))
    delimiter = settings.delimiter or detect_delimiter(text, lambda title: bool(columns.field_of(title, kind)))
    parsed = _read_table(read_csv(text, delimiter), kind, settings)
    return replace(parsed, encoding=encoding, delimiter=delimiter)


def _read_cards(text: str, kind: ImportKind, encoding: str) -> Parsed:
    if kind != ImportKind.CONTACTS:
        raise ImportProblem(_("vCards hold contacts. Please import this file as contacts."))
    rows, unused = read_vcards(text)
    return Parsed(Format.VCARD, encoding, "", (), {}, tuple(rows), unused=tuple(unused))


def _read_table(lines: Sequence[Line], kind: ImportKind, settings: Settings) -> Parsed:
    if not lines:
        raise ImportProblem(_("This file is empty."))
    start = header_position(lines, lambda title: bool(columns.field_of(title, kind)))
    header, body = _trimmed(lines[start].cells), lines[start + 1 :]
    if len(body) > MAX_ROWS:
        raise too_many_rows()
    form = columns.format_of(header) if kind == ImportKind.CONTACTS else Format.TABLE
    mapping = columns.mapping_of(header, kind, form)
    if settings.mapping is not None:
        chosen = (settings.mapping.get(column, "") for column in range(len(header)))
        mapping = {column: name if name in columns.FIELDS[kind] else "" for column, name in enumerate(chosen)}
    if not any(mapping.values()):
        rows: tuple = ()
    else:
        rows = tuple(_row(line, header, mapping, kind, form) for line in body)
    samples = _samples(body, len(header))
    unused = tuple(
        title or _("column %(number)d") % {"number": column + 1}
        for column, title in enumerate(header)
        if not mapping[column] and column in samples and not (form == Format.GOOGLE and _LABEL.search(title))
    )
    return Parsed(form, "", "", header, mapping, rows, unused, _file_notes(start, body, mapping), samples)


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Column titles without the empty ones at the end."""
    titles = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles)


def _file_notes(preamble: int, body: Sequence[Line], mapping: Mapping[int, str]) -> tuple[str, ...]:
    notes = []
    if preamble:
        text = ngettext(
            "%(count)d line before the column titles was skipped.",
            "%(count)d lines before the column titles were skipped.",
            preamble,
        )
        notes.append(text % {"count": preamble})
    if not body:
        notes.append(_("Below the column titles there are no rows."))
    elif not any(mapping.values()):
        notes.append(_("We recognised none of the column titles. Please say below what each column holds."))
    return tuple(notes)


def _samples(body: Sequence[Line], width: int) -> dict[int, str]:
    """The first thing that each column says, among the first hundred rows."""
    samples: dict[int, str] = {}
    for line in body[:100]:
        for column, cell in enumerate(line.cells[:width]):
            if cell.strip() and column not in samples:
                samples[column] = shown(cell)
    return samples


def _row(line: Line, header: tuple[str, ...], mapping: Mapping[int, str], kind: ImportKind, form: Format):
    found: dict[str, list[str]] = defaultdict(list)
    for column, cell in enumerate(line.cells[: len(header)]):
        if name := mapping[column]:
            if form == Format.GOOGLE:
                name = _google_phone(line, header, column, name)
                found[name] += cell.split(SEVERAL)
            else:
                found[name].append(cell)
    problem = line.problem
    if any(cell.strip() for cell in line.cells[len(header) :]):
        problem = problem or _("The row has %(cells)d cells, but there are only %(titles)d column titles.") % {
            "cells": len(line.cells),
            "titles": len(header),
        }
    return _ROW_READERS[kind](line.number, found, problem)


def _google_phone(line: Line, header: tuple[str, ...], column: int, name: str) -> str:
    """Google says in the column before ("Phone 1 - Label") which kind of phone it is."""
    if name != "phone" or not column or not _PHONE_VALUE.match(columns.plain(header[column])):
        return name
    label = line.cells[column - 1].casefold()
    return "mobile" if any(word in label for word in _MOBILE_WORDS) else name
