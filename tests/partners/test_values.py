"""What a cell says, and what is too much."""

import io
import time
from datetime import date

import openpyxl
import pytest

from partners.enums import ImportKind
from partners.importers import values
from partners.importers.model import MAX_BYTES, MAX_ROWS, ImportProblem
from partners.importers.reading import read
from partners.importers.xlsx import read_xlsx
from tests.factories.partners import with_part


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 Mar 2024", date(2024, 3, 12)),
        ("7-Feb-22", date(2022, 2, 7)),
        ("01 Dez 1999", date(1999, 12, 1)),
        ("3.11.2026", date(2026, 11, 3)),
        ("2026-11-03T10:00", date(2026, 11, 3)),
    ],
)
def test_days(text, day):
    assert values.day(text) == day


@pytest.mark.parametrize("text", ["", "31 Feb 2024", "12 Foo 2024", "32.1.2024", "gestern", "٣-Feb-22x"])
def test_what_is_no_day(text):
    with pytest.raises(values.Unfit):
        values.day(text)


@pytest.mark.parametrize("text", ["+49 351 4711", "+49(0)351/4711", "tel:+49351", "0351 - 4711 - 0"])
def test_phones_are_kept_as_written(text):
    assert values.phone_number(text) == text.removeprefix("tel:")


@pytest.mark.parametrize("text", ["4,93514711E+11", "4.9E+11", "privat", "–"])
def test_what_is_no_phone(text):
    with pytest.raises(values.Unfit):
        values.phone_number(text)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "ftp://x.example", "kein web", "file:///etc"]
)
def test_dangerous_addresses_are_left_out(text):
    with pytest.raises(values.Unfit):
        values.web_address(text)
    row = read(f"Firma;Webseite\nGut;{text}\n".encode(), "x.csv", ImportKind.FIRMS).rows[0]
    assert not row.problems
    assert row.values["website"] == ""
    assert "left out" in row.notes[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [("Deutschland", "DE"), ("germany", "DE"), ("D", "DE"), ("at", "AT"), ("Österreich", "AT"), ("Schweiz", "CH")],
)
def test_countries(text, code):
    assert values.country_code(text) == code


def test_too_long_is_shortened_with_a_note_or_refused():
    text = f"Firma;Branche\n{'N' * 121};x\nGut;{'b' * 300}\n"
    bad, good = read(text.encode(), "x.csv", ImportKind.FIRMS).rows
    assert bad.problems == ("Too long for name: more than 120 characters.",)
    assert len(good.values["trade"]) == 120
    assert good.notes == ("Shortened to 120 characters: trade.",)


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_reader_of_workbooks_agrees_with_the_library():
    rows = [("Firma", "Zahl", "Ja"), ("Ä & <b>", 12.5, True), (None, 7, None), ("  x ", -3, False)]
    lines = read_xlsx(workbook(*rows))
    assert [line.cells for line in lines] == [
        ("Firma", "Zahl", "Ja"),
        ("Ä & <b>", "12.5", "yes"),
        ("", "7"),
        ("  x ", "-3", "no"),
    ]
    assert [line.number for line in lines] == [1, 2, 3, 4]


def test_a_zip_bomb_is_not_unpacked():
    bomb = with_part(workbook(("Firma",), ("X",)), "xl/worksheets/sheet1.xml", b"<a>" + b" " * (70 * 1024 * 1024))
    assert len(bomb) < 200_000
    started = time.monotonic()
    with pytest.raises(ImportProblem, match="too large when unpacked"):
        read(bomb, "x.xlsx", ImportKind.FIRMS)
    assert time.monotonic() - started < 1


def test_entities_are_refused():
    cell = '<row><c t="str"><v>{}</v></c></row>'
    sheet = f"<worksheet>{cell.format('Firma')}{cell.format('Becker')}</worksheet>"
    harmless = with_part(workbook(("x",)), "xl/worksheets/sheet1.xml", sheet.encode())
    assert read(harmless, "x.xlsx", ImportKind.FIRMS).rows[0].values["name"] == "Becker"
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet.replace("Becker", "&a;")
    bomb = with_part(workbook(("x",)), "xl/worksheets/sheet1.xml", sheet.encode())
    with pytest.raises(ImportProblem, match="damaged"):
        read(bomb, "x.xlsx", ImportKind.FIRMS)


def test_spreadsheet_errors_are_errors_of_the_row():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Firma</t></is></c></row>'
        b'<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'
        b'<row r="3"><c r="A3" t="str"><f>A1</f><v>Gut</v></c></row></sheetData></worksheet>'
    )
    content = with_part(workbook(("Firma",)), "xl/worksheets/sheet1.xml", sheet)
    bad, good = read(content, "x.xlsx", ImportKind.FIRMS).rows
    assert bad.problems == ("A cell holds the spreadsheet error #REF!.",)
    assert good.values["name"] == "Gut"


def test_limits():
    with pytest.raises(ImportProblem, match="larger than 5 MB"):
        read(b"x" * (MAX_BYTES + 1), "x.csv", ImportKind.FIRMS)
    with pytest.raises(ImportProblem, match="20000 rows"):
        read(b"Firma\n" + b"x\n" * (MAX_ROWS + 1), "x.csv", ImportKind.FIRMS)
    assert len(read(b"Firma\n" + b"x\n" * MAX_ROWS, "x.csv", ImportKind.FIRMS).rows) == MAX_ROWS
    with pytest.raises(ImportProblem, match="columns"):
        read(b"Firma" + b";x" * 400 + b"\n", "x.csv", ImportKind.FIRMS)
    cards = b"BEGIN:VCARD\nFN:x\nEND:VCARD\n"
    with pytest.raises(ImportProblem, match="20000 rows"):
        read(cards * (MAX_ROWS + 1), "x.vcf", ImportKind.CONTACTS)
