"""The question: from what someone wrote to a page of answers, only of what the reader may see."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import tantivy

from handlingsrom.search import _changes, _index, _schema
from handlingsrom.search._analysis import analyse
from handlingsrom.search._documents import Hit, Results
from handlingsrom.search._question import Question, all_of, no_score, read
from handlingsrom.search._snippets import Matcher, marked, snippet
from handlingsrom.search._suggest import suggestion

logger = logging.getLogger(__name__)
Filters = Mapping[str, str | Collection[str]]
COUNTED = ("kind", "label", "organisation_name", "status", "facet")
MOST_VALUES = 100
LAST_PAGE = 500


@dataclass(frozen=True)
class View:
    """What one reader sees of the index at this moment. Every question goes through it."""

    searcher: tantivy.Searcher
    rights: tantivy.Query

    def only(self, query: tantivy.Query, *filters: tantivy.Query) -> tantivy.Query:
        """The query kept to what the reader may see, and to the filters."""
        return all_of([query, no_score(self.rights), *(no_score(item) for item in filters)])

    def count(self, query: tantivy.Query, *filters: tantivy.Query) -> int:
        """How many documents the reader may see answer the query."""
        return total(self.searcher.search(self.only(query, *filters), limit=1))

    def values(
        self, query: tantivy.Query, fields: Collection[str], *filters: tantivy.Query
    ) -> dict[str, dict[str, int]]:
        """How many documents the reader may see have each value of these fields, most frequent first."""
        terms = {field: {"terms": {"field": field, "size": MOST_VALUES}} for field in fields}
        answer = self.searcher.aggregate(self.only(query, *filters), terms)
        return {field: {bucket["key"]: bucket["doc_count"] for bucket in answer[field]["buckets"]} for field in fields}


def total(answer: tantivy.SearchResult) -> int:
    """How many documents an answer counts (tantivy's type description leaves the number out)."""
    return int(answer.count)  # type: ignore[attr-defined]


def view(tokens: Collection[str], language: str) -> View | None:
    """What one with these reader tokens may see. Objects whose entry is out of date are left out until it is right."""
    searcher = _index.searcher()
    if searcher is None:
        return None
    rights: list[tuple[tantivy.Occur, tantivy.Query]] = [
        (tantivy.Occur.Must, _terms("readers", tokens)),
        (tantivy.Occur.Must, _terms("shown_in", [_schema.EVERYWHERE, language])),
    ]
    if waiting := _changes.waiting():
        rights.append((tantivy.Occur.MustNot, _terms("object", [_schema.object_key(*item) for item in waiting])))
    return View(searcher, tantivy.Query.boolean_query(rights))


def _terms(field: str, values: Iterable[str]) -> tantivy.Query:
    return tantivy.Query.term_set_query(_schema.schema(), field, list(values))


def query(
    text: str,
    *,
    tokens: frozenset[str],
    kinds: Collection[str] | None = None,
    labels: Collection[str] | None = None,
    filters: Filters | None = None,
    page: int = 1,
    per_page: int = 20,
    language: str = "nb",
) -> Results:
    """The documents that answer a question, best first, of those that one with these reader tokens may see.

    `kinds` and `labels` narrow the answer but not the counts of kinds and labels. `filters` may name organisation,
    organisation_name, status, or any facet of the documents. Any text is accepted.
    When no document has all the words, those with some of them are shown and `widened` says so.
    """
    question = read(text)
    results = Results(text=text, page=max(1, min(page, LAST_PAGE)), per_page=per_page, cut=question.cut)
    seen = view(tokens, language)
    results.ready = seen is not None
    if seen is None or not question.asked:
        return results
    for asked in question.asked:
        asked.guess = not asked.word.known and seen.count(asked.exact()) == 0
    narrow = [_terms(*_field(name, value)) for name, value in (filters or {}).items()]
    found = _widening(question, seen, narrow, results)
    if found is not None:
        counts = seen.values(found, COUNTED, *narrow)
        results.kind_counts, results.label_counts = counts["kind"], counts["label"]
        if chosen := [_terms(field, wanted) for field, wanted in (("kind", kinds), ("label", labels)) if wanted]:
            narrow += chosen
            counts = seen.values(found, COUNTED[2:], *narrow)
        results.facet_counts = _facets(counts)
        _fill(results, found, seen, narrow, Matcher(question.asked))
    results.words = [asked.written for asked in question.asked]
    results.also = _also(question, seen)
    if results.total == 0 or any(asked.guess for asked in question.asked):
        results.suggestion = suggestion(text, question, seen)
    return results


def _field(name: str, value: str | Collection[str]) -> tuple[str, list[str]]:
    values = [value] if isinstance(value, str) else list(value)
    if name in ("organisation", "organisation_name", "status"):
        return name, values
    return "facet", [f"{name}={item}" for item in values]


def _widening(question: Question, seen: View, narrow: list[tantivy.Query], results: Results) -> tantivy.Query | None:
    """The question with as many of its words as some document has: all, most, or any."""
    words = len(question.asked)
    for at_least in dict.fromkeys([words, -(-words * 2 // 3), 1]):
        found = question.query(at_least)
        if found is not None and seen.count(found, *narrow):
            results.widened = at_least < words
            return found
    return None


def _facets(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Counts by organisation and status, and by each facet under its own name."""
    facets = {name: counts[name] for name in ("organisation_name", "status") if counts[name]}
    for value, count in counts["facet"].items():
        name, _, inner = value.partition("=")
        facets.setdefault(name, {})[inner] = count
    return facets


def _fill(results: Results, found: tantivy.Query, seen: View, narrow: list[tantivy.Query], matcher: Matcher) -> None:
    start = (results.page - 1) * results.per_page
    answer = seen.searcher.search(seen.only(found, *narrow), limit=results.per_page, offset=start)
    results.total = total(answer)
    for score, address in answer.hits:
        stored = seen.searcher.doc(address)
        hit, body = hit_of(stored, score)
        in_title, in_body = matcher.find(hit.title), matcher.find(body)
        hit.title_html = marked(hit.title, in_title)
        hit.snippet = snippet(body, in_body)
        words = [hit.title[match.start : match.end] for match in in_title]
        words += [body[match.start : match.end] for match in in_body]
        hit.why = list({word.lower(): word for word in reversed(words)}.values())[::-1]
        results.hits.append(hit)


def hit_of(stored: tantivy.Document, score: float) -> tuple[Hit, str]:
    """A hit from what the index has stored, and the text to take a snippet from."""
    kept: dict[str, Any] = json.loads(bytes(stored["data"][0]))
    body = kept.pop("body")
    date = kept.pop("date")
    return Hit(**kept, date=dt.date.fromisoformat(date[:10]) if date else None, score=score), body


def _also(question: Question, seen: View) -> list[str]:
    """The near synonyms that were searched for and that something the reader may see has."""
    asked = {item.word.key for item in question.asked}
    words = [word for item in question.asked for word in item.synonyms if analyse(word).key not in asked]
    return [word for word in dict.fromkeys(words) if seen.count(read(word).asked[0].anywhere())][:5]
