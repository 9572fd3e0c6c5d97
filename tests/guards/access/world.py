"""The whole world, made by the actions: two sides that share one firm, a manager's own contacts, reminders, mails."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.mail import EmailMessage

from accounts.actions.settings import add_absence
from accounts.mail.sender import send_batch
from accounts.models import Absence, Invitation, User
from cooperations.actions.cooperations import set_terms
from coopnet.clock import local_day
from nagging.actions.asking import ask_due
from nagging.answers import answer
from nagging.enums import AnswerKind
from nagging.models import Finding
from nagging.sweep import sweep
from partners.actions import imports
from partners.actions.contacts import create_contact
from partners.actions.people import add_person
from partners.enums import ContactSource, FirmRole, ImportKind
from tests.fixtures.time import TUESDAY
from tests.guards.access.cast import (
    ADMIN,
    DRIVERS_A,
    DRIVERS_B,
    FIRM_1,
    FIRM_2,
    FIRM_3,
    SIDE_A,
    SIDE_B,
    Cast,
    hire,
)
from tests.guards.access.side import Side
from tests.guards.access.team import coached

BEGINNING = TUESDAY - timedelta(days=32)


@dataclass
class World:
    """``objects`` are lists by kind; the first of each kind belongs to side A and is what the table speaks of."""

    cast: Cast
    sides: tuple[Side, Side]
    objects: dict[str, list] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)

    @property
    def canaries(self):
        return self.cast.canaries


def create() -> World:
    """Everything has happened by Tuesday; the sweep of that day has run and its mails are out."""
    cast = hire(BEGINNING)
    firms = {"one": FIRM_1, "two": FIRM_2, "three": FIRM_3}
    parties_a = (("one", "lead", "member"), ("two", "other_lead", "teammate"))
    parties_b = (("three", "lead_b", ""), ("two", "other_lead", ""))
    coaches = (frozenset({"coach"}), frozenset({"other_coach"}))
    side_a = Side(cast, "A", "manager", DRIVERS_A, SIDE_A, coaches[0], parties_a, firms, "deputy")
    side_b = Side(cast, "B", "manager_b", DRIVERS_B, SIDE_B, coaches[1], parties_b, firms)
    world = World(cast, (side_a, side_b))
    side_b.live()
    _lend(side_b, cast["manager"])
    side_a.live()
    _lend(side_b, None)
    for side in world.sides:
        side.rest()
        side.propose_anew()
    coached(cast, side_a, side_b)
    _own_things(world)
    for side in world.sides:
        for kind, made in side.objects.items():
            world.objects.setdefault(kind, []).extend(made)
    world.objects["firm"] = [cast.firms[key] for key in ("one", "two", "three")]
    world.objects["membership"] = [cast.memberships[role] for role in ("member", "teammate", "lead_b")]
    world.objects["user"] = [cast["member"], cast["lead_b"]]
    _remind(world)
    return world


def _lend(side: Side, deputy: User | None) -> None:
    """The manager of A gets to know the shared firm as a passing deputy of B, and keeps nothing of it."""
    set_terms(side.cooperation, by=side.cast[side.manager], now=side.cast.now, deputy_manager=deputy)


def _own_things(world: World) -> None:
    """What belongs to one person: contacts, uploads, an absence, an invitation."""
    cast, kept = world.cast, world.objects
    kept["contact"] = [_contact(cast, "manager"), _contact(cast, "manager_b")]
    made = _invited(cast)
    kept["invitation"] = [Invitation.objects.get(user=made)]
    cast.people["invited"] = made
    day = local_day(TUESDAY) + timedelta(days=9)
    add_absence(cast["manager"], starts_on=day, ends_on=day, by=cast["manager"], now=cast.now)
    kept["absence"] = [Absence.objects.get(user=cast["manager"])]
    done = _upload(cast)
    imports.carry_out(done, by=cast["manager"], now=TUESDAY)
    kept["draft"] = [_upload(cast), done]
    kept["file"] = [draft.files.get() for draft in kept["draft"]]


def _contact(cast: Cast, owner: str):
    def word(name: str) -> str:
        return cast.canaries.plant(f"partners.Contact.{name}", owner, {owner}, private=True)

    return create_contact(
        by=cast[owner],
        now=cast.now,
        firm=cast.firms["two"],
        email=f"{word('email').lower()}@example.org",
        website=f"https://{word('website').lower()}.example",
        source=ContactSource.LINKEDIN,
        source_key=f"https://www.linkedin.com/in/{word('source_key').lower()}",
        **{name: word(name) for name in _CONTACT},
    )


_CONTACT = (
    *("first_name", "last_name", "company", "position", "phone", "mobile", "street", "postal_code", "city", "country"),
    "note",
)


def _invited(cast: Cast) -> User:
    """Somebody of firm one who has not set a password yet."""

    def word(model: str, name: str, readers: frozenset[str]) -> str:
        return cast.canaries.plant(f"{model}.{name}", "invited", readers)

    names, reached = SIDE_A | {"coach"} | ADMIN, FIRM_1 | DRIVERS_A | ADMIN
    return add_person(
        cast.firms["one"],
        email=f"{word('accounts.User', 'email', reached).lower()}@example.org",
        first_name=word("accounts.User", "first_name", names),
        last_name=word("accounts.User", "last_name", names),
        form_of_address="neutral",
        language="de",
        role=FirmRole.MEMBER,
        position=word("partners.Membership", "position", SIDE_A),
        by=cast["manager"],
        now=TUESDAY,
    ).user


def _upload(cast: Cast):
    """A table of one contact, as its owner uploads it."""

    def word(field: str) -> str:
        return cast.canaries.plant(f"partners.{field}", "manager", {"manager"}, private=True)

    row = f"First name,Last name,Company\nKim,{word('ImportDraft.outcome')},{word('ImportFile.content')}\n"
    files = [(f"{word('ImportFile.name')}.csv", row.encode())]
    return imports.start_import(kind=ImportKind.CONTACTS, files=files, by=cast["manager"], now=TUESDAY)


def _remind(world: World) -> None:
    """The sweep finds what is overdue, somebody answers in words, and the mails go out."""
    cast, now = world.cast, TUESDAY
    sweep(now=now)
    overdue = Finding.objects.open().filter(rule="cooperations.task_overdue")
    of_a = {task.pk for task in world.sides[0].objects["task"]}
    answered = overdue.filter(subject_id__in=of_a).earliest("pk")
    text = cast.canaries.plant("nagging.Answer.text", "A", SIDE_A)
    answer(answered, kind=AnswerKind.HELP, text=text, by=cast["other_lead"], now=now)
    world.objects["finding"] = [answered]
    ask_due(now=now)
    while send_batch(now=now + timedelta(hours=2)).taken:
        pass
