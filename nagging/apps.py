from django.apps import AppConfig


class NaggingConfig(AppConfig):
    name = "nagging"

    def ready(self) -> None:
        from accounts.mail.composers import register_composer
        from nagging.actions.asking import COMPOSER
        from nagging.letters import compose

        register_composer(COMPOSER, compose)
