"""The question: from what someone wrote to a page of answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from handlingsrom.search._documents import Results


def query(
    text: str,
    *,
    tokens: frozenset[str],
    kinds: Collection[str] | None = None,
    filters: Mapping[str, str | Collection[str]] | None = None,
    page: int = 1,
    per_page: int = 20,
    language: str = "nb",
) -> Results:
    """The documents that answer a question, best first, of those that one with these reader tokens may see."""
    return Results(text=text)
