from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.letters import invitation, notices
        from accounts.mail.composers import register_composer
        from coopnet.ui import navigation

        register_composer("accounts.invitation", invitation.compose)
        register_composer("accounts.notice", notices.compose)
        navigation.register(navigation.Entry("accounts:people", _("People"), "users", 90, lambda user: user.is_staff))
