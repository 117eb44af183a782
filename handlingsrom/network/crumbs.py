"""The way to a page: what the breadcrumbs show."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Network, Organisation

Crumbs = list[tuple[str, str]]


def of_organisation(organisation: Organisation | None, here: str = "") -> Crumbs:
    """Organisations, the organisation, and the page one is on, if it is another."""
    way = [(_("Organisations"), reverse("network:organisations"))]
    if organisation is not None:
        way.append((organisation.name, reverse("network:organisation", args=[organisation.pk])))
    return [*way, (here, "")] if here else way


def of_network(network: Network | None, here: str = "") -> Crumbs:
    """Networks, the network, and the page one is on, if it is another."""
    way = [(_("Networks"), reverse("network:networks"))]
    if network is not None:
        way.append((network.name, reverse("network:network", args=[network.slug])))
    return [*way, (here, "")] if here else way
