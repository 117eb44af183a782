"""The method app."""

from django.apps import AppConfig


class MethodConfig(AppConfig):
    """method, as Django knows it."""

    name = "handlingsrom.method"

    def ready(self) -> None:
        """Check the method files at start, and tell the search of what they hold."""
        from . import checks, search  # noqa: F401
