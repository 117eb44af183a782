"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """rules, as Django knows it."""

    name = "handlingsrom.rules"

    def ready(self) -> None:
        """Tell the audit log of our verbs, and the search of what the rulebook holds."""
        from . import audit, search  # noqa: F401
