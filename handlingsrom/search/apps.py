"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """search, as Django knows it."""

    name = "handlingsrom.search"

    def ready(self) -> None:
        """Tell the status page how the index is."""
        from handlingsrom.search import health  # noqa: F401
