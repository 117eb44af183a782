"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """rules, as Django knows it."""

    name = "handlingsrom.rules"

    def ready(self) -> None:
        """Check the rulebooks at start; tell the audit log, the search, and people of what we keep."""
        from . import audit, checks, health, own_data, search  # noqa: F401
