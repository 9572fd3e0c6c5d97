from django.apps import AppConfig
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q


class CooperationsConfig(AppConfig):
    name = "cooperations"

    def ready(self) -> None:
        """Fill the registries of the apps below."""
        from accounts.roles import register_role
        from cooperations import navigation
        from cooperations.nag_rules import RULES
        from cooperations.visibility import firms_shared_with, firms_that_i_drive
        from nagging.rules import register
        from partners.visibility import register_firm_scope

        register_role("manager", _manages)
        navigation.register()
        register_firm_scope(firms_shared_with)
        register_firm_scope(firms_that_i_drive, details=True)
        for rule in RULES:
            register(rule)


def _manages() -> ExpressionWrapper:
    """Drives a cooperation as manager or deputy, or may start one."""
    from cooperations.models import Cooperation

    driven = Cooperation.objects.filter(Q(manager=OuterRef("pk")) | Q(deputy_manager=OuterRef("pk")))
    return ExpressionWrapper(Q(may_manage=True) | Exists(driven), output_field=BooleanField())
