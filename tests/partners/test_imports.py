"""Importing: actions and pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from partners.actions import imports as acts
from partners.enums import ExistingRows, ImportKind
from partners.jobs import clear_import_drafts
from partners.models import Contact, Firm, ImportDraft, ImportFile
from tests.factories.accounts import NOW
from tests.factories.partners import belongs_to, contact, firm, sample


def upload(client, kind, *names, **content):
    files = [SimpleUploadedFile(name, sample(name)) for name in names]
    files += [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in content.items()]
    return client.post(reverse("partners:import_start"), {"kind": kind, "files": files})


def url(name: str, draft: ImportDraft) -> str:
    return reverse(f"partners:{name}", args=[draft.pk])


@pytest.fixture
def keepers(client, keeper, clock):
    client.force_login(keeper)
    return client


def test_the_way_from_upload_to_undo(keepers, keeper):
    assert keepers.get(reverse("partners:import_start"), {"kind": "firms"}).status_code == 200
    answer = upload(keepers, "firms", "firms_de.csv")
    draft = ImportDraft.objects.get()
    assert answer.url == url("import_preview", draft)
    preview = keepers.get(answer.url)
    text = preview.content.decode()
    for words in ("Windows-1252", "semicolon", "Nordlicht", "We do not know the country", "The same as row 2"):
        assert words in text
    assert not Firm.objects.exists()
    only_errors = keepers.get(answer.url, {"show": "error"}).context["page"].object_list
    assert [one.row.number for one in only_errors] == [5, 6]

    assert keepers.post(url("import_confirm", draft), follow=True).status_code == 200
    assert sorted(Firm.objects.values_list("name", flat=True)) == ["Alpenholz", "Becker Druck", "Nordlicht Leuchten"]
    assert set(Firm.objects.values_list("keeper", flat=True)) == {keeper.pk}
    nordlicht = Firm.objects.get(name="Nordlicht Leuchten")
    assert nordlicht.phone == "+49 431 1001"
    result = keepers.get(url("import_result", draft)).content.decode()
    assert reverse("partners:firm_page", args=[nordlicht.pk]) in result
    assert "3 rows were written" in result
    assert bytes(ImportFile.objects.get().content) == b""

    Firm.objects.filter(name="Alpenholz").update(trade="Zimmerei")
    after = keepers.post(url("import_undo", draft), follow=True).content.decode()
    assert "Taken back: 2. Kept, because used or changed since: 1." in after
    assert Firm.objects.get().name == "Alpenholz"
    assert list(AuditEntry.objects.filter(object_type="partners.importdraft").values_list("verb", flat=True)) == [
        "partners.undo_import",
        "partners.import",
    ]


def test_twenty_presses_import_once(keepers):
    upload(keepers, "contacts", "linkedin_connections.csv")
    draft = ImportDraft.objects.get()
    for _ in range(3):
        keepers.post(url("import_confirm", draft))
        keepers.get(url("import_preview", draft))
    assert Contact.objects.count() == 3
    assert AuditEntry.objects.filter(verb="partners.import").count() == 1
    with pytest.raises(ActionRefused):
        acts.carry_out(draft, by=draft.owner, now=NOW)


def test_the_same_file_again_changes_nothing(keepers):
    for _ in range(2):
        upload(keepers, "contacts", "linkedin_connections.csv")
        keepers.post(url("import_confirm", ImportDraft.objects.first()), follow=True)
    assert Contact.objects.count() == 3
    assert ImportDraft.objects.first().imported_at is None


@pytest.mark.parametrize(
    "name", ["google_new.csv", "outlook_de.csv", "vcard30_several.vcf", "vcard40.vcf", "xing_single.vcf"]
)
def test_every_format_is_recognised_the_second_time(keepers, name):
    upload(keepers, "contacts", name)
    keepers.post(url("import_confirm", ImportDraft.objects.first()))
    made = Contact.objects.count()
    assert made
    upload(keepers, "contacts", name)
    statuses = {
        one.status for one in keepers.get(url("import_preview", ImportDraft.objects.first())).context["plan"].rows
    }
    assert statuses <= {"known", "error"}
    assert Contact.objects.count() == made


def test_several_cards_at_once(keepers):
    upload(keepers, "contacts", "xing_single.vcf", "vcard40.vcf", "vcard21.vcf", "empty.csv")
    draft = ImportDraft.objects.get()
    preview = keepers.get(url("import_preview", draft))
    assert preview.context["total"] == 3
    assert "This file is empty." in preview.content.decode()
    keepers.post(url("import_confirm", draft))
    assert Contact.objects.count() == 3


def test_known_contacts_are_filled_replaced_or_left(keepers, keeper):
    known = contact(keeper, first_name="Anna", last_name="Becker", email="anna@b.example", company="Alt", note="mine")
    table = "Vorname;Nachname;E-Mail;Firma;Telefon;Notiz\nAnna;Becker;anna@b.example;Neu;+49 1;theirs\n"
    expected = {
        "keep": ("Alt", "", "mine"),
        "fill": ("Alt", "+49 1", "mine"),
        "replace": ("Neu", "+49 1", "mine"),
    }
    for policy, values in expected.items():
        upload(keepers, "contacts", table=table)
        draft = ImportDraft.objects.first()
        assert keepers.post(url("import_policy", draft), {"existing": policy}).status_code == 302
        keepers.post(url("import_confirm", draft))
        known.refresh_from_db()
        assert (known.company, known.phone, known.note) == values
        if policy != "keep":
            keepers.post(url("import_undo", draft))
            known.refresh_from_db()
            assert (known.company, known.phone, known.note) == ("Alt", "", "mine")
    assert Contact.objects.count() == 1


def test_the_same_firm_of_another_manager_is_neither_revealed_nor_touched(keepers, other_manager):
    foreign = firm("Nordlicht Leuchten", keeper=other_manager, city="Kiel", keeper_note="secret word")
    upload(keepers, "firms", "firms_de.csv")
    draft = ImportDraft.objects.get()
    assert "secret word" not in keepers.get(url("import_preview", draft)).content.decode()
    keepers.post(url("import_confirm", draft))
    foreign.refresh_from_db()
    assert foreign.phone == ""
    assert Firm.objects.filter(name="Nordlicht Leuchten").count() == 2


def test_reading_differently(keepers):
    upload(keepers, "contacts", "wrong_encoding.csv")
    draft = ImportDraft.objects.get()
    file = draft.files.get()
    change = reverse("partners:import_file", args=[file.pk])
    keepers.post(
        change, {"encoding": "utf-8", "delimiter": "semicolon", "column_0": "first_name", "column_1": "last_name"}
    )
    text = keepers.get(url("import_preview", draft)).content.decode()
    assert "cannot be read as UTF-8" in text
    keepers.post(change, {"encoding": "cp1252", "delimiter": "semicolon"})
    assert "Großmann" in keepers.get(url("import_preview", draft)).content.decode()
    keepers.post(
        change, {"encoding": "cp1252", "delimiter": "semicolon", "column_0": "last_name", "column_1": "company"}
    )
    (row,) = keepers.get(url("import_preview", draft)).context["plan"].rows
    assert (row.row.values["last_name"], row.row.values["company"]) == ("Jürgen", "Großmann")
    answer = keepers.post(change, {"encoding": "klingon", "delimiter": "semicolon"}, follow=True)
    assert "among what is offered" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["import_preview", "import_result", "import_confirm", "import_undo", "import_discard", "import_policy"]
)
def test_nobody_else_finds_an_upload(keepers, other_manager, stranger, name):
    upload(keepers, "contacts", "linkedin_connections.csv")
    draft = ImportDraft.objects.get()
    file = draft.files.get()
    for user in (other_manager, stranger):
        keepers.force_login(user)
        answer = keepers.post(url(name, draft), {"existing": "keep"})
        assert answer.status_code == 404
        assert keepers.get(url(name, draft)).status_code in (404, 405)
        assert keepers.post(reverse("partners:import_file", args=[file.pk]), {"encoding": "cp1252"}).status_code == 404
    assert not Contact.objects.exists()


def test_one_upload_is_thrown_away(keepers):
    upload(keepers, "contacts", "linkedin_connections.csv")
    keepers.post(url("import_discard", ImportDraft.objects.get()))
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize(
    "name", ["binary.csv", "picture.csv", "empty.csv", "old_excel.xlsx", "no_workbook.xlsx", "huge_field.csv"]
)
def test_broken_files_show_a_sentence_and_import_nothing(keepers, name):
    answer = upload(keepers, "firms", name)
    if answer.status_code == 302:
        draft = ImportDraft.objects.get()
        assert keepers.get(answer.url).context["files"][0]["problem"]
        answer = keepers.post(url("import_confirm", draft), follow=True)
        assert "nothing to import" in answer.content.decode()
        draft.refresh_from_db()
        assert draft.imported_at is None
    else:
        assert answer.context["form"].errors["files"]
    assert not Firm.objects.exists()


def test_upload_refuses_by_name_size_and_kind(keepers, lead):
    start = reverse("partners:import_start")
    big = SimpleUploadedFile("big.csv", b"Firma\n" + b"x" * (5 * 1024 * 1024))
    for data in (
        {"kind": "firms", "files": [SimpleUploadedFile("x.exe", b"MZ")]},
        {"kind": "firms", "files": [big]},
        {"kind": "firms", "files": []},
        {"kind": "nonsense", "files": [SimpleUploadedFile("x.csv", b"Firma\nX\n")]},
        {
            "kind": "firms",
            "files": [
                SimpleUploadedFile("x.csv", b"Firma\nX\n" * 400_000),
                SimpleUploadedFile("y.csv", b"Firma\nX\n" * 400_000),
            ],
        },
    ):
        answer = keepers.post(start, data)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not ImportDraft.objects.exists()


def test_undo_keeps_what_is_used(keepers, member):
    upload(keepers, "firms", "firms_de.csv")
    draft = ImportDraft.objects.get()
    keepers.post(url("import_confirm", draft))
    belongs_to(Firm.objects.get(name="Alpenholz"), member)
    keepers.post(url("import_undo", draft))
    assert Firm.objects.filter(name="Alpenholz").exists()
    assert not Firm.objects.filter(name="Nordlicht Leuchten").exists()
    again = keepers.post(url("import_undo", draft), follow=True).content.decode()
    assert "undone before" in again
    assert keepers.get(url("import_result", draft)).status_code == 200


def test_a_failing_import_leaves_nothing(keeper, monkeypatch):
    draft = acts.start_import(
        kind=ImportKind.FIRMS, files=[("firms_de.csv", sample("firms_de.csv"))], by=keeper, now=NOW
    )
    monkeypatch.setattr(acts.audit, "record", lambda *args, **data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        acts.carry_out(draft, by=keeper, now=NOW)
    draft.refresh_from_db()
    assert not Firm.objects.exists()
    assert draft.imported_at is None
    assert bytes(draft.files.get().content)


def test_uploads_expire(keepers, clock):
    upload(keepers, "contacts", "linkedin_connections.csv")
    draft = ImportDraft.objects.get()
    clear_import_drafts()
    assert ImportDraft.objects.exists()
    clock.forward(hours=25)
    keepers.force_login(draft.owner)
    assert keepers.get(url("import_preview", draft)).status_code == 404
    with pytest.raises(ActionRefused):
        acts.carry_out(draft, by=draft.owner, now=clock.now)
    clear_import_drafts()
    clear_import_drafts()
    assert not ImportDraft.objects.exists()


def test_forgotten_uploads_make_room(keeper):
    for _ in range(acts.MOST_OPEN_DRAFTS + 3):
        acts.start_import(kind="firms", files=[("x.csv", b"Firma\nX\n")], by=keeper, now=NOW)
    assert ImportDraft.objects.count() == acts.MOST_OPEN_DRAFTS


def test_nonsense_in_addresses(keepers):
    upload(keepers, "contacts", "linkedin_connections.csv")
    draft = ImportDraft.objects.get()
    for page in ("-1", "x", "9" * 30):
        assert keepers.get(url("import_preview", draft), {"page": page, "show": "\x00"}).status_code == 200
    keepers.post(url("import_confirm", draft))
    assert keepers.get(url("import_result", draft), {"page": "0", "show": "nonsense"}).status_code == 200
    assert keepers.post(url("import_policy", draft), {"existing": "keep"}).status_code == 404
    assert ExistingRows(draft.existing) == ExistingRows.FILL


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_in_both_languages(keepers, keeper, language):
    keeper.language = language
    keeper.save(update_fields=["language"])
    upload(keepers, "firms", "firms_de.csv", "firms.xlsx", "empty.csv", "unknown_titles.csv")
    assert keepers.get(url("import_preview", ImportDraft.objects.get())).status_code == 200
