"""The German catalogue: collected from the source and compiled, both without the system's gettext."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOTS = ("accounts", "coaching", "cooperations", "coopnet", "nagging", "partners", "templates")
_PLAIN: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = _PLAIN | {f"{name}_lazy": shape for name, shape in _PLAIN.items() if name != "_"}
KEYWORDS |= {"gettext_noop": None}
HEADER = "# Texts of coopnet. `make messages` collects them from the source; the words are those of the domain."


def _sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file that may hold texts, as Python that Babel can read, in a stable order."""
    for name in ROOTS:
        for file in sorted((root / name).rglob("*")):
            if file.suffix == ".py" and "migrations" not in file.parts:
                yield file, file.read_text(encoding="utf-8")
            elif file.suffix in (".html", ".txt") and "templates" in file.parts:
                # What is left of a template is no tidy Python; without its indentation it can be read as such.
                lines = templatize(file.read_text(encoding="utf-8"), origin=str(file)).splitlines()
                yield file, "\n".join(line.strip() for line in lines)


def collect(root: Path) -> Catalog:
    """All texts of the source under ``root``, each with the files that use it and the comments for translators."""
    found = Catalog(charset="utf-8")
    for file, source in _sources(root):
        place = file.relative_to(root).as_posix()
        handle = io.BytesIO(source.encode())
        for line, text, comments, context in extract(
            "python", handle, keywords=KEYWORDS, comment_tags=("Translators:",), options={"encoding": "utf-8"}
        ):
            found.add(text, locations=[(place, line)], auto_comments=comments, context=context)
    return found


def read_catalogue(file: Path) -> Catalog:
    with file.open("rb") as handle:
        return read_po(handle, abort_invalid=True)


def update_catalogue(file: Path, found: Catalog) -> None:
    """Bring ``file`` up to what was ``found``: translations stay, new texts are empty, texts no longer used go."""
    catalogue = read_catalogue(file) if file.exists() else Catalog(locale=file.parts[-3], fuzzy=False)
    catalogue.project, catalogue.version, catalogue.header_comment = "coopnet", "1", HEADER
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    part = file.with_name(f"{file.name}.{os.getpid()}")
    with part.open("wb") as handle:
        write_po(handle, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
    os.replace(part, file)


def compile_catalogue(source: Path, target: Path) -> None:
    """Write ``target`` from ``source``, complete or not at all; fuzzy entries are left out."""
    catalogue = read_catalogue(source)
    part = target.with_name(f"{target.name}.{os.getpid()}")
    with part.open("wb") as handle:
        write_mo(handle, catalogue, use_fuzzy=False)
    os.replace(part, target)
