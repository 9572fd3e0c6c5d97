from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Address
from partners.enums import ContactSource, LawfulBasis
from partners.models.firm import Firm
from partners.querysets import ContactQuerySet
from partners.search_key import Folded


class Contact(models.Model):
    """A person whom a manager knows, with or without an account; seen by its owner only.

    ``source_key`` is what the source calls the person (LinkedIn: address of the profile, vCard: UID); "" where the
    source has no such thing.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    firm = models.ForeignKey(
        Firm, verbose_name=_("firm"), on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    form_of_address = models.CharField(
        _("form of address"), max_length=8, choices=Address.choices, default=Address.NEUTRAL
    )
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=10, choices=ContactSource.choices, default=ContactSource.MANUAL)
    source_key = models.CharField(max_length=250, blank=True)
    lawful_basis = models.CharField(
        _("lawful basis"), max_length=10, choices=LawfulBasis.choices, default=LawfulBasis.INTEREST
    )
    connected_on = models.DateField(_("known since"), null=True, blank=True)
    created_at = models.DateTimeField()
    search_key = models.GeneratedField(
        expression=Folded("first_name", "last_name", "company", "position", "city", "email"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["owner", "last_name", "first_name"], name="partners_contact_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "source", "source_key"],
                condition=~Q(source_key=""),
                name="partners_contact_source_once",
                violation_error_message=_("This contact was imported before."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.company or self.email

    @property
    def initials(self) -> str:
        letters = self.first_name[:1] + self.last_name[:1]
        return (letters or self.company[:1] or self.email[:1]).upper()

    @property
    def profile_url(self) -> str:
        """Address of the LinkedIn profile, "" for everybody else."""
        is_profile = self.source == ContactSource.LINKEDIN and self.source_key.startswith("https://")
        return self.source_key if is_profile else ""

    @property
    def workplace(self) -> str:
        """The linked firm, else the company as it was written; needs ``firm`` to be fetched along."""
        return self.firm.name if self.firm else self.company

    @property
    def subtitle(self) -> str:
        """Position and workplace, as far as the name does not say them already."""
        return " · ".join(text for text in (self.position, self.workplace) if text and text != self.full_name)

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.mobile or self.email)
