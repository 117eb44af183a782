"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """core, as Django knows it."""

    name = "handlingsrom.core"
