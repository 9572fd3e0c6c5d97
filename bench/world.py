"""The measured worlds, the same rows every time, written in bulk: they stand for a year of use, not for its rules."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from accounts.models import User
from cooperations.life import noted
from cooperations.models import (
    Contribution,
    Cooperation,
    Event,
    Party,
    Pledge,
    SuccessMeasure,
    Task,
    shard_of,
)
from partners.models import Firm, Membership

BULK = 5000


def people(count: int = 600) -> tuple[User, list[User]]:
    """One manager and ``count`` leads who agreed to mails."""
    now = timezone.now()
    manager = User.objects.create_user("manager@bench.example", may_manage=True, first_name="Mara", last_name="Muster")
    leads = User.objects.bulk_create(
        [
            User(
                email=f"lead{n}@bench.example",
                first_name="Lea",
                last_name=f"Lead{n}",
                mail_consent_at=now - timedelta(days=400),
                password="!",
            )
            for n in range(count)
        ]
    )
    firms = Firm.objects.bulk_create(
        [Firm(name=f"Firma {n:04}", city="Leipzig", keeper=manager, created_at=now) for n in range(count)]
    )
    Membership.objects.bulk_create(
        [Membership(firm=firm, user=lead, role="lead") for firm, lead in zip(firms, leads, strict=True)]
    )
    return manager, leads


def portfolio(manager: User, leads: list[User], size: int) -> list[Cooperation]:
    """``size`` active cooperations of two firms: 2 pledges, 2 measures, 6 tasks, 4 contributions, 40 events each."""
    now = timezone.now()
    today = now.date()
    firms = list(Firm.objects.order_by("id"))
    made = _cooperations(manager, size, now)
    parties = Party.objects.bulk_create(
        [
            Party(
                cooperation=one,
                firm=firms[(2 * n + side) % len(firms)],
                responsible=leads[(2 * n + side) % len(leads)],
                joined_on=today - timedelta(days=340),
            )
            for n, one in enumerate(made)
            for side in (0, 1)
        ],
        BULK,
    )
    _shares(parties, now)
    _tasks(parties, now)
    _contributions(parties, now)
    _events(parties, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return made


def _cooperations(manager: User, size: int, now) -> list[Cooperation]:
    today = now.date()
    made = Cooperation.objects.bulk_create(
        [
            Cooperation(
                title=f"Zusammenarbeit {n:05}",
                state="active",
                field="marketing",
                manager=manager,
                joint_goal="Ein gemeinsamer Katalog bis zum Herbst.",
                starts_on=today - timedelta(days=330),
                review_on=today + timedelta(days=n % 60),
                rhythm_days=14,
                ending_terms="Drei Monate zum Quartalsende.",
                active_since=today - timedelta(days=330),
                last_life_sign_at=now - timedelta(days=n % 40),
                stall_at=today + timedelta(days=21 - n % 40),
                quiet_on=today + timedelta(days=11 - n % 40),
                attention_on=today + timedelta(days=21 - n % 40),
                **_life(n, today),
                created_at=now - timedelta(days=350),
            )
            for n in range(size)
        ],
        BULK,
    )
    for one in made:
        one.shard = shard_of(one.pk)
    Cooperation.objects.bulk_update(made, ["shard"], BULK)
    return made


def _life(n: int, today: date) -> dict:
    """Forty life signs of the past year, no two cooperations of a page alike."""
    days, until = "", None
    for sign in sorted((n % 40 + sign * (7 + n % 3) + n * sign % 5 for sign in range(40)), reverse=True):
        days, until = noted(days, until, today - timedelta(days=sign))
    return {"life_days": days, "life_until": until}


def _shares(parties: list[Party], now) -> None:
    Pledge.objects.bulk_create(
        [
            Pledge(
                party=p, kind="hours", text="Stunden für den Katalog", quantity=40, unit="h", value=60, created_at=now
            )
            for p in parties
        ],
        BULK,
    )
    SuccessMeasure.objects.bulk_create(
        [SuccessMeasure(party=p, text="Neue Kunden", baseline=0, target=5, created_at=now) for p in parties], BULK
    )


def _tasks(parties: list[Party], now) -> None:
    today = now.date()
    Task.objects.bulk_create(
        [
            Task(
                cooperation_id=p.cooperation_id,
                party=p,
                owner_id=p.responsible_id,
                title=f"Schritt {step}",
                due_on=today + timedelta(days=10 * step),
                first_due_on=today + timedelta(days=10 * step),
                state="accepted" if step else "done",
                done_at=None if step else now - timedelta(days=20),
                accepted_at=now - timedelta(days=60),
                offered_by_id=p.responsible_id,
                created_at=now - timedelta(days=60),
            )
            for p in parties
            for step in range(3)
        ],
        BULK,
    )


def _contributions(parties: list[Party], now) -> None:
    today = now.date()
    Contribution.objects.bulk_create(
        [
            Contribution(
                cooperation_id=p.cooperation_id,
                party=p,
                kind="hours",
                text="Texte geschrieben",
                quantity=Decimal(3 + step),
                unit="h",
                value=Decimal(60 * (3 + step)),
                happened_on=today - timedelta(days=30 * step),
                logged_by_id=p.responsible_id,
                logged_at=now - timedelta(days=30 * step),
            )
            for p in parties
            for step in range(2)
        ],
        BULK,
    )


def _events(parties: list[Party], now) -> None:
    Event.objects.bulk_create(
        [
            Event(
                cooperation_id=p.cooperation_id,
                at=now - timedelta(days=9 * step + p.pk % 7),
                kind="contributed",
                life_sign=True,
                party=p,
                actor_id=p.responsible_id,
                data={"text": "Texte geschrieben", "quantity": "3", "unit": "h"},
            )
            for p in parties
            for step in range(20)
        ],
        BULK,
    )
