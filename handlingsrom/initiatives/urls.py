"""Addresses of the initiatives, under /initiativ/."""

from django.urls import URLPattern, URLResolver, include, path

from .views import copying, create, edit, listing, next_step, overview, scores, status, steps, team, timeline
from .views import visibility as visibility_views

app_name = "initiatives"

one = "initiativ/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("initiativ/", listing.show, name="list"),
    path("initiativ/liste.csv", listing.download, name="list-csv"),
    path("initiativ/nytt/", create.create, name="create"),
    path(one, overview.show, name="initiative"),
    path(one + "endre/", edit.edit, name="edit"),
    path(one + "neste/", next_step.update, name="next-step"),
    path(one + "status/", status.update, name="status"),
    path(one + "steg/<slug:step_id>/", steps.show, name="step"),
    path(one + "steg/<slug:step_id>/kriterier/", steps.save_criteria, name="step-criteria"),
    path(one + "steg/<slug:step_id>/tilstand/", steps.change_state, name="step-state"),
    path(one + "vurdering/", scores.scores, name="scores"),
    path(one + "team/", team.show, name="team"),
    path(one + "team/legg-til/", team.add, name="team-add"),
    path(one + "team/<int:member>/rolle/", team.change_role, name="team-role"),
    path(one + "team/<int:member>/fjern/", team.remove, name="team-remove"),
    path(one + "team/virksomheter/", team.add_organisation, name="taking-part-add"),
    path(one + "team/virksomheter/<int:part>/fjern/", team.remove_organisation, name="taking-part-remove"),
    path(one + "synlighet/", visibility_views.update, name="visibility"),
    path(one + "historikk/", timeline.show, name="timeline"),
    path(one + "kopier/", copying.copy, name="copy"),
    path("", include("handlingsrom.initiatives.urls_worksheets")),  # worksheets, files and Word
]
