"""What is kept about people: a verdict for every field of every table of the house.

Each app says it for its own models in its ``privacy.py``, which :func:`verdicts` loads. A field without a verdict fails
the tests, so that nobody adds one without thinking; the processing record and the own-data export are made from them.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.apps import apps
from django.db.models import Field, Model
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class Source(Enum):
    """Where the value comes from."""

    SELF = _("the person")
    OTHERS = _("somebody who works with the person")
    IMPORT = _("an address book that was imported")
    MACHINE = _("the installation itself")


class Retention(Enum):
    """How long it stays."""

    ACCOUNT = _("as long as the account exists")
    INVITATION = _("until the invitation is accepted or has expired for 30 days")
    MAIL = _("180 days after the mail was sent")
    TRAIL = _("three years")
    NETWORK = _("until the contact is erased or was not touched for three years")
    FIRM = _("as long as the firm takes part in something")
    COOPERATION = _("six years after the end of the cooperation")
    COACHING = _("until the engagement is erased, at most three years after its end")
    REMINDER = _("one year after the reminder was settled")
    IMPORT_DRAFT = _("30 days")
    INSTALLATION = _("as long as the installation exists")


@dataclass(frozen=True)
class Verdict:
    """Whether a field says something about a person, where it comes from, how long it stays."""

    personal: bool
    source: Source
    retention: Retention


_verdicts: dict[tuple[str, str], Verdict] = {}


def classify(model: str, retention: Retention, **fields: tuple[bool, Source]) -> None:
    """Give a verdict for fields of ``model`` ("app.Model"): ``name=(personal, source)``.

    The number of the row needs none. ValueError for a field that has a verdict already.
    """
    for name, (personal, source) in fields.items():
        key = (model.lower(), name)
        if key in _verdicts:
            raise ValueError(f"{model}.{name} has two verdicts")
        _verdicts[key] = Verdict(personal, source, retention)


def every(names: str, personal: bool, source: Source) -> dict[str, tuple[bool, Source]]:
    """The same for all fields in ``names`` (separated by blanks), to be given to :func:`classify`."""
    return dict.fromkeys(names.split(), (personal, source))


@lru_cache(maxsize=1)
def verdicts() -> dict[tuple[str, str], Verdict]:
    """All verdicts by (model label in lower case, field name)."""
    autodiscover_modules("privacy")
    return dict(_verdicts)


def judged_fields(app_label: str) -> list[Field]:
    """The fields of an app that need a verdict: all of the database but the automatic number of the row."""
    return [field for model in apps.get_app_config(app_label).get_models() for field in _stored(model)]


def _stored(model: type[Model]) -> list[Field]:
    own = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in own if field is not model._meta.auto_field]


SELF, OTHERS, MACHINE = Source.SELF, Source.OTHERS, Source.MACHINE

classify(
    "accounts.User",
    Retention.ACCOUNT,
    **every("email first_name last_name form_of_address language", True, OTHERS),
    **every("password phone timezone country subdivision workday_start workday_end", True, SELF),
    **every("mail_consent_at mail_consent_version reminders_stopped_at", True, SELF),
    **every("mail_suspended_at date_joined last_login", True, MACHINE),
    **every("may_manage may_coach is_staff is_superuser is_active groups user_permissions", True, OTHERS),
)
classify(
    "accounts.Invitation",
    Retention.INVITATION,
    **every("user invited_by about", True, OTHERS),
    **every("created_at expires_at", True, MACHINE),
    **every("accepted_at", True, SELF),
    **every("nonce token_hash", False, MACHINE),
)
classify("accounts.Absence", Retention.ACCOUNT, **every("user starts_on ends_on", True, SELF))
classify(
    "accounts.AuditEntry",
    Retention.TRAIL,
    **every("actor verb object_type object_id at data origin", True, MACHINE),
)
classify("accounts.AuditSeal", Retention.TRAIL, **every("position entry digest sealed_at", False, MACHINE))
classify(
    "accounts.Installation",
    Retention.INSTALLATION,
    **every("set_up_by", True, SELF),
    **every("id set_up_at", False, MACHINE),
)
classify(
    "accounts.OutboundMail",
    Retention.MAIL,
    **every("to to_address subject text html payload last_error", True, MACHINE),
    **every("key category composer state sent_at", True, MACHINE),
    **every("created_at not_before expires_at first_tried_at started_at", False, MACHINE),
    **every("lease_token leased_until attempts resends_left", False, MACHINE),
)
