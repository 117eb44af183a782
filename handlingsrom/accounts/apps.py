"""The accounts app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """accounts, as Django knows it."""

    name = "handlingsrom.accounts"

    def ready(self) -> None:
        """Register the verbs, what is stored about people, and what happens at sign-in."""
        from django.contrib.auth.signals import user_logged_in

        from . import audit, own_data  # noqa: F401

        for section in (own_data.PERSON, own_data.MAILS, own_data.DEEDS):
            own_data.register(section)
        user_logged_in.connect(_began, dispatch_uid="handlingsrom.accounts.session")


def _began(request: Any, user: Any, **kwargs: Any) -> None:
    """Tell the middleware that a session has begun."""
    from .middleware import begin_session

    if request is not None:
        begin_session(request, user)
