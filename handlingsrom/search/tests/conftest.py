"""A small index of its own for each test that asks for one."""

from __future__ import annotations

from itertools import count

import pytest

from handlingsrom import search
from handlingsrom.search import SearchDocument, _documents, _index

PUBLIC = frozenset({"public"})


class Shelf:
    """Documents that are no table rows, indexed under the kind `example` (and others by name)."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, SearchDocument]] = {}
        self._numbers = count(1)

    def add(self, title: str, body: str = "", *, kind: str = "example", **more) -> SearchDocument:
        more = {"id": f"{kind}-{next(self._numbers)}", "language": "nb", "readers": ["public"], "url": "/x/", **more}
        document = SearchDocument(kind=kind, title=title, body=body, **more)
        if kind not in self.items:
            self.items[kind] = {}
            search.register(kind, queryset=lambda: list(self.items[kind].values()), document=lambda item: item)
        self.items[kind][document.id] = document
        return document

    def ids(self, text: str, tokens=PUBLIC, **more) -> list[str]:
        return [hit.id for hit in search.query(text, tokens=tokens, **more).hits]

    def titles(self, text: str, tokens=PUBLIC, **more) -> list[str]:
        return [hit.title for hit in search.query(text, tokens=tokens, **more).hits]


@pytest.fixture
def shelf(db, tmp_path, settings, monkeypatch) -> Shelf:
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(_documents, "_sources", {})
    monkeypatch.setattr(_index, "_open", None)
    return Shelf()
