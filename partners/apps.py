from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from django.db.models import Exists, OuterRef

        from accounts.roles import has_role, register_role
        from coopnet.ui import navigation
        from partners.models import Membership
        from partners.permissions import may_keep_contacts

        register_role("partner", lambda: Exists(Membership.objects.active().filter(user=OuterRef("pk"))))
        navigation.register(
            navigation.Entry(
                "partners:firm_list",
                _("Firms"),
                "building-store",
                40,
                lambda user: may_keep_contacts(user) or has_role(user, "partner"),
            )
        )
        navigation.register(
            navigation.Entry("partners:contact_list", _("Contacts"), "address-book", 50, may_keep_contacts)
        )
