"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """accounts, as Django knows it."""

    name = "handlingsrom.accounts"
