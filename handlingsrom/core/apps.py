"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """core, as Django knows it."""

    name = "handlingsrom.core"

    def ready(self) -> None:
        """Make the start-up checks known."""
        from handlingsrom.core import checks  # noqa: F401
