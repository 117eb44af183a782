"""The arena: examples shared between organisations."""

from django.apps import AppConfig


class ArenaConfig(AppConfig):
    """arena, as Django knows it."""

    name = "handlingsrom.arena"

    def ready(self) -> None:
        """Tell the audit log of our verbs, the search of our documents, and people what we keep about them."""
        from . import audit, own_data, search  # noqa: F401
