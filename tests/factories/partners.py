"""Firms, their people and contacts for tests, made by the actions."""

import io
import zipfile
from itertools import count
from pathlib import Path

from accounts.models import User
from partners.actions.contacts import create_contact
from partners.actions.firms import create_firm
from partners.actions.people import add_person
from partners.enums import FirmRole
from partners.models import Contact, Firm, Membership
from tests.factories.accounts import NOW, manager

FILES = Path(__file__).resolve().parent.parent / "partners" / "files"
_number = count(1)


def firm(name: str = "", *, keeper: User | None = None, **fields) -> Firm:
    """A firm in the care of ``keeper`` (default: a manager of its own)."""
    return create_firm(by=keeper or manager(), now=NOW, name=name or f"Firm {next(_number)}", **fields)


def belongs_to(place: Firm, who: User, *, role: str = FirmRole.MEMBER, position: str = "") -> Membership:
    """Make an existing person a member of a firm."""
    return add_person(
        place,
        email=who.email,
        first_name=who.first_name,
        last_name=who.last_name,
        form_of_address=who.form_of_address,
        language=who.language,
        role=role,
        position=position,
        by=place.keeper,
        now=NOW,
    )


def contact(owner: User, **fields) -> Contact:
    """A contact of ``owner``."""
    return create_contact(by=owner, now=NOW, **({"first_name": "Kim", "last_name": f"Contact{next(_number)}"} | fields))


def sample(name: str) -> bytes:
    """The content of one of the files in ``tests/partners/files``."""
    return (FILES / name).read_bytes()


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """The workbook ``content`` with one of its parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part.filename))
        new.writestr(name, text)
    return stream.getvalue()
