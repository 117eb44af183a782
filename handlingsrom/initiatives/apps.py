"""The initiatives app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """initiatives, as Django knows it."""

    name = "handlingsrom.initiatives"

    def ready(self) -> None:
        """Tell the audit log its verbs and the search index what it can find here."""
        for module in ("audit", "audit_worksheets", "search"):
            if find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
