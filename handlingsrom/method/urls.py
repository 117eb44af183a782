"""Addresses of the method. Steps share the level with the pages in RESERVED_STEP_IDS (crosschecks.py)."""

from django.urls import path

from . import views

app_name = "method"

one = "metode/<slug:method_id>/"

urlpatterns = [
    path("metode/", views.methods, name="methods"),
    path(one, views.method, name="method"),
    path(one + "sporsmal/", views.questions, name="questions"),
    path(one + "barrierer/", views.barriers, name="barriers"),
    path(one + "roller/", views.roles, name="roles"),
    path(one + "ordliste/", views.glossary, name="glossary"),
    path(one + "utskrift/", views.whole, name="print"),
    path(one + "<slug:step_id>/", views.step, name="step"),
]
