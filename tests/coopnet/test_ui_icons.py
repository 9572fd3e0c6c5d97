"""Every icon that a template or a module names is in the list from which the sprite is drawn."""

import re
from pathlib import Path

import pytest

from coopnet.front.build import SOURCE_MAP, symbol
from coopnet.front.icons import ICONS, MARKS
from coopnet.ui.templatetags.ui import TONES, icon

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "nagging", "partners", "cooperations", "coaching", "coopnet")
# Names as arguments of the component tags: icon "x", icon="x", empty "x", link_button/post_button … "variant" "x".
IN_TEMPLATES = re.compile(
    r"""\{%\s*(?:icon|empty)\s+["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']"""
    r"""|_button\s+\S+\s+(?:"[^"]*"|\S+)\s+["'](?:primary|plain|quiet|danger)["']\s+["']([a-z0-9-]+)["']"""
)


def named_in_templates() -> dict[str, str]:
    found = {}
    for file in (ROOT / "templates").rglob("*.html"):
        for match in IN_TEMPLATES.finditer(file.read_text(encoding="utf-8")):
            found[next(part for part in match.groups() if part)] = str(file.relative_to(ROOT))
    return found


def test_every_icon_in_a_template_is_listed():
    found = named_in_templates()
    assert len(found) > 10
    assert {name: file for name, file in found.items() if name not in ICONS | MARKS} == {}


def test_every_icon_in_python_is_listed():
    pattern = re.compile(r"""\bicon=["']([a-z0-9-]+)["']""")
    unknown = {}
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            names = pattern.findall(file.read_text(encoding="utf-8"))
            unknown |= {name: str(file) for name in names if name not in ICONS | MARKS}
    assert unknown == {}
    assert {shape for shape in TONES.values() if shape} <= ICONS


def test_every_listed_icon_is_used_somewhere():
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "templates").rglob("*.html")]
    for app in APPS:
        texts += [file.read_text(encoding="utf-8") for file in (ROOT / app).rglob("*.py") if file.name != "icons.py"]
    whole = "\n".join(texts)
    unused = sorted(name for name in ICONS | MARKS if f'"{name}"' not in whole and f"'{name}'" not in whole)
    assert unused == [], "take these out of coopnet/front/icons.py"


def test_an_unknown_icon_is_an_error_while_developing_and_an_empty_place_for_people(settings):
    settings.DEBUG = False
    assert icon("no-such-icon") == ""
    settings.DEBUG = True
    with pytest.raises(Exception, match="no-such-other"):
        icon("no-such-other")


def test_the_sprite_holds_the_drawing_without_its_frame():
    svg = (
        '<!--\ntags: [x]\n-->\n<svg xmlns="http://www.w3.org/2000/svg" width="24">\n'
        '<path stroke="none" d="M0 0h24v24H0z" fill="none" />\n<path d="M1 2v3" />\n</svg>\n'
    )
    assert symbol("a", svg) == '<symbol id="a" viewBox="0 0 24 24"><path d="M1 2v3" /></symbol>'


def test_pointers_to_source_maps_are_taken_out():
    assert SOURCE_MAP.sub("", "a{}\n/*# sourceMappingURL=tabler.min.css.map */\n").strip() == "a{}"
    assert SOURCE_MAP.sub("", "b()\n//# sourceMappingURL=x.js.map").strip() == "b()"


def test_the_lockfile_names_no_download_address():
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity"') >= 4
