"""The arena: examples shared between organisations."""

from django.apps import AppConfig


class ArenaConfig(AppConfig):
    """arena, as Django knows it."""

    name = "handlingsrom.arena"

    def ready(self) -> None:
        """Tell the audit log of our verbs and the search of our documents."""
        from . import audit, search  # noqa: F401
