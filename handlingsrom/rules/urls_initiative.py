"""Addresses of the rule guide inside an initiative, and of the pattern in a network."""

from django.urls import URLPattern, path

from .views import initiative, initiative_facts, initiative_word, innovation, network, openings

one = "initiativ/<uuid:pk>/handlingsrom/"
recorded = f"{one}vurdering/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(one, initiative.show, name="initiative"),
    path(f"{one}kort/", initiative.panel, name="panel"),
    path(f"{one}tidslinje.ics", initiative.calendar, name="initiative-calendar"),
    path(f"{one}opplysninger/", initiative_facts.edit, name="facts"),
    path(f"{one}lagre/", initiative.record, name="record"),
    path(recorded, initiative.assessment, name="assessment"),
    path(f"{recorded}word/", initiative_word.recorded, name="assessment-word"),
    path(f"{one}word/", initiative_word.current, name="word"),
    path(f"{one}ubrukt/", openings.show, name="openings"),
    path(f"{one}ubrukt/<slug:opening>/", openings.decide, name="opening"),
    path(f"{one}innovasjon/", innovation.show, name="innovation"),
    path(f"{one}innovasjon/<slug:code>/", innovation.decide, name="innovation-code"),
    path("nettverk/<slug:slug>/handlingsrom/", network.show, name="network"),
]
