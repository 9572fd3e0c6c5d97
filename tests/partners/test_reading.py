"""Every format that people bring, read from files in that exact shape."""

from datetime import date

import pytest

from partners.enums import ImportKind
from partners.importers.model import Format, ImportProblem, Settings
from partners.importers.reading import read
from tests.factories.partners import sample

CONTACTS, FIRMS = ImportKind.CONTACTS, ImportKind.FIRMS


def contacts(name: str, **settings):
    return read(sample(name), name, CONTACTS, Settings(**settings))


def firms(name: str, **settings):
    return read(sample(name), name, FIRMS, Settings(**settings))


@pytest.mark.parametrize("name", ["linkedin_connections.csv", "linkedin_without_bom.csv"])
def test_linkedin_with_and_without_byte_order_mark(name):
    parsed = contacts(name)
    assert (parsed.format, parsed.encoding, parsed.delimiter) == (Format.LINKEDIN, "utf-8", ",")
    anna, joerg, ineke = parsed.rows
    assert anna.values["source_key"] == "https://www.linkedin.com/in/anna-becker-erfunden"
    assert (anna.values["email"], anna.values["company"]) == ("", "Becker Druck GmbH")
    assert anna.values["connected_on"] == date(2024, 3, 12)
    assert joerg.values["connected_on"] == date(2022, 2, 7)
    assert joerg.values["company"] == "Größmann Metallbau, Dresden"
    assert ineke.values["last_name"] == "van der Meer"
    assert not any(row.problems or row.notes for row in parsed.rows)
    assert parsed.notes == ("2 lines before the column titles were skipped.",)


def test_outlook_german():
    parsed = contacts("outlook_de.csv")
    assert (parsed.format, parsed.encoding, parsed.delimiter) == (Format.OUTLOOK, "cp1252", ",")
    kaethe, uwe = (row.values for row in parsed.rows)
    assert (kaethe["form_of_address"], kaethe["first_name"], kaethe["last_name"]) == ("ms", "Käthe Maria", "Müller")
    assert kaethe["street"] == "Königsstraße 5, Hinterhaus"
    assert (kaethe["postal_code"], kaethe["city"], kaethe["country"]) == ("80331", "München", "Deutschland")
    assert (kaethe["phone"], kaethe["mobile"]) == ("+49 89 1234567", "+49 171 7654321")
    assert kaethe["website"] == "https://www.mueller-soehne.example"
    assert kaethe["note"].splitlines() == [
        "Mag Spargel,",
        "ruft gern zurück",
        "Further mail addresses: kaethe@privat.example",
    ]
    assert (uwe["form_of_address"], uwe["postal_code"], uwe["phone"]) == ("mr", "02826", "03581 4711")
    assert parsed.unused == ("Abteilung", "Kategorien")


def test_outlook_german_variants_with_semicolons():
    parsed = contacts("outlook_de_semicolon.csv")
    assert (parsed.format, parsed.delimiter) == (Format.OUTLOOK, ";")
    (renate,) = (row.values for row in parsed.rows)
    assert (renate["postal_code"], renate["phone"]) == ("02763", "+49 3583 99")


def test_outlook_english():
    parsed = contacts("outlook_en.csv")
    assert (parsed.format, parsed.encoding) == (Format.OUTLOOK, "utf-8")
    (grace,) = (row.values for row in parsed.rows)
    assert (grace["form_of_address"], grace["first_name"], grace["position"]) == ("ms", "Grace E.", "Owner")
    assert grace["note"] == "=SUM(A1:A9) is what she typed"


def test_google_now():
    parsed = contacts("google_new.csv")
    assert parsed.format == Format.GOOGLE
    tomas, office = (row.values for row in parsed.rows)
    assert (tomas["email"], tomas["mobile"], tomas["phone"]) == (
        "tomas@novak.example",
        "+420 601 123 456",
        "+420 2 1111",
    )
    assert tomas["note"].splitlines() == [
        "Further mail addresses: info@novak.example",
        "Further phone numbers: +420 2 2222",
    ]
    assert (office["last_name"], office["company"]) == ("", "Amt für Wirtschaft")
    assert parsed.unused == ("Photo", "Labels")


def test_google_before_in_utf16():
    parsed = contacts("google_old.csv")
    assert (parsed.format, parsed.encoding) == (Format.GOOGLE, "utf-16")
    lena, paul = (row.values for row in parsed.rows)
    assert (lena["first_name"], lena["last_name"], lena["company"]) == ("Lena", "Sommer", "Hof Sommer")
    assert (lena["mobile"], lena["phone"]) == ("+49 160 1", "")
    assert (paul["first_name"], paul["last_name"]) == ("Paul", "Ohnenamen")


def test_vcard_21_quoted_printable():
    parsed = contacts("vcard21.vcf")
    assert parsed.format == Format.VCARD
    (row,) = parsed.rows
    assert not row.problems
    values = row.values
    assert (values["first_name"], values["last_name"], values["form_of_address"]) == ("Jürgen", "Müller", "mr")
    assert (values["company"], values["street"]) == ("Müller Stahl", "Straße des 17. Juni 100")
    assert (values["phone"], values["mobile"]) == ("+49 30 123", "+49 170 555")
    assert values["note"].split("\n")[0] == "Lernte ich auf der Messe"
    assert parsed.unused == ("FAX", "PHOTO")


def test_vcard_30_several_in_a_file():
    parsed = contacts("vcard30_several.vcf")
    sabine, city, olaf = parsed.rows
    assert (sabine.values["email"], sabine.values["source_key"]) == ("sabine@hof-linde.example", "urn:uuid:1111-linde")
    assert sabine.values["street"] == "Dorfstr. 1, Hof"
    assert "nächste Zeile umgebrochen" in sabine.values["note"]
    assert (city.values["company"], city.values["last_name"]) == ("Stadtwerke Beispielhausen", "")
    assert olaf.problems == ("The end of the card is missing.",)


def test_vcard_40():
    (row,) = contacts("vcard40.vcf").rows
    assert (row.values["email"], row.values["phone"]) == ("aylin@celik.example", "+49-40-5551234")
    assert row.values["mobile"] == "+49-151-5550000"
    assert (row.values["first_name"], row.values["company"]) == ("Aylin", "Çelik Logistik")


def test_single_vcard_of_a_network():
    (row,) = contacts("xing_single.vcf").rows
    assert row.values["website"] == "https://www.xing.com/profile/Ole_Hansen_erfunden"


def test_german_firms():
    parsed = firms("firms_de.csv")
    assert (parsed.encoding, parsed.delimiter) == ("cp1252", ";")
    nordlicht, becker, alpenholz, orphan, wrong, _double = parsed.rows
    assert nordlicht.values["website"] == "https://www.nordlicht.example"
    assert nordlicht.values["phone"] == "+49 431 1001"
    assert (becker.values["postal_code"], becker.values["country"]) == ("01099", "DE")
    assert becker.notes == ("The leading zero of the postal code was put back: 01099.",)
    assert (alpenholz.values["country"], alpenholz.values["postal_code"]) == ("AT", "6020")
    assert orphan.problems == ("The name of the firm is missing.",)
    assert wrong.problems == ("We do not know the country “Absurdistan”.", "“keine-adresse” is not a mail address.")
    assert (orphan.number, wrong.number) == (5, 6)


def test_english_firms():
    (row,) = firms("firms_en.csv").rows
    assert (row.values["country"], row.values["website"]) == ("GB", "https://holloway.example")


def test_workbook_as_excel_writes_it():
    parsed = firms("firms.xlsx")
    nordlicht, becker, formula = parsed.rows
    assert parsed.notes == ("1 line before the column titles was skipped.",)
    assert parsed.unused == ("Gegründet",)
    assert parsed.samples[6] == "1999-03-01"
    assert (nordlicht.values["postal_code"], nordlicht.values["phone"]) == ("24103", "494311001")
    assert becker.values["phone"] == "+49 351 4711"
    assert formula.problems == ("A cell holds a formula whose result is not stored in the file.",)
    assert nordlicht.number == 4


def test_what_looks_like_a_formula_is_kept_as_it_is():
    (row,) = firms("formula_text.csv").rows
    assert not row.problems
    assert (row.values["name"], row.values["phone"]) == ("=SUMME(A1)", "+49 351 4711")
    assert row.values["keeper_note"] == "@intern -x"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.csv", "is empty"),
        ("blank.csv", "is empty"),
        ("binary.csv", "does not hold text"),
        ("picture.csv", "kind PNG"),
        ("old_excel.xlsx", "old Office"),
        ("no_workbook.xlsx", "not an Excel workbook"),
        ("unclosed_quote.csv", "begins in line 3"),
        ("huge_field.csv", "begins in line 3"),
        ("truncated.xlsx", "damaged"),
    ],
)
@pytest.mark.parametrize("kind", ImportKind)
def test_broken_files_are_refused_in_words(name, words, kind):
    content = sample("firms.xlsx")[:-400] if name == "truncated.xlsx" else sample(name)
    with pytest.raises(ImportProblem, match=words):
        read(content, name, kind)


def test_broken_rows_do_not_take_the_others_along():
    short, long, good = firms("ragged.csv").rows
    assert not short.problems
    assert long.problems == ("The row has 5 cells, but there are only 3 column titles.",)
    assert good.values["phone"] == "+49 1"
    bad, good = firms("nul_bytes.csv").rows
    assert bad.problems == ("A cell holds characters that are no text.",)
    assert not good.problems
    bad, good = firms("formulas.xlsx").rows
    assert bad.problems
    assert good.values["name"] == "Gut"


def test_titles_alone_and_unknown_titles_are_said():
    assert firms("header_only.csv").notes == ("Below the column titles there are no rows.",)
    parsed = firms("unknown_titles.csv")
    assert parsed.rows == ()
    assert "recognised none" in parsed.notes[0]
    assigned = firms("unknown_titles.csv", mapping={0: "name", 1: "city", 7: "email", 2: "nonsense"})
    assert assigned.rows[0].values["name"] == "Becker Druck"
    assert assigned.unused == ()


def test_a_wrong_guess_can_be_changed():
    assert contacts("wrong_encoding.csv").rows[0].values["last_name"] == "Großmann"
    with pytest.raises(ImportProblem, match=r"Line 2 cannot be read as UTF-8"):
        contacts("wrong_encoding.csv", encoding="utf-8")
    assert contacts("wrong_encoding.csv", encoding="mac-roman").rows[0].values["last_name"] != "Großmann"
    assert contacts("wrong_encoding.csv", delimiter=",").mapping == {0: ""}


@pytest.mark.parametrize("name", ["x.exe", "x", "x.csv.pdf", "x.xls"])
def test_other_kinds_of_files_are_refused_by_name(name):
    with pytest.raises(ImportProblem):
        read(b"Firma\nBecker\n", name, FIRMS)


def test_vcards_are_no_firms():
    with pytest.raises(ImportProblem, match="as contacts"):
        firms("vcard40.vcf")
