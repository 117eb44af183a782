"""The initiatives app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """initiatives, as Django knows it."""

    name = "handlingsrom.initiatives"
