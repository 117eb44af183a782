"""The method app."""

from django.apps import AppConfig


class MethodConfig(AppConfig):
    """method, as Django knows it."""

    name = "handlingsrom.method"
