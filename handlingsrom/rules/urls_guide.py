"""Addresses of the rule guide: the guide, and what one looks up. Anyone may read them."""

from django.urls import URLPattern, path

from .views import guide, reference

urlpatterns: list[URLPattern] = [
    path("regler/", guide.guide, name="guide"),
    path("regler/word/", guide.word, name="guide-word"),
    path("regler/tidslinje.ics", guide.calendar, name="guide-calendar"),
    path("regler/terskler/", reference.thresholds, name="thresholds"),
    path("regler/prosedyrer/", reference.procedures, name="procedures"),
    path("regler/prosedyrer/<slug:procedure_id>/", reference.procedure, name="procedure"),
    path("regler/virkemidler/", reference.instruments, name="instruments"),
    path("regler/virkemidler/<slug:instrument_id>/", reference.instrument, name="instrument"),
    path("regler/endringer/", reference.changes, name="changes"),
    path("regler/tilsyn/", reference.supervision, name="supervision"),
]
