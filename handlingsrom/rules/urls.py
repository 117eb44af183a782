"""Addresses of the rule guide: the public guide, an initiative's assessment, and the rulebooks."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "rules"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("handlingsrom.rules.urls_guide")),
    path("", include("handlingsrom.rules.urls_initiative")),
    path("", include("handlingsrom.rules.urls_rulebooks")),
]
