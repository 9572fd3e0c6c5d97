"""The people and firms of the examples. All names are invented."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actions.signing_in import open_account
from accounts.enums import Address
from accounts.models import User
from coopnet.demo.accounts import DOMAIN, PASSWORD
from partners.enums import FirmRole
from partners.models import Contact, Firm, Membership

# key: first name, last name, form of address, phone
PEOPLE = {
    "admin": ("Ada", "Winter", Address.MS, ""),
    "lindner": ("Mara", "Lindner", Address.MS, "+49 341 5550100"),
    "brandt": ("Tobias", "Brandt", Address.MR, "+49 341 5550101"),
    "vogt": ("Clara", "Vogt", Address.MS, "+49 341 5550102"),
    "hansen": ("Jens", "Hansen", Address.MR, "+49 341 5550110"),
    "ihde": ("Silke", "Ihde", Address.MS, "+49 341 5550111"),
    "nowak": ("Piotr", "Nowak", Address.MR, "+49 341 5550120"),
    "roth": ("Anke", "Roth", Address.MS, "+49 341 5550121"),
    "becker": ("Anna", "Becker", Address.MS, "+49 341 5550130"),
    "becker2": ("Moritz", "Becker", Address.MR, "+49 341 5550131"),
    "linde": ("Greta", "Hof", Address.MS, "+49 3437 555140"),
    "sauer": ("Uwe", "Sauer", Address.MR, "+49 3437 555141"),
    "yilmaz": ("Deniz", "Yılmaz", Address.NEUTRAL, "+49 341 5550150"),
    "krause": ("Bernd", "Krause", Address.MR, "+49 341 5550160"),
    "petersen": ("Maike", "Petersen", Address.MS, "+49 341 5550170"),
    "schulze": ("Ralf", "Schulze", Address.MR, "+49 341 5550180"),
    "weiss": ("Jana", "Weiß", Address.MS, "+49 341 5550190"),
    "fuchs": ("Holger", "Fuchs", Address.MR, "+49 34291 55200"),
    "engel": ("Rosa", "Engel", Address.MS, "+49 341 5550210"),
    "dietz": ("Karl", "Dietz", Address.MR, "+49 341 5550220"),
}

# key: name, legal form, trade, street, postal code, city, lead, members
FIRMS = {
    "hansen": ("Tischlerei Hansen", "GmbH", "Tischlerei", "Holzgasse 4", "04229", "Leipzig", "hansen", ["ihde"]),
    "nordlicht": (
        "Nordlicht Elektro",
        "GmbH",
        "Elektrotechnik",
        "Lützner Str. 81",
        "04177",
        "Leipzig",
        "nowak",
        ["roth"],
    ),
    "becker": ("Becker Druck", "OHG", "Druckerei", "Setzerweg 12", "04103", "Leipzig", "becker", ["becker2"]),
    "linde": ("Hof Linde", "GbR", "Hofladen", "Am Anger 3", "04668", "Grimma", "linde", ["sauer"]),
    "yilmaz": (
        "Yılmaz Gestaltung",
        "e. K.",
        "Grafik",
        "Karl-Heine-Str. 54",
        "04229",
        "Leipzig",
        "yilmaz",
        [],
    ),
    "krause": ("Krause Metallbau", "GmbH", "Metallbau", "Werkstr. 9", "04159", "Leipzig", "krause", []),
    "petersen": ("Petersen Küchen", "GmbH & Co. KG", "Küchenstudio", "Ring 22", "04109", "Leipzig", "petersen", []),
    "schulze": ("Schulze Heizung und Sanitär", "GmbH", "Heizungsbau", "Rohrweg 1", "04347", "Leipzig", "schulze", []),
    "weiss": ("Malerei Weiß", "e. K.", "Malerbetrieb", "Farbhof 7", "04315", "Leipzig", "weiss", []),
    "fuchs": ("Fuchs Solar", "UG", "Photovoltaik", "Sonnenhang 15", "04425", "Taucha", "fuchs", []),
    "engel": (
        "Engel Veranstaltungen",
        "e. K.",
        "Messebau",
        "Hallenstr. 30",
        "04356",
        "Leipzig",
        "engel",
        [],
    ),
    "dietz": ("Dietz Holzhandel", "KG", "Holzhandel", "Sägewerk 2", "04860", "Torgau", "dietz", []),
}


@dataclass(frozen=True)
class Cast:
    """Everybody by key."""

    people: dict[str, User]
    firms: dict[str, Firm]

    def __getitem__(self, key: str) -> User:
        return self.people[key]


def _person(key: str, now: datetime) -> User:
    first, last, address, phone = PEOPLE[key]
    ascii_name = f"{first}.{last}".lower().translate(str.maketrans({"ı": "i", "ß": "ss"}))
    return User.objects.create_user(
        "admin@" + DOMAIN if key == "admin" else f"{ascii_name}@{DOMAIN}",
        first_name=first,
        last_name=last,
        form_of_address=address,
        phone=phone,
        language="de",
        subdivision="SN",
        mail_consent_at=now,
        is_staff=key == "admin",
        is_superuser=key == "admin",
        may_manage=key in {"lindner", "brandt"},
        may_coach=key == "vogt",
    )


def hire(now: datetime) -> Cast:
    """Create all people, firms and a few contacts of the manager, as of ``now``."""
    people = {key: _person(key, now) for key in PEOPLE}
    for person in people.values():
        open_account(person, password=PASSWORD)
    firms = {}
    for key, (name, legal, trade, street, code, city, lead, members) in FIRMS.items():
        firm = Firm.objects.create(
            name=name,
            legal_form=legal,
            trade=trade,
            street=street,
            postal_code=code,
            city=city,
            phone=people[lead].phone,
            email=people[lead].email,
            keeper=people["lindner"],
            created_at=now,
        )
        Membership.objects.create(firm=firm, user=people[lead], role=FirmRole.LEAD, position="Inhaber/-in")
        for member in members:
            Membership.objects.create(firm=firm, user=people[member], role=FirmRole.MEMBER, position="Büro")
        firms[key] = firm
    _contacts(people["lindner"], now)
    return Cast(people, firms)


def _contacts(owner: User, now: datetime) -> None:
    for first, last, company, position in (
        ("Sabine", "Kern", "Handwerkskammer", "Beraterin"),
        ("Erik", "Thoms", "Sparkasse Muldental", "Firmenkunden"),
        ("Nadja", "Frey", "Frey Steuerberatung", "Steuerberaterin"),
    ):
        Contact.objects.create(
            owner=owner,
            first_name=first,
            last_name=last,
            company=company,
            position=position,
            email=f"{first}.{last}@{DOMAIN}".lower(),
            created_at=now,
        )
