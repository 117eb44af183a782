"""The network app."""

from __future__ import annotations

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """network, as Django knows it."""

    name = "handlingsrom.network"

    def ready(self) -> None:
        """Register the verbs, what is found by search, and what is told about people."""
        from handlingsrom.accounts import describe
        from handlingsrom.accounts import own_data as stored

        from . import audit, labels, own_data, search  # noqa: F401

        describe.register(labels.describe_people)
        for section in (own_data.MEMBERSHIPS, own_data.TASKS):
            stored.register(section)
