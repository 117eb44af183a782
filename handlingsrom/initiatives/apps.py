"""The initiatives app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """initiatives, as Django knows it."""

    name = "handlingsrom.initiatives"

    def ready(self) -> None:
        """Tell the audit log its verbs and the search index what it can find here, and hear of those who leave."""
        from . import audit, audit_worksheets, search  # noqa: F401
        from .actions import leaving  # noqa: F401
