"""``import_firms`` and ``import_contacts``."""

import io

import pytest
from django.core.management import CommandError, call_command

from partners.models import Contact, Firm, ImportDraft
from tests.factories.partners import FILES


def run(command: str, name: str, **options) -> str:
    out = io.StringIO()
    call_command(command, str(FILES / name), stdout=out, no_color=True, **options)
    return out.getvalue()


def test_preview_is_the_default(keeper):
    text = run("import_firms", "firms_en.csv", keeper=keeper.email)
    assert "Holloway Joinery" in text
    assert "preview" in text
    assert not Firm.objects.exists()
    assert not ImportDraft.objects.exists()


def test_errors_end_with_exit_code_one_and_import_nothing(keeper, capsys):
    out = io.StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("import_firms", str(FILES / "firms_de.csv"), keeper=keeper.email, commit=True, stdout=out)
    assert stopped.value.returncode == 1
    assert "We do not know the country “Absurdistan”." in out.getvalue()
    assert "Nothing was imported" in str(stopped.value)
    assert not Firm.objects.exists()


def test_skipping_errors_imports_the_rest(keeper):
    text = run("import_firms", "firms_de.csv", keeper=keeper.email.upper(), commit=True, skip_errors=True)
    assert "3 rows were written" in text
    assert Firm.objects.filter(keeper=keeper).count() == 3
    assert ImportDraft.objects.get().imported_at


def test_workbook_and_contacts(keeper):
    run("import_firms", "firms.xlsx", keeper=keeper.email, commit=True, skip_errors=True)
    assert Firm.objects.get(name="Becker Druck").postal_code == "01099"
    text = run("import_contacts", "linkedin_connections.csv", owner=keeper.email, commit=True)
    assert "LinkedIn" in text
    assert Contact.objects.filter(owner=keeper).count() == 3


def test_german_sentences(keeper):
    assert run("import_contacts", "linkedin_connections.csv", owner=keeper.email, language="de")


@pytest.mark.parametrize("name", ["binary.csv", "missing.csv", "empty.csv"])
def test_what_cannot_be_read_is_said(keeper, name):
    with pytest.raises(CommandError):
        run("import_firms", name, keeper=keeper.email, commit=True)


def test_the_person_has_to_be_there_and_to_manage(keeper, stranger):
    for email, words in (("nobody@example.org", "no person"), (stranger.email, "does not manage")):
        with pytest.raises(CommandError, match=words):
            run("import_firms", "firms_en.csv", keeper=email)
