"""The arena app."""

from django.apps import AppConfig


class ArenaConfig(AppConfig):
    """arena, as Django knows it."""

    name = "handlingsrom.arena"
