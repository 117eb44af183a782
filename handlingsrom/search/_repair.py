"""Comparing the index with the database, and putting it right. The database is the truth."""

from __future__ import annotations

import logging

import tantivy

from handlingsrom.search import _changes, _index, _schema
from handlingsrom.search._documents import object_id, sources

logger = logging.getLogger(__name__)


def catch_up() -> str:
    """Index what waits. Without a usable index, make it anew."""
    if _index.searcher() is None:
        return f"made anew with {_index.rebuild()} documents"
    return f"{_changes.consume()} changes indexed"


def compare() -> str:
    """Find objects that are missing in the index, and entries whose object is gone; index those. What was changed
    without notice is found by what the index holds about each object: its documents, as they would be written now."""
    if _index.searcher() is None:
        return catch_up()
    _changes.consume()
    wrong = _differences()
    if not wrong:
        return "the index agrees with the database"
    with _index.lock():
        documents, _ = _changes.describe(wrong)
        _index.replace(wrong, documents)
    logger.warning("The search index differed from the database in %d objects; they are put right.", len(wrong))
    return f"{len(wrong)} objects put right"


def _differences() -> set[tuple[str, str]]:
    searcher = _index.searcher()
    if searcher is None:
        return set()
    kept = _kept(searcher)
    wrong: set[tuple[str, str]] = set()
    for source in sources().values():
        for item in source.all():
            id_ = object_id(item)
            try:
                expected = sorted(_schema.fingerprint(document) for document in source.describe(item))
            except Exception:  # described again below, where the failure is written to the log
                expected = [""]
            if kept.pop((source.kind, id_), []) != expected:
                wrong.add((source.kind, id_))
    return wrong | set(kept)


def _kept(searcher: tantivy.Searcher) -> dict[tuple[str, str], list[str]]:
    """Object to the fingerprints of its documents in the index."""
    kept: dict[tuple[str, str], list[str]] = {}
    every = searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1))
    for _score, address in every.hits:
        stored = searcher.doc(address)
        kind, _, id_ = str(stored["object"][0]).partition(":")
        kept.setdefault((kind, id_), []).append(str(stored["fingerprint"][0]))
    return {key: sorted(prints) for key, prints in kept.items()}
