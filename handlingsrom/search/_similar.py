"""Who has done this before? Documents like a text that is being written."""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import tantivy
from django.utils.translation import gettext_lazy as _

from handlingsrom.search import _schema
from handlingsrom.search._analysis import Word, analyse, synonyms, weak_keys
from handlingsrom.search._analysis import tokens as words_in
from handlingsrom.search._documents import Hit
from handlingsrom.search._query import View, hit_of, view
from handlingsrom.search._question import any_of, no_score, term
from handlingsrom.search._snippets import Match, marked, snippet

logger = logging.getLogger(__name__)
LONGEST_TEXT = 20_000
MOST_TERMS = 25
SHORTEST_WORD = 4
PIECE, SYNONYM = 0.3, 0.3
TELLING = ("need", "example")
"""Labels of the documents that say what others wanted and did; they are ranked a little higher."""
ENOUGH_WORDS, SHORT_TEXT = 2, 3
REASONS = {
    "step": _("the same step"),
    "artefact": _("the same worksheet"),
    "organisation_kind": _("the same kind of organisation"),
    "contract_kind": _("the same kind of contract"),
    "theme": _("the same theme"),
    "procedure": _("the same procedure"),
    "network": _("the same network"),
}
"""What documents can have in common besides words. The keys are those rooms use in `facets` and `extra`."""


@dataclass(frozen=True)
class Term:
    """A word of the text that tells it from other texts."""

    word: Word
    written: str
    weight: float

    def answers(self) -> list[tuple[str, float]]:
        """What answers the word in another text, and for how much."""
        pieces = [(piece, PIECE) for piece in self.word.pieces if len(piece) >= SHORTEST_WORD]
        near = [(analyse(other).key, SYNONYM) for other in synonyms().get(self.word.key, ())]
        return [(self.word.key, 1.0), *pieces, *near]


def similar(
    text: str,
    *,
    tokens: frozenset[str],
    kinds: Collection[str],
    exclude_ids: Collection[str] = (),
    limit: int = 5,
    like: Mapping[str, str] | None = None,
    language: str = "nb",
) -> list[Hit]:
    """The documents most like a text, with why, at most one of each initiative (`extra["initiative"]`).

    Never raises: a panel beside a form must not stop the writing.

    `like` holds what is known of the text besides its words (step, artefact, organisation_kind, theme …); a document
    with the same value in its `facets` or `extra` is ranked a little higher and says so in `reasons`.
    """
    try:
        seen = view(tokens, language)
        if seen is None:
            return []
        terms, enough = _significant(text, seen.searcher)
        return _ranked(terms, enough, seen, kinds, exclude_ids, limit, dict(like or {})) if terms else []
    except Exception:
        logger.exception("Similar documents could not be found.")
        return []


def _significant(text: str, searcher: tantivy.Searcher) -> tuple[list[Term], int]:
    """The words that tell this text from others, by how often they are used here and how seldom elsewhere; and how
    many of them a document must have."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[Word, str]] = {}
    text = text[:LONGEST_TEXT].encode(errors="replace").decode()
    for start, end, surface in words_in(text):
        word = analyse(surface)
        if len(word.key) < SHORTEST_WORD or surface.isdigit() or word.key in weak_keys():
            continue
        counts[word.key] += 1
        first.setdefault(word.key, (word, text[start:end]))
    documents = max(searcher.num_docs, 1)
    found = []
    for key, count in counts.items():
        word, written = first[key]
        frequency = max(searcher.doc_freq(field, key) for field in ("title", "body", "parts"))
        if not frequency and not word.pieces and key not in synonyms():
            continue
        rarity = math.log(1 + documents / (1 + frequency))
        found.append(Term(word, written, (1 + math.log(count)) * rarity))
    enough = ENOUGH_WORDS if len(counts) > SHORT_TEXT else 1
    return sorted(found, key=lambda item: -item.weight)[:MOST_TERMS], enough


def _clause(item: Term) -> tantivy.Query:
    """Documents with the word, in a compound, with its near synonyms, or (for a compound) with its parts."""
    clauses = []
    for key, factor in item.answers():
        for field, weight in (("title", 2.0), ("body", 1.0), ("title_parts", 0.8), ("parts", 0.4)):
            clauses.append(term(field, key, weight * factor * item.weight))
    return any_of(clauses)


def _ranked(
    terms: list[Term],
    enough: int,
    seen: View,
    kinds: Collection[str],
    exclude: Collection[str],
    limit: int,
    like: dict[str, str],
) -> list[Hit]:
    should = [(tantivy.Occur.Should, _clause(item)) for item in terms]
    words = tantivy.Query.boolean_query(should, enough)
    schema, occur = _schema.schema(), tantivy.Occur
    parts: list[tuple[tantivy.Occur, tantivy.Query]] = [(occur.Must, words)]
    heaviest = sum(sorted((item.weight for item in terms), reverse=True)[:3])
    for name, value in like.items():
        common = tantivy.Query.term_query(schema, "like", f"{name}={value}")
        parts.append((occur.Should, tantivy.Query.const_score_query(common, heaviest * 0.2)))
    telling = tantivy.Query.term_set_query(schema, "label", list(TELLING))
    parts.append((occur.Should, tantivy.Query.const_score_query(telling, heaviest * 0.3)))
    if exclude:
        parts.append((occur.MustNot, tantivy.Query.term_set_query(schema, "id", [str(id_) for id_ in exclude])))
    parts.append((occur.Must, no_score(tantivy.Query.term_set_query(schema, "kind", list(kinds)))))
    answer = seen.searcher.search(seen.only(tantivy.Query.boolean_query(parts)), limit=limit * 6)
    chosen: dict[str, tuple[tantivy.Document, float]] = {}
    for score, address in answer.hits:
        stored = seen.searcher.doc(address)
        hit, _body = hit_of(stored, score)
        chosen.setdefault(str(hit.extra.get("initiative") or f"{hit.kind}:{hit.id}"), (stored, score))
        if len(chosen) == limit:
            break
    return [_explained(stored, score, terms, like) for stored, score in chosen.values()]


def _explained(stored: tantivy.Document, score: float, terms: list[Term], like: dict[str, str]) -> Hit:
    """A hit with the words in common, as they are written in the writer's own text, and what else is in common."""
    hit, body = hit_of(stored, score)
    by_key = {item.word.key: number for number, item in enumerate(terms)}
    for number, item in enumerate(terms):
        for key, _factor in item.answers():
            by_key.setdefault(key, number)
    in_title, in_body = _find(hit.title, by_key), _find(body, by_key)
    shared = {match.asked for match in in_title + in_body}
    hit.why = [terms[number].written for number in sorted(shared)][:6]
    known = {**hit.extra, **hit.facets}
    hit.reasons = [str(REASONS[name]) for name, value in like.items() if name in REASONS and known.get(name) == value]
    hit.title_html = marked(hit.title, in_title)
    hit.snippet = snippet(body, in_body)
    return hit


def _find(text: str, by_key: dict[str, int]) -> list[Match]:
    found = []
    for start, end, surface in words_in(text):
        word = analyse(surface)
        number = next((by_key[key] for key in (word.key, *word.parts) if key in by_key), None)
        if number is not None:
            found.append(Match(start, end, number))
    return found
