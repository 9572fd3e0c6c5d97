from django.apps import AppConfig


class CoopnetConfig(AppConfig):
    name = "coopnet"

    def ready(self) -> None:
        # Makes this the application that every @shared_task belongs to, in web processes and commands too.
        from coopnet import celery  # noqa: F401
