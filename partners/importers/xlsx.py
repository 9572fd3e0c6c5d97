"""From an .xlsx workbook to lines of cells: its first sheet, as values.

An own reader of about a hundred lines, because what comes from outside has to be bounded: unpacked sizes are checked
before anything is unpacked, document types (the door to entity bombs) are refused, rows and columns are counted
while reading, and a formula without a stored result becomes an error of its row instead of an empty cell.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from xml.parsers import expat

from django.utils.translation import gettext as _

from partners.importers.model import MAX_COLUMNS, MAX_ROWS, ImportProblem, Line
from partners.importers.tables import HEADER_WITHIN, too_many_columns, too_many_rows

_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_PARTS = 1000
_DATE_FORMATS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, expat.ExpatError)


def read_xlsx(content: bytes) -> list[Line]:
    """The lines of the first sheet that hold something. Raises ImportProblem with the reason in words."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            _refuse_bombs(book)
            return _first_sheet(book)
    except ImportProblem:
        raise
    except (*_BROKEN, LookupError, ValueError, OverflowError):
        # zipfile and expat have these for damaged, encrypted and foreign archives
        raise ImportProblem(
            _("This workbook is damaged or protected. Please save it again as .xlsx without a password, or as CSV.")
        ) from None


def _refuse_bombs(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    if "xl/workbook.xml" not in book.namelist():
        raise ImportProblem(_("This file is an archive, but not an Excel workbook (.xlsx)."))
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise ImportProblem(_("This workbook is too large when unpacked. Please save the one table as CSV."))


def _first_sheet(book: zipfile.ZipFile) -> list[Line]:
    names = set(book.namelist())
    strings = _Strings()
    if "xl/sharedStrings.xml" in names:
        _parse(book, "xl/sharedStrings.xml", strings)
    styles = _Styles()
    if "xl/styles.xml" in names:
        _parse(book, "xl/styles.xml", styles)
    workbook = _Workbook()
    _parse(book, "xl/workbook.xml", workbook)
    links = _Links()
    _parse(book, "xl/_rels/workbook.xml.rels", links)
    target = links.targets[workbook.first_sheet]
    sheet = _Sheet(strings.texts, styles.is_date, date_1904=workbook.date_1904)
    _parse(book, posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"), sheet)
    return sheet.lines


def _parse(book: zipfile.ZipFile, part: str, handler: "_Handler") -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handler.start(name.rpartition(" ")[2], attributes)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with book.open(part) as stream:
        parser.ParseFile(stream)


def _refuse_doctype(*declaration) -> None:
    raise ValueError("a workbook has no document type")


class _Handler:
    """Gathers the text of the elements that a subclass asks for."""

    def __init__(self) -> None:
        self.gathered: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None:
        self.gathered.append(data)


class _Strings(_Handler):
    """Shared strings; runs of rich text are joined, phonetic readings (rPh) left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.parts: list[str] = []
        self.phonetic = False

    def start(self, name, attributes):
        if name == "si":
            self.parts = []
        elif name == "t":
            self.gathered = []
        elif name == "rPh":
            self.phonetic = True

    def end(self, name):
        if name == "t" and not self.phonetic:
            self.parts.append("".join(self.gathered))
        elif name == "rPh":
            self.phonetic = False
        elif name == "si":
            self.texts.append("".join(self.parts))


class _Styles(_Handler):
    """Which cell styles show a number as a date."""

    def __init__(self) -> None:
        super().__init__()
        self.custom: dict[int, bool] = {}
        self.dates: list[bool] = []
        self.inside = False

    def start(self, name, attributes):
        if name == "numFmt":
            code = _QUOTED.sub("", attributes.get("formatCode", ""))
            self.custom[int(attributes["numFmtId"])] = bool(_DATE_LETTERS.search(code))
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            number = int(attributes.get("numFmtId", "0"))
            self.dates.append(self.custom.get(number, number in _DATE_FORMATS))

    def end(self, name):
        if name == "cellXfs":
            self.inside = False

    def is_date(self, style: str) -> bool:
        number = int(style or "0")
        return 0 <= number < len(self.dates) and self.dates[number]


class _Workbook(_Handler):
    first_sheet = ""
    date_1904 = False

    def start(self, name, attributes):
        if name == "sheet" and not self.first_sheet:
            self.first_sheet = next((text for key, text in attributes.items() if key.rpartition(" ")[2] == "id"), "")
        elif name == "workbookPr":
            self.date_1904 = attributes.get("date1904") in ("1", "true")


class _Links(_Handler):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def start(self, name, attributes):
        if name == "Relationship":
            self.targets[attributes["Id"]] = attributes["Target"]


class _Sheet(_Handler):
    def __init__(self, strings: list[str], is_date: Callable[[str], bool], *, date_1904: bool) -> None:
        super().__init__()
        self.strings, self.is_date = strings, is_date
        self.epoch = date(1904, 1, 1) if date_1904 else date(1899, 12, 30)
        self.lines: list[Line] = []
        self.number = 0
        self.cells: dict[int, str] = {}
        self.problem = ""
        self.column = -1
        self.kind = self.style = ""
        self.value: str | None = None
        self.has_formula = False

    def start(self, name, attributes):
        if name == "row":
            self.number = int(attributes.get("r", self.number + 1))
            self.cells, self.column, self.problem = {}, -1, ""
        elif name == "c":
            place = _REFERENCE.match(attributes.get("r", ""))
            self.column = _column(place.group(1)) if place else self.column + 1
            if self.column >= MAX_COLUMNS:
                raise too_many_columns()
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.value, self.has_formula = None, False
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "t"):
            self.gathered = []

    def end(self, name):
        if name in ("v", "t"):
            self.value = (self.value or "") + "".join(self.gathered)
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    def _end_cell(self) -> None:
        if self.kind == "e":
            self.problem = _("A cell holds the spreadsheet error %(error)s.") % {"error": (self.value or "")[:20]}
        elif self.has_formula and not self.value:
            self.problem = _("A cell holds a formula whose result is not stored in the file.")
        elif self.value:
            self.cells[self.column] = self._shown()

    def _shown(self) -> str:
        value = self.value or ""
        if self.kind == "s":
            number = int(value)
            if not 0 <= number < len(self.strings):
                raise ValueError("a shared string that is not there")
            return _unescaped(self.strings[number])
        if self.kind == "b":
            return _("yes") if value == "1" else _("no")
        if self.kind != "n":
            return _unescaped(value)
        return self._shown_number(value)

    def _shown_number(self, value: str) -> str:
        """Whole numbers without exponent and ".0": phone numbers and postal codes are often kept as numbers."""
        number = float(value)
        if self.is_date(self.style) and 0 < number < 2_950_000:
            return (self.epoch + timedelta(days=int(number))).isoformat()
        return str(int(number)) if number.is_integer() and abs(number) < 10**16 else value

    def _end_row(self) -> None:
        if self.cells or self.problem:
            cells = tuple(self.cells.get(column, "") for column in range(max(self.cells, default=0) + 1))
            self.lines.append(Line(self.number, cells, self.problem))
        if len(self.lines) > MAX_ROWS + HEADER_WITHIN:
            raise too_many_rows()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _unescaped(text: str) -> str:
    """Excel writes characters that XML forbids as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text).replace("\r\n", "\n").replace("\r", "\n")
