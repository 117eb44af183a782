"""Content that everyone may read and that has one text for each language: the method, the rule guide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handlingsrom.search._documents import SearchDocument, register


@dataclass(frozen=True)
class PublicText:
    """One findable piece of content in one language. `pk` is what the index calls it, `part` the kind of piece."""

    pk: str
    language: str
    part: str
    title: str
    body: str
    url: str

    def as_document(self, kind: str) -> SearchDocument:
        """The text as the index knows it."""
        return SearchDocument(
            kind=kind,
            id=self.pk,
            title=self.title,
            body=self.body,
            language=self.language,
            url=self.url,
            readers=["public"],
            facets={"part": self.part},
            only_in_language=True,
        )


def register_public(kind: str, texts: Callable[[], Iterable[PublicText]]) -> None:
    """Let the index find these texts, each by those who read its language."""
    register(kind, queryset=texts, document=lambda text: text.as_document(kind))
