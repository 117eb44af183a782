"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """rules, as Django knows it."""

    name = "handlingsrom.rules"

    def ready(self) -> None:
        """Check the rulebooks at start; tell the audit log of our verbs, and the search of what the rulebook holds."""
        from . import audit, checks, health, search  # noqa: F401
