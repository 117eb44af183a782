"""Addresses of organisations and networks. The words are the same in all languages."""

from django.urls import path

from .views import members, network_parts, networks, organisations

app_name = "network"

urlpatterns = [
    path("virksomheter/", organisations.organisations, name="organisations"),
    path("virksomheter/ny/", organisations.add, name="organisation-add"),
    path("virksomheter/<uuid:pk>/", organisations.organisation, name="organisation"),
    path("virksomheter/<uuid:pk>/endre/", organisations.edit, name="organisation-edit"),
    path("virksomheter/<uuid:pk>/kontakt/", organisations.edit_contact, name="organisation-contact"),
    path("virksomheter/<uuid:pk>/medlemmer/nytt/", members.add, name="member-add"),
    path("virksomheter/<uuid:pk>/medlemmer/<int:member>/", members.edit, name="member"),
    path("virksomheter/<uuid:pk>/medlemmer/<int:member>/avslutt/", members.end, name="member-end"),
    path("nettverk/", networks.networks, name="networks"),
    path("nettverk/nytt/", networks.add, name="network-add"),
    path("nettverk/<slug:slug>/", networks.network, name="network"),
    path("nettverk/<slug:slug>/endre/", networks.edit, name="network-edit"),
    path("nettverk/<slug:slug>/deltakere/", network_parts.participations, name="participations"),
    path("nettverk/<slug:slug>/deltakere/<int:pk>/ut/", network_parts.end_participation, name="participation-end"),
    path("nettverk/<slug:slug>/roller/", network_parts.roles, name="roles"),
    path("nettverk/<slug:slug>/roller/<int:pk>/avslutt/", network_parts.end_role, name="role-end"),
    path("nettverk/<slug:slug>/fakta/", network_parts.facts, name="facts"),
    path("nettverk/<slug:slug>/fakta/<int:pk>/", network_parts.fact, name="fact"),
    path("nettverk/<slug:slug>/fakta/<int:pk>/fjern/", network_parts.remove_fact, name="fact-remove"),
]
