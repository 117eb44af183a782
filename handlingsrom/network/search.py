"""Organisations and networks in the index. Both are open to everyone; their people are not indexed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from handlingsrom.search import SearchDocument, register

from .access import PUBLIC_TOKEN
from .models import Network, Organisation


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.prefetch_related("networks")


def _organisation(organisation: Organisation) -> SearchDocument:
    names = [organisation.name_nn, organisation.name_en, organisation.continued_as, organisation.region]
    networks = [network.name for network in organisation.networks.all()]
    return SearchDocument(
        kind="organisation",
        id=str(organisation.pk),
        title=organisation.name_nb,
        body="\n".join(filter(None, [*names, organisation.orgnr or "", *networks])),
        language="nb",
        url=reverse("network:organisation", args=[organisation.pk]),
        readers=[PUBLIC_TOKEN],
        facets={"organisation_kind": organisation.kind},
    )


def _networks() -> QuerySet[Network]:
    return Network.objects.prefetch_related("organisations", "facts")


def _network(network: Network) -> SearchDocument:
    purposes = [network.purpose_nb, network.purpose_nn, network.purpose_en]
    facts = [text for fact in network.facts.all() for text in (fact.title_nb, fact.title_nn, fact.title_en)]
    names = [organisation.name_nb for organisation in network.organisations.all()]
    return SearchDocument(
        kind="network",
        id=str(network.pk),
        title=network.name,
        body="\n".join(filter(None, [network.region, *purposes, *names, *facts])),
        language="nb",
        url=reverse("network:network", args=[network.slug]),
        readers=[PUBLIC_TOKEN],
        date=network.starts_on,
    )


register("organisation", queryset=_organisations, document=_organisation)
register("network", queryset=_networks, document=_network)
