"""Addresses of the rule guide: rulebooks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
