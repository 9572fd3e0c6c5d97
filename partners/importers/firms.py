"""A firm out of what a row says."""

import re

from django.utils.translation import gettext as _

from partners.importers import columns
from partners.importers.contacts import Found, Reader
from partners.importers.model import Row
from partners.importers.values import Unfit, country_code, mail_address, phone_number, web_address
from partners.models import Firm


def firm_row(number: int, found: Found, problem: str = "") -> Row:
    """The firm that ``found`` ({field of ``columns.FIRM_FIELDS``: what was said}) describes."""
    reader = Reader(found, Firm, columns.FIRM_FIELDS)
    if problem:
        reader.problems.append(problem)
    for name in ("name", "legal_form", "trade", "street", "city"):
        reader.keep(name, reader.first(name))
    if not reader.values.get("name") and not reader.problems:
        reader.problems.append(_("The name of the firm is missing."))
    _keep_country(reader)
    reader.keep("postal_code", _postal_code(reader))
    for name, said in (
        ("phone", reader.fitting("phone", phone_number)),
        ("email", reader.fitting("email", mail_address, or_problem=True)),
        ("website", reader.fitting("website", web_address)),
    ):
        reader.keep(name, said[0] if said else "")
        for other in said[1:]:
            reader.found.setdefault("keeper_note", []).append(f"{columns.FIRM_FIELDS[name]}: {other}")
    reader.keep_note("keeper_note", reader.found.get("keeper_note", []))
    return reader.row(number)


def _keep_country(reader: Reader) -> None:
    said = reader.first("country")
    if not said:
        return
    try:
        reader.keep("country", country_code(said))
    except Unfit as unfit:
        reader.problems.append(str(unfit))


def _postal_code(reader: Reader) -> str:
    """German postal codes lose their leading zero when a spreadsheet takes them for numbers."""
    code = reader.first("postal_code")
    if re.fullmatch(r"\d{4}", code) and reader.values.get("country") == "DE":
        reader.notes.append(_("The leading zero of the postal code was put back: 0%(code)s.") % {"code": code})
        return f"0{code}"
    return code
