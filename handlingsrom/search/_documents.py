"""What the rooms tell the index, and what the index answers: the document, the registry, the hit, the results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"
NOTHING = SafeString("")

KIND_LABELS = {
    "initiative": _("Initiative"),
    "worksheet": _("Worksheet"),
    "need": _("Need"),
    "example": _("Example"),
    "method": _("Method"),
    "rule": _("Rule guide"),
    "organisation": _("Organisation"),
    "network": _("Network"),
}
"""What a kind is called on a hit. A worksheet about a need says so itself, with extra={"label": "need"}."""


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """One findable thing, described by the room it lives in.

    `readers` are reader tokens ("public", "org:<uuid>", "net:<uuid>", "team:<uuid>"), never ids of persons: one who has
    any of them may find the document. `body` is plain text. `facets` can be counted and filtered by, `extra` is stored
    and given back with the hit. With `only_in_language` the document is found only by those who use the product
    in its language (the method exists once per language; other documents are found in all).
    """

    kind: str
    id: str
    title: str
    body: str
    language: str
    url: str
    readers: list[str]
    organisation: str = ""
    organisation_name: str = ""
    status: str = ""
    date: dt.date | None = None
    facets: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    only_in_language: bool = False

    @property
    def visibility(self) -> str:
        """The widest word of visibility that the readers amount to: team, organisation, network or public."""
        if PUBLIC in self.readers:
            return "public"
        prefixes = {token.partition(":")[0] for token in self.readers}
        return "network" if "net" in prefixes else "organisation" if "org" in prefixes else "team"


Described = SearchDocument | Iterable[SearchDocument] | None


@dataclass(frozen=True)
class Source:
    """One kind of document: where its objects come from, and how one of them is described."""

    kind: str
    queryset: Callable[[], QuerySet[Any] | Iterable[Any]]
    document: Callable[[Any], Described]

    def all(self) -> Iterator[Any]:
        """Every object, a few at a time."""
        objects = self.queryset()
        if isinstance(objects, QuerySet):
            yield from objects.iterator(chunk_size=200)
        else:
            yield from objects

    def some(self, ids: set[str]) -> dict[str, Any]:
        """The objects with these ids that still exist, by id."""
        objects = self.queryset()
        if isinstance(objects, QuerySet):
            objects = objects.filter(pk__in=[id_ for id_ in ids if self._possible(objects.model, id_)])
        return {key: item for item in objects if (key := object_id(item)) in ids}

    def describe(self, item: Any) -> list[SearchDocument]:
        """The documents of one object: none, one, or one per language."""
        described = self.document(item)
        if described is None:
            return []
        return [described] if isinstance(described, SearchDocument) else list(described)

    @staticmethod
    def _possible(model: type[Model], id_: str) -> bool:
        try:
            model._meta.pk.to_python(id_)
        except ValidationError:
            return False
        return True


def object_id(item: Any) -> str:
    """What an object is called in `index_later`: its primary key, or its `id` where it is no table row."""
    return str(getattr(item, "pk", None) or item.id)


_sources: dict[str, Source] = {}


def register(
    kind: str,
    *,
    queryset: Callable[[], QuerySet[Any] | Iterable[Any]],
    document: Callable[[Any], Described],
) -> None:
    """Tell the index about a kind of document. Called in a room's `search.py`, imported when its app is ready.

    `queryset` gives all objects of the kind (also a list of things that are no table rows, with an `id`), `document`
    describes one of them, or returns None when it should not be found, or several documents (one per language).
    """
    _sources[kind] = Source(kind, queryset, document)


def sources() -> dict[str, Source]:
    """Every registered kind."""
    return _sources


@dataclass
class Hit:
    """One answer."""

    kind: str
    id: str
    title: str
    url: str
    language: str
    visibility: str
    score: float
    title_html: SafeString = NOTHING
    snippet: SafeString = NOTHING
    organisation: str = ""
    organisation_name: str = ""
    status: str = ""
    date: dt.date | None = None
    facets: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)
    """The words that matched, as they are written."""
    reasons: list[str] = field(default_factory=list)
    """Other things in common, as short phrases in the reader's language (only from `similar`)."""

    @property
    def label(self) -> str:
        """What it is called on the page: the kind, or the narrower word the room has given in extra["label"]."""
        name = str(self.extra.get("label") or self.kind)
        return str(KIND_LABELS.get(name, name))


@dataclass
class Results:
    """A page of answers with the numbers around it. Everything in it comes from what the reader may see."""

    text: str = ""
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    kind_counts: dict[str, int] = field(default_factory=dict)
    label_counts: dict[str, int] = field(default_factory=dict)
    """Like `kind_counts`, with documents that have a narrower label counted under that (need, not worksheet)."""
    facet_counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """Counts per value for `organisation_name`, `status` and each facet, most frequent first."""
    page: int = 1
    per_page: int = 20
    words: list[str] = field(default_factory=list)
    """The words of the question that were searched for (stop words left out)."""
    also: list[str] = field(default_factory=list)
    """Words of the same meaning that were searched for as well."""
    suggestion: str = ""
    """The question with a likely misspelling put right, from words the reader may see."""
    widened: bool = False
    """No document has all the words, so those with some of them are shown."""
    cut: bool = False
    """The question was too long, and only its beginning was used."""
    ready: bool = True
    """False when there is no index yet: the answer is empty for that reason."""

    @property
    def pages(self) -> int:
        """How many pages the answer has."""
        return max(1, -(-self.total // self.per_page))
