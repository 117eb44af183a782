"""Questions to the database, with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from handlingsrom.initiatives import access as initiatives
from handlingsrom.initiatives.access import Reader
from handlingsrom.network.models import Network, Organisation
from handlingsrom.search import query

from . import access
from .models import Effect, Example, Theme

PER_PAGE = 20
MOST_HITS = 200
EFFECTS = {"malt": Effect.MEASURED, "ikke-malt": Effect.NOT_MEASURED}


@dataclass(frozen=True)
class Filters:
    """What is in the address of the list."""

    text: str = ""
    organisation: str = ""
    network: str = ""
    theme: str = ""
    effect: str = ""
    page: str = ""

    @property
    def any(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.text or self.organisation or self.network or self.theme or self.effect)


@dataclass
class ExampleList:
    """A page of examples, and what the list can be narrowed by."""

    page: Page[Example]
    organisations: list[Organisation]
    networks: list[Network]
    themes: list[Theme]
    snippets: dict[str, Any] = field(default_factory=dict)


def example_list(person: Reader, filters: Filters, language: str = "nb") -> ExampleList:
    """The published examples the person may read, narrowed; newest first, or best match first for a search."""
    readable = access.published_examples(person)
    rows = narrowed(readable, filters)
    snippets: dict[str, Any] = {}
    if filters.text:
        found = query(
            filters.text, tokens=initiatives.tokens(person), kinds=["example"], per_page=MOST_HITS, language=language
        )
        snippets = {str(hit.id): hit for hit in found.hits}
        order = {pk: number for number, pk in enumerate(snippets)}
        matching = rows.filter(pk__in=list(order)).select_related("organisation", "network")
        page = Paginator(sorted(matching, key=lambda one: order[str(one.pk)]), PER_PAGE).get_page(filters.page)
    else:
        page = Paginator(rows.select_related("organisation", "network"), PER_PAGE).get_page(filters.page)
    return ExampleList(
        page=page,
        organisations=list(Organisation.objects.filter(pk__in=readable.values("organisation_id"))),
        networks=list(Network.objects.filter(pk__in=readable.exclude(network=None).values("network_id"))),
        themes=_themes(readable),
        snippets=snippets,
    )


def narrowed(rows: QuerySet[Example], filters: Filters) -> QuerySet[Example]:
    """The rows that fit the filters. An unknown value gives no rows rather than all."""
    if filters.organisation:
        rows = rows.filter(organisation_id=filters.organisation)
    if filters.network:
        rows = rows.filter(network__slug=filters.network)
    if filters.theme:
        rows = rows.filter(theme=filters.theme)
    if filters.effect:
        rows = rows.filter(effect_measured=EFFECTS.get(filters.effect, "unknown"))
    return rows


def _themes(readable: QuerySet[Example]) -> list[Theme]:
    used = set(readable.exclude(theme="").order_by().values_list("theme", flat=True).distinct())
    return [theme for theme in Theme if theme in used]
