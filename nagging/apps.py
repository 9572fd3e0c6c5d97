from django.apps import AppConfig


class NaggingConfig(AppConfig):
    name = "nagging"
