"""Texts are found in modules and templates, keep their translation, and are compiled, all without gettext."""

import gettext

import pytest
from babel.messages.pofile import read_po

from coopnet.catalogue import collect, compile_catalogue, read_catalogue, update_catalogue

MODULE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

# Translators: over a list
TITLE = gettext_lazy("Title")
MONTH = pgettext_lazy("month name", "May")

def told(count):
    return _("Hello %(name)s") % {"name": "x"} + ngettext("%(count)d day", "%(count)d days", count)
"""
TEMPLATE = """{% load i18n %}
    {# Translators: a button #}
  <p title="{% translate 'Quoted' %}">{% blocktranslate trimmed count days=n with who=person.name %}
      {{ who }} waits one day
    {% plural %}
      {{ who }} waits {{ days }} days
  {% endblocktranslate %}</p>{{ _("In a variable") }}{% translate "May" context "permission" %}
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "words.py").write_text(MODULE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def test_every_kind_of_text_is_found(root):
    found = collect(root)
    single = {(message.id, message.context) for message in found if isinstance(message.id, str) and message.id}
    assert single == {
        ("Title", None),
        ("May", "month name"),
        ("May", "permission"),
        ("Hello %(name)s", None),
        ("Quoted", None),
        ("In a variable", None),
    }
    plural = {message.id for message in found if isinstance(message.id, tuple)}
    assert plural == {
        ("%(count)d day", "%(count)d days"),
        ("%(who)s waits one day", "%(who)s waits %(days)s days"),
    }
    assert found.get("Title").auto_comments == ["Translators: over a list"]
    assert found.get("Quoted").locations[0][0] == "templates/page.html"


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(root):
    file = root / "locale" / "de" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    update_catalogue(file, collect(root))
    text = file.read_text().replace('msgid "Title"\nmsgstr ""', 'msgid "Title"\nmsgstr "Titel"')
    file.write_text(text)
    (root / "accounts" / "words.py").write_text(MODULE.replace("Hello", "Dear"))
    update_catalogue(file, collect(root))
    catalogue = read_catalogue(file)
    assert catalogue.get("Title").string == "Titel"
    assert catalogue.get("Hello %(name)s") is None
    assert catalogue.get("Dear %(name)s").string == ""
    assert not any(message.fuzzy for message in catalogue if message.id)


def test_what_is_compiled_is_what_gettext_reads(root):
    file = root / "locale" / "de" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    update_catalogue(file, collect(root))
    with file.open("rb") as handle:
        catalogue = read_po(handle)
    catalogue.get("Title").string = "Titel"
    catalogue.get("%(count)d day").string = ("%(count)d Tag", "%(count)d Tage")
    from babel.messages.pofile import write_po

    with file.open("wb") as handle:
        write_po(handle, catalogue)
    compile_catalogue(file, file.with_suffix(".mo"))
    with file.with_suffix(".mo").open("rb") as handle:
        german = gettext.GNUTranslations(handle)
    assert german.gettext("Title") == "Titel"
    assert german.ngettext("%(count)d day", "%(count)d days", 3) == "%(count)d Tage"
