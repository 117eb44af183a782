"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """web, as Django knows it."""

    name = "handlingsrom.web"
