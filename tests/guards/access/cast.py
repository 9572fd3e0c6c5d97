"""The people and firms of the world: two managers who do not know each other, three firms, one of them shared."""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from partners.actions.firms import create_firm
from partners.actions.people import add_person
from partners.enums import FirmRole
from partners.models import Firm, Membership
from tests.factories.accounts import person
from tests.guards.access.canaries import Canaries

# Side A is the one that the table of addresses speaks of; B is what its people must not see, and the other way round.
FIRM_1 = frozenset({"lead", "member", "team_member"})
FIRM_2 = frozenset({"other_lead", "teammate"})
FIRM_3 = frozenset({"lead_b"})
DRIVERS_A, DRIVERS_B = frozenset({"manager", "deputy"}), frozenset({"manager_b"})
SIDE_A = DRIVERS_A | FIRM_1 | FIRM_2
SIDE_B = DRIVERS_B | FIRM_2 | FIRM_3
INSIDE_A = frozenset({"coach", "team_member", "teammate"})
TEAM_B = frozenset({"lead_b"})
ADMIN = frozenset({"administrator"})
ROLES = (*sorted(SIDE_A), "manager_b", "lead_b", "coach", "other_coach", "administrator", "anonymous")
SIGNED_IN = frozenset(ROLES) - {"anonymous"}
COACHES = frozenset({"coach", "other_coach"})

RIGHTS: dict[str, dict] = {
    "manager": {"may_manage": True},
    "manager_b": {"may_manage": True},
    "coach": {"may_coach": True},
    "other_coach": {"may_coach": True},
    "administrator": {"is_staff": True, "is_superuser": True},
}
# Who reads a person's name besides the person: whoever meets them in a firm, a cooperation or a team.
NAMES = {
    **{role: SIDE_A | {"coach"} for role in DRIVERS_A | FIRM_1},
    **{role: SIDE_A | SIDE_B | {"coach"} for role in FIRM_2},
    "manager_b": SIDE_B | {"other_coach"},
    "lead_b": SIDE_B | {"other_coach"},
    # Whoever chooses a coach reads who coaches; the member of a firm without a part in the team does not.
    "coach": SIDE_A - {"member"} | SIDE_B | COACHES,
    "other_coach": SIDE_A - {"member"} | SIDE_B | COACHES,
    "administrator": frozenset(),
}
# Who reads their phone and mail: the own firm, its keeper, and who drives a cooperation with it.
REACHED = {
    **dict.fromkeys(FIRM_1, FIRM_1 | DRIVERS_A),
    **dict.fromkeys(FIRM_2, FIRM_2 | DRIVERS_A | DRIVERS_B),
    **dict.fromkeys(FIRM_3, FIRM_3 | DRIVERS_B),
    # Whoever is asked by mail is told whom to ask back.
    "manager": SIDE_A,
    "manager_b": SIDE_B,
}


@dataclass
class Cast:
    """Everybody and every firm by key."""

    now: datetime
    canaries: Canaries = field(default_factory=Canaries)
    people: dict[str, User] = field(default_factory=dict)
    firms: dict[str, Firm] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)

    def __getitem__(self, role: str) -> User:
        return self.people[role]

    def role_of(self, user: User) -> str:
        return next(role for role, known in self.people.items() if known.pk == user.pk)


def hire(now: datetime) -> Cast:
    """People who can sign in, firms kept by their managers, and who belongs to which."""
    cast = Cast(now)
    for role in ROLES[:-1]:
        cast.people[role] = _person(cast.canaries, role)
    for key, keeper, people, drivers in (
        ("one", "manager", ("lead", "member", "team_member"), DRIVERS_A),
        ("two", "manager_b", ("other_lead", "teammate"), DRIVERS_A | DRIVERS_B),
        ("three", "manager_b", ("lead_b",), DRIVERS_B),
    ):
        seen = (SIDE_A if "lead" in people else frozenset()) | (SIDE_B if key != "one" else frozenset())
        seen |= SIDE_A if key == "two" else frozenset()
        cast.firms[key] = _firm(cast, key, keeper, seen, frozenset(people) | drivers)
        for number, role in enumerate(people):
            cast.memberships[role] = _belongs(cast, key, role, seen, lead=number == 0)
    return cast


def _person(canaries: Canaries, role: str) -> User:
    names = NAMES[role] | ADMIN | {role}
    reached = REACHED.get(role, frozenset()) | ADMIN | {role}
    words = {
        "first_name": canaries.plant("accounts.User.first_name", role, names),
        "last_name": canaries.plant("accounts.User.last_name", role, names),
        "phone": canaries.plant("accounts.User.phone", role, reached),
        "email": canaries.plant("accounts.User.email", role, reached).lower() + "@example.org",
    }
    return person(**words, **RIGHTS.get(role, {}))


def _firm(cast: Cast, key: str, keeper: str, seen: frozenset[str], details: frozenset[str]) -> Firm:
    def word(name: str, readers: frozenset[str], *, private: bool = False) -> str:
        return cast.canaries.plant(f"partners.Firm.{name}", key, readers, private=private)

    coach = {"coach"} if key != "three" else set()
    other_coach = {"other_coach"} if key != "one" else set()
    return create_firm(
        by=cast[keeper],
        now=cast.now,
        # An invitation says to what it invites, also in the administration.
        name=word("name", seen | coach | other_coach | ADMIN),
        website=f"https://{word('website', seen).lower()}.example",
        email=f"{word('email', details).lower()}@example.org",
        keeper_note=word("keeper_note", frozenset({keeper}), private=True),
        **{name: word(name, seen) for name in ("legal_form", "trade", "city")},
        **{name: word(name, details) for name in ("street", "postal_code", "phone")},
    )


def _belongs(cast: Cast, key: str, role: str, seen: frozenset[str], *, lead: bool) -> Membership:
    user = cast[role]
    return add_person(
        cast.firms[key],
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        form_of_address=user.form_of_address,
        language=user.language,
        role=FirmRole.LEAD if lead else FirmRole.MEMBER,
        position=cast.canaries.plant("partners.Membership.position", role, seen),
        by=cast.firms[key].keeper,
        now=cast.now,
    )
