"""Addresses of the core."""

from django.urls import path

from handlingsrom.core import views

app_name = "core"
urlpatterns = [
    path("helse/live", views.live, name="live"),
    path("helse/klar", views.ready, name="ready"),
]
