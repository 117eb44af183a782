"""The network app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """network, as Django knows it."""

    name = "handlingsrom.network"
