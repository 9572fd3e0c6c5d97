from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import Address, Language
from coopnet.clock import BusinessCalendar


def known_timezone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a known time zone."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra) -> "User":
        """A person by mail address; without a password they are invited but cannot sign in yet."""
        if not email:
            raise ValueError("a person needs a mail address")
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra) -> "User":
        """An administrator, who may sign in at once: whoever can call this owns the machine, the address is trusted."""
        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, is_staff=True, is_superuser=True, **extra)
            address = apps.get_model("account", "EmailAddress")
            address.objects.using(self._db).create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: signed-in user, or someone invited who only ever answers by mail.

    What a person sees follows from what they take part in; the two ``may_`` flags only allow to start something.
    """

    email = models.EmailField(_("mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    form_of_address = models.CharField(
        _("form of address"), max_length=8, choices=Address.choices, default=Address.NEUTRAL
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.DE)
    timezone = models.CharField(_("time zone"), max_length=60, default="Europe/Berlin", validators=[known_timezone])
    country = models.CharField(_("country"), max_length=2, default="DE")
    subdivision = models.CharField(_("state or region"), max_length=20, blank=True)
    workday_start = models.TimeField(_("working hours from"), default=time(8, 0))
    workday_end = models.TimeField(_("working hours until"), default=time(17, 0))
    mail_consent_at = models.DateTimeField(_("agreed to reminders by mail"), null=True, blank=True)
    mail_consent_version = models.CharField(_("text agreed to"), max_length=10, blank=True)
    reminders_stopped_at = models.DateTimeField(_("stopped reminders"), null=True, blank=True)
    mail_suspended_at = models.DateTimeField(_("address did not accept mail"), null=True, blank=True)
    may_manage = models.BooleanField(_("may start cooperations"), default=False)
    may_coach = models.BooleanField(_("may coach teams"), default=False)
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_ci",
                violation_error_message=_("There is already a person with this mail address."),
            ),
            models.CheckConstraint(
                condition=Q(workday_end__gt=F("workday_start")),
                name="accounts_user_workday_order",
                violation_error_message=_("The working day ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.email[:1].upper()

    @property
    def calendar(self) -> BusinessCalendar:
        """Business days where this person works."""
        return BusinessCalendar(self.country, self.subdivision)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def can_sign_in(self) -> bool:
        """Whether this person has set a password and is not suspended; invited people have not yet."""
        return self.is_active and self.has_usable_password()

    @property
    def wants_reminders(self) -> bool:
        """Whether reminders may go to this person by mail: agreed to, not stopped, and the address takes mail."""
        return bool(self.mail_consent_at and not self.reminders_stopped_at and not self.mail_suspended_at)
