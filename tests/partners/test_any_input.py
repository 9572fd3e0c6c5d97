"""No bytes give anything but rows or a sentence."""

import io
import string

import openpyxl
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partners.enums import ExistingRows, ImportKind
from partners.importers.matching import plan_rows
from partners.importers.model import ImportProblem, Settings
from partners.importers.reading import AS_DETECTED, EXTENSIONS, read
from partners.importers.tables import DELIMITERS
from partners.importers.text import ENCODINGS
from partners.importers.vcards import read_vcards
from partners.importers.xlsx import read_xlsx
from partners.models import Contact, Firm
from tests.factories.partners import FILES, sample, with_part

SAMPLES = sorted(path.name for path in FILES.iterdir())
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

kinds = st.sampled_from(list(ImportKind))
languages = st.sampled_from(["en", "de"])
how = st.builds(
    Settings,
    encoding=st.sampled_from(["", *ENCODINGS, "utf-7"]),
    delimiter=st.sampled_from(["", *DELIMITERS, "x"]),
    mapping=st.none() | st.dictionaries(st.integers(-1, 9), st.sampled_from(["", "name", "email", "last_name", "zzz"])),
)


def judge(content: bytes, name: str, kind: ImportKind, chosen: Settings = AS_DETECTED, language: str = "en") -> None:
    with override(language):
        try:
            parsed = read(content, name, kind, chosen)
        except ImportProblem as problem:
            refused = str(problem)
            parsed = None
        if parsed is None:
            assert refused.strip()
            return
        model = Contact if kind == ImportKind.CONTACTS else Firm
        for row in parsed.rows:
            assert all(isinstance(text, str) and text for text in (*row.problems, *row.notes))
            if not row.problems:
                assert_storable(model, row.values)
        plan_rows([(0, row) for row in parsed.rows], {}, kind, ExistingRows.FILL)


def assert_storable(model, values) -> None:
    """A row without problems can be saved on every database as it is."""
    record = model(**{name: value for name, value in values.items() if value is not None})
    record.clean_fields(exclude=["owner", "keeper", "created_at", "source", "search_key"])
    assert not any("\x00" in value for value in values.values() if isinstance(value, str))


@MANY
@given(content=st.binary(max_size=400), name=st.sampled_from([f"x{end}" for end in EXTENSIONS]), kind=kinds, chosen=how)
@example(content=b"PK\x03\x04", name="x.xlsx", kind=ImportKind.FIRMS, chosen=Settings())
@example(content=b"\xff\xfe", name="x.csv", kind=ImportKind.FIRMS, chosen=Settings())
def test_any_bytes(content, name, kind, chosen):
    judge(content, name, kind, chosen)


@MANY
@given(
    name=st.sampled_from(SAMPLES),
    kind=kinds,
    chosen=how,
    language=languages,
    place=st.floats(0, 1),
    junk=st.binary(max_size=12),
)
def test_damaged_samples(name, kind, chosen, language, place, junk):
    content = sample(name)
    position = int(len(content) * place)
    judge(content[:position] + junk + content[position + len(junk) :], name, kind, chosen, language)
    judge(content[:position], name, kind, chosen, language)


cells = st.text(st.characters(codec="utf-8") | st.sampled_from('",;\n\r\t=+-@\x00\x0b'), max_size=30)
titles = st.sampled_from(
    ["Firma", "Vorname", "Nachname", "E-Mail", "PLZ", "Land", "Telefon", "Webseite", "Connected On"]
)


@MANY
@given(
    header=st.lists(titles, min_size=1, max_size=6), rows=st.lists(st.lists(cells, max_size=8), max_size=5), kind=kinds
)
def test_any_table(header, rows, kind):
    text = "\n".join([";".join(header), *(";".join(row) for row in rows)])
    judge(text.encode(), "x.csv", kind)


names = st.sampled_from(
    [
        "N",
        "FN",
        "TEL;CELL",
        "EMAIL;PREF=x",
        "ADR;WORK",
        "ORG",
        "NOTE;ENCODING=QUOTED-PRINTABLE",
        "UID",
        "KIND",
        "AGENT",
        "BEGIN",
        "END",
    ]
)
lines = st.builds(
    lambda name, value: f"{name}:{value}", names, cells | st.sampled_from(["VCARD", "=C3=BC=", "a;b;c", "\\n\\,"])
)


@MANY
@given(body=st.lists(lines | cells, max_size=12))
def test_any_card(body):
    text = "\n".join(["BEGIN:VCARD", "VERSION:3.0", *body, "END:VCARD"])
    judge(text.encode(), "x.vcf", ImportKind.CONTACTS)
    rows, _unused = read_vcards(text)
    assert rows


@MANY
@given(
    rows=st.lists(
        st.lists(
            st.none()
            | st.text(string.printable[:-5], max_size=20)
            | st.integers()
            | st.floats()
            | st.booleans()
            | st.dates(),
            max_size=5,
        ),
        max_size=5,
    )
)
def test_any_workbook(rows):
    book = openpyxl.Workbook()
    book.active.append(["Firma", "PLZ", "Ort"])
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert read_xlsx(stream.getvalue())[0].cells == ("Firma", "PLZ", "Ort")
    judge(stream.getvalue(), "x.xlsx", ImportKind.FIRMS)


PIECES = """<row> </row> <row|r="x"> <row|r="99999999999999999999"> <c> </c> <c|r="A1"|t="s"> <c|t="n"> <c|r="ZZZ1">
<c|s="99999999999"|t="n"> <c|s="-1"> <v> </v> <t> </t> <f/> <is> </is> 1 -1 1e400 nan _xD800_ &#0; &#xD800; &amp; Firma
<row/> <c/> <v/> <sheet/> <xf|numFmtId="x"> <numFmt/> <cellXfs> <Relationship/> <si> </si>"""
pieces = st.sampled_from([*(piece.replace("|", " ") for piece in PIECES.split()), "9" * 5000])
WORKBOOK = sample("firms.xlsx")
PARTS = [
    "xl/worksheets/sheet1.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/_rels/workbook.xml.rels",
]


@MANY
@given(body=st.lists(pieces, max_size=25), part=st.sampled_from(PARTS), whole=st.booleans())
def test_any_part_of_a_workbook(body, part, whole):
    text = "".join(body)
    text = f"<worksheet><sheetData>{text}</sheetData></worksheet>" if whole else text
    judge(with_part(WORKBOOK, part, text.encode()), "x.xlsx", ImportKind.FIRMS)


@MANY
@given(
    body=st.lists(st.sampled_from(["Firma", "1", "nan", "-1", "9" * 400]), max_size=6), kind=st.sampled_from("snbex")
)
def test_any_cell_of_a_workbook(body, kind):
    cells = "".join(f'<c t="{kind}" s="{number}"><v>{text}</v></c>' for number, text in enumerate(body))
    sheet = f'<worksheet><row><c t="str"><v>Firma</v></c></row><row>{cells}</row></worksheet>'
    judge(with_part(WORKBOOK, PARTS[0], sheet.encode()), "x.xlsx", ImportKind.FIRMS)
