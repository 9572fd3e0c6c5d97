"""Who can sign in to the example portfolio; nobody outside of it has a default account."""

from dataclasses import dataclass

PASSWORD = "hand-in-hand-2026"  # noqa: S105 - printed at every start, exists only in the example portfolio
DOMAIN = "beispiel.example"


@dataclass(frozen=True)
class Account:
    """An example account: who, with which address, to see what."""

    key: str
    role: str
    email: str


SHOWN = (
    Account("lindner", "cooperation manager", f"mara.lindner@{DOMAIN}"),
    Account("hansen", "partner firm", f"jens.hansen@{DOMAIN}"),
    Account("vogt", "coach", f"clara.vogt@{DOMAIN}"),
    Account("admin", "administrator", f"admin@{DOMAIN}"),
)
