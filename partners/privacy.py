"""What partners keeps about people; see ``accounts.privacy``."""

from accounts.privacy import Retention, Source, classify

# A one-person business is its owner, so what describes a firm counts as personal.
classify(
    "partners.Firm",
    Retention.FIRM,
    **dict.fromkeys(["name", "legal_form", "trade", "street", "postal_code", "city", "country"], (True, Source.OTHERS)),
    **dict.fromkeys(["phone", "email", "website", "keeper", "keeper_note", "people"], (True, Source.OTHERS)),
    search_key=(True, Source.MACHINE),
    created_at=(False, Source.MACHINE),
)
classify(
    "partners.Membership",
    Retention.FIRM,
    **dict.fromkeys(["firm", "user", "role", "position", "ended_on"], (True, Source.OTHERS)),
)
classify(
    "partners.Contact",
    Retention.NETWORK,
    **dict.fromkeys(["owner", "firm", "note", "lawful_basis"], (True, Source.OTHERS)),
    **dict.fromkeys(["form_of_address", "first_name", "last_name", "company", "position"], (True, Source.IMPORT)),
    **dict.fromkeys(["email", "phone", "mobile", "website", "source", "source_key"], (True, Source.IMPORT)),
    **dict.fromkeys(["street", "postal_code", "city", "country", "connected_on"], (True, Source.IMPORT)),
    search_key=(True, Source.MACHINE),
    created_at=(True, Source.MACHINE),
)
classify(
    "partners.ImportDraft",
    Retention.IMPORT_DRAFT,
    owner=(True, Source.SELF),
    outcome=(True, Source.IMPORT),
    **dict.fromkeys(["kind", "existing"], (False, Source.SELF)),
    **dict.fromkeys(["created_at", "expires_at", "imported_at", "undone_at"], (False, Source.MACHINE)),
)
classify(
    "partners.ImportFile",
    Retention.IMPORT_DRAFT,
    **dict.fromkeys(["name", "content"], (True, Source.IMPORT)),
    **dict.fromkeys(["draft", "encoding", "delimiter", "mapping"], (False, Source.SELF)),
)
