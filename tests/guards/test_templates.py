"""Templates are code: each is used, each can be read, none has scripts or styles that the content policy refuses."""

import re

import pytest
from django.template import Context, Template
from django.template.loader import get_template

from tests.guards.source import ROOT, python_files, templates, tracked
from tests.undefined import UndefinedVariable

# Found by a library or by Django under their names.
FOUND_BY_NAME = ("account/", "mfa/", "allauth/", "admin/", "bootstrap5/", "django_tables2/", "django/")
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"}
INLINE = re.compile(
    r"<script(?![^>]*(\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+\s*=\s*[\"']|javascript:", re.I
)


def names() -> list[str]:
    return [path.relative_to("templates").as_posix() for path in templates()]


def test_every_template_can_be_read():
    assert len(names()) > 30
    for name in names():
        get_template(name)


def test_every_template_is_used():
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in (*python_files(), *templates())}
    unused = []
    for name in names():
        if name.startswith(FOUND_BY_NAME) or name in BY_DJANGO:
            continue
        # Mails are named without folder and ending: the text and the HTML part belong together.
        stem = name.rsplit(".", 1)[0].removeprefix("emails/")
        own = ROOT / "templates" / name
        if not any(name in text or f'{stem}"' in text for path, text in texts.items() if ROOT / path != own):
            unused.append(name)
    assert not unused


def test_nothing_that_the_content_policy_refuses():
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert not INLINE.search('<script src="x.js" nonce="y"></script>')
    pages = [name for name in names() if not name.startswith("emails/") and name.endswith(".html")]
    refused = [name for name in pages if INLINE.search((ROOT / "templates" / name).read_text(encoding="utf-8"))]
    assert not refused


def test_no_address_of_another_machine_is_loaded():
    loads = re.compile(r"(src|href|action)=[\"']https?://|url\(\s*[\"']?https?://|@import", re.I)
    assert loads.search('<script src="https://cdn.example/x.js">')
    own = [path for path in tracked() if path.suffix in (".html", ".css", ".js", ".svg") and path.parts[0] != "tests"]
    assert len(own) > 30
    assert not [str(path) for path in own if loads.search((ROOT / path).read_text(encoding="utf-8"))]


def _render(source: str, name: str) -> str:
    from django.template import Origin, engines

    origin = Origin(name=name, template_name="probe.html")
    template = Template(source, origin=origin, engine=engines["django"].engine)
    return template.render(Context({"known": "yes"}))


@pytest.mark.parametrize("source", ["{{ unknown }}", "{{ known.unknown }}", "{{ unknown|upper }}"])
def test_an_undefined_variable_of_ours_raises(source):
    with pytest.raises(UndefinedVariable):
        _render(source, str(ROOT / "templates" / "probe.html"))
    assert _render(source, "/somewhere/site-packages/x.html") == ""


def test_what_is_said_to_be_optional_may_be_missing():
    own = str(ROOT / "templates" / "probe.html")
    assert _render("{{ unknown|default:'none' }}{% if unknown %}x{% endif %}{{ known }}", own) == "noneyes"
