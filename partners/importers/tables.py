"""From text to lines of cells: delimited tables as spreadsheets and address books write them."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.importers.model import MAX_COLUMNS, MAX_ROWS, ImportProblem, Line

DELIMITERS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
HEADER_WITHIN = 20
_SAMPLE_CHARS = 64 * 1024
_LONGEST_RECORD_IN_LINES = 300
_UNCLOSED = "unexpected end of data"


def read_csv(text: str, delimiter: str) -> list[Line]:
    """The records of a delimited table that hold something.

    Raises ImportProblem where a quotation mark is never closed, or the table has too many rows or columns.
    """
    if delimiter not in DELIMITERS:
        raise ImportProblem(_("This delimiter is not known here."), by_settings=True)
    try:
        return _records(text, delimiter, strict=True)
    except csv.Error:
        # stray quotation marks (a 5" disk) are not worth losing a file: leniently, what strict reading refuses
        return _records(text, delimiter, strict=False)


def _records(text: str, delimiter: str, *, strict: bool) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=strict)
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            if reader.line_num - start > _LONGEST_RECORD_IN_LINES:
                raise _endless_cell(start)
            if len(cells) > MAX_COLUMNS:
                raise too_many_columns()
            is_hint = start == 1 and cells and cells[0].lower().startswith("sep=")
            if any(cell.strip() for cell in cells) and not is_hint:
                lines.append(Line(start, tuple(cells)))
            if len(lines) > MAX_ROWS + HEADER_WITHIN:
                raise too_many_rows()
            start = reader.line_num + 1
    except csv.Error as error:
        if not strict or _UNCLOSED in str(error):
            raise _endless_cell(start) from None
        raise
    return lines


def _endless_cell(line: int) -> ImportProblem:
    return ImportProblem(
        _("A cell that begins in line %(line)d is far too long; probably a quotation mark is not closed there.")
        % {"line": line},
        by_settings=True,
    )


def too_many_rows() -> ImportProblem:
    text = ngettext(
        "This file has more than %(most)d row. Please split it.",
        "This file has more than %(most)d rows. Please split it.",
        MAX_ROWS,
    )
    return ImportProblem(text % {"most": MAX_ROWS})


def too_many_columns() -> ImportProblem:
    return ImportProblem(
        _("This table has more than %(most)d columns, so it is probably read with the wrong delimiter.")
        % {"most": MAX_COLUMNS},
        by_settings=True,
    )


def detect_delimiter(text: str, is_known: Callable[[str], bool]) -> str:
    """The delimiter that shows the most known column titles, then the most even columns; a comma if none does."""
    hint = text[:5].lower()
    if hint.startswith("sep=") and hint[4:] in DELIMITERS:
        return hint[4:]
    sample = text[:_SAMPLE_CHARS]
    if len(text) > _SAMPLE_CHARS:
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter, is_known))


def _fit(sample: str, delimiter: str, is_known: Callable[[str], bool]) -> tuple[int, int]:
    try:
        lines = list(csv.reader(io.StringIO(sample, newline="\n"), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    titles = max((sum(map(is_known, cells)) for cells in lines[:HEADER_WITHIN]), default=0)
    width, even = Counter(len(cells) for cells in lines if cells).most_common(1)[0] if any(lines) else (0, 0)
    return (titles, even if width > 1 else 0)


def header_position(lines: Sequence[Line], is_known: Callable[[str], bool]) -> int:
    """Index of the line with the column titles: the one with the most known titles among the first, else the first.

    What stands before it (the "Notes:" of LinkedIn) is a preamble.
    """
    counts = [sum(map(is_known, line.cells)) for line in lines[:HEADER_WITHIN]]
    best = max(counts, default=0)
    return counts.index(best) if best else 0
