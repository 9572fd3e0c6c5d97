from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.enums import FirmRole
from partners.querysets import FirmQuerySet, MembershipQuerySet
from partners.search_key import Folded


class Firm(models.Model):
    """A partner organisation, down to a one-person business. ``keeper`` is the manager who cares for the record.

    ``country`` is ISO 3166-1 alpha-2. ``keeper_note`` is for the eyes of the keeper only, whoever else sees the firm.
    """

    name = models.CharField(_("name"), max_length=120)
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    trade = models.CharField(_("trade"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="DE")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kept by"), on_delete=models.PROTECT, related_name="kept_firms"
    )
    keeper_note = models.TextField(_("private note of the keeper"), blank=True)
    created_at = models.DateTimeField()
    search_key = models.GeneratedField(
        expression=Folded("name", "legal_form", "trade", "postal_code", "city"),
        output_field=models.TextField(),
        db_persist=True,
    )
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="firms")

    objects = FirmQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("firm")
        verbose_name_plural = _("firms")

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name as in the commercial register; the legal form is not said twice."""
        if not self.legal_form or self.name.endswith(self.legal_form):
            return self.name
        return f"{self.name} {self.legal_form}"


class Membership(models.Model):
    """A person in a firm; ended memberships stay, so that history keeps its names."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=FirmRole.choices, default=FirmRole.MEMBER)
    position = models.CharField(_("position"), max_length=80, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "role", "id"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "user"],
                condition=Q(ended_on__isnull=True),
                name="partners_membership_once",
                violation_error_message=_("This person already belongs to the firm."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.firm_id}"
