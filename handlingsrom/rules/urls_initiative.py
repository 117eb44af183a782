"""Addresses of the rule guide: initiative."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
