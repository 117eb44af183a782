"""Addresses of the rule guide: guide."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
