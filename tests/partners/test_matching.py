"""Which rows are there already."""

import pytest

from partners.enums import ExistingRows, ImportKind
from partners.importers.matching import Status, core_name, plan_rows
from partners.importers.model import Row

CONTACTS, FIRMS = ImportKind.CONTACTS, ImportKind.FIRMS
ANNA = {
    "first_name": "Anna",
    "last_name": "Größ",
    "company": "Becker Druck GmbH",
    "email": "anna@becker.example",
    "phone": "",
    "note": "likes tea",
    "form_of_address": "neutral",
    "source": "linkedin",
    "source_key": "https://l/anna",
}


def judge(*rows, known=None, kind=CONTACTS, policy=ExistingRows.FILL):
    return plan_rows([(0, Row(number, values)) for number, values in enumerate(rows, 2)], known or {}, kind, policy)


@pytest.mark.parametrize(
    "row",
    [
        {"email": "ANNA@becker.example"},
        {"source": "linkedin", "source_key": "https://l/anna", "last_name": "Neu"},
        {"first_name": "anna", "last_name": "GRÖSS", "company": "becker druck"},
        {"first_name": "Anna", "last_name": "Größ", "company": "Becker Druck GmbH", "email": "privat@example.org"},
    ],
)
def test_the_same_contact(row):
    (one,) = judge(row, known={7: ANNA})
    assert one.match == 7
    assert one.status in (Status.KNOWN, Status.UPDATED)


@pytest.mark.parametrize(
    "row",
    [
        {"email": "other@becker.example"},
        {"source": "vcard", "source_key": "https://l/anna"},
        {"first_name": "Anna", "last_name": "Größ", "company": "Andere AG"},
        {"first_name": "Anna", "last_name": "Größ", "email": "x@y.example"},
    ],
)
def test_another_contact(row):
    (one,) = judge(row, known={7: ANNA})
    assert (one.status, one.match) == (Status.NEW, None)


def test_a_name_without_company_suffices_unless_addresses_differ():
    known = {1: {"first_name": "Kim", "last_name": "Lee", "company": "", "email": "kim@a.example"}}
    same, other = (
        {"first_name": "Kim", "last_name": "Lee"},
        {"first_name": "Kim", "last_name": "Lee", "email": "k@b.example"},
    )
    assert judge(same, known=known)[0].match == 1
    assert judge(other, known=known)[0].status == Status.NEW


def test_twice_in_the_files():
    first, second = judge({"email": "a@b.example"}, {"email": "A@b.example"})
    assert (first.status, second.status) == (Status.NEW, Status.DOUBLE)
    assert second.texts == ("The same as row 2.",)


def test_a_row_with_a_problem_hides_no_other():
    rows = [(0, Row(2, {"email": "a@b.example"}, ("bad",))), (0, Row(3, {"email": "a@b.example"}))]
    assert [one.status for one in plan_rows(rows, {}, CONTACTS, ExistingRows.FILL)] == [Status.ERROR, Status.NEW]


ROW = {**ANNA, "phone": "+49 1", "note": "other", "company": "Neue AG", "form_of_address": "ms", "last_name": "Klein"}


@pytest.mark.parametrize(
    ("policy", "changes"),
    [
        (ExistingRows.KEEP, {}),
        (ExistingRows.FILL, {"phone": "+49 1", "form_of_address": "ms"}),
        (ExistingRows.REPLACE, {"phone": "+49 1", "form_of_address": "ms", "company": "Neue AG"}),
    ],
)
def test_what_a_known_contact_gets(policy, changes):
    (one,) = judge(ROW, known={7: ANNA}, policy=policy)
    assert dict(one.changes) == changes
    assert one.status == (Status.UPDATED if changes else Status.KNOWN)


def test_nothing_is_emptied():
    (one,) = judge(
        {"email": "anna@becker.example", "company": "", "phone": None}, known={7: ANNA}, policy=ExistingRows.REPLACE
    )
    assert one.status == Status.KNOWN


@pytest.mark.parametrize(
    ("row", "same"),
    [
        ({"name": "Becker Druck GmbH & Co. KG"}, True),
        ({"name": "BECKER  DRUCK", "city": "dresden"}, True),
        ({"name": "Becker Druck", "city": "Kiel"}, False),
        ({"name": "Beckers Druck"}, False),
        ({"name": "Ganz anders", "email": "Post@becker.example"}, True),
    ],
)
def test_the_same_firm(row, same):
    known = {3: {"name": "Becker Druck GmbH", "city": "Dresden", "email": "post@becker.example"}}
    (one,) = judge(row, known=known, kind=FIRMS)
    assert (one.match == 3) is same


def test_core_names():
    assert core_name("Müller & Söhne OHG") == core_name("mueller & soehne")
    assert core_name("AG") == "ag"
