"""Addresses of the search room."""

from django.urls import path

from handlingsrom.search import views

app_name = "search"

urlpatterns = [path("sok/", views.search, name="search")]
