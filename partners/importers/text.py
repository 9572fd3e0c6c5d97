"""From bytes to text: is it text at all, and in which encoding."""

import codecs
import re

from django.utils.translation import gettext as _

from partners.importers.model import ImportProblem

ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "iso-8859-15": "ISO 8859-15",
    "cp850": "DOS (850)",
    "mac-roman": "Mac Roman",
}
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SAMPLE = 64 * 1024
_OTHER_KINDS = {
    b"PK\x03\x04": "ZIP",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7-Zip",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def refuse_binary(content: bytes) -> None:
    """Raise ImportProblem where ``content`` is empty or no text, whatever its name says."""
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise ImportProblem(_("This file is empty."))
    if content.startswith(_OLD_OFFICE):
        raise ImportProblem(
            _("This is a file of an old Office program (.xls). Please save it as .xlsx or as CSV and try again.")
        )
    for start, kind in _OTHER_KINDS.items():
        # a text may begin with the two letters MZ; what no text has is the zero byte soon after
        if content.startswith(start) and (len(start) > 2 or b"\x00" in content[:64]):
            raise ImportProblem(_("This is a file of the kind %(kind)s, not a table and not a vCard.") % {"kind": kind})
    if detect_encoding(content) != "utf-16":
        sample = content[:_SAMPLE]
        if len(_CONTROLS.findall(sample)) > 3 + len(sample) // 200:
            raise ImportProblem(_("This file does not hold text, so there is nothing to read in it."))


def detect_encoding(content: bytes) -> str:
    """One of ``ENCODINGS``: by byte order mark, else UTF-8 where it fits, else Windows-1252 (what Outlook writes)."""
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return encoding
    sample = content[:_SAMPLE]
    if len(sample) >= 4 and sample.count(b"\x00") > len(sample) * 0.4:
        return "utf-16"
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "iso-8859-15"


def decode(content: bytes, encoding: str) -> str:
    """The text of ``content``, lines ended by newlines, without byte order mark.

    Raises ImportProblem where ``encoding`` (a key of ``ENCODINGS``) does not fit, with the line.
    """
    if encoding not in ENCODINGS:
        raise ImportProblem(_("This encoding is not known here."), by_settings=True)
    codec = encoding
    if encoding == "utf-16" and content[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        codec = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportProblem(
            _("Line %(line)d cannot be read as %(encoding)s. Please choose another encoding.")
            % {"line": line, "encoding": ENCODINGS[encoding]},
            by_settings=True,
        ) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
