"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """search, as Django knows it."""

    name = "handlingsrom.search"
