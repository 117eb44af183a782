"""A question taken apart: its words, its quoted phrases, and each word's clause in the index."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import tantivy

from handlingsrom.search import _schema
from handlingsrom.search._analysis import Word, analyse, plain, synonyms, tokens

LONGEST = 300
MOST_WORDS = 12
QUOTED = re.compile(r'["«“”]([^"»“”«]+)["»“”]')

# Weights: the word itself counts most, above all in the title; then parts of compounds, near synonyms, guesses.
TITLE, BODY, AS_WRITTEN = 3.0, 1.0, 0.3
TITLE_PART, PART, PARTS_APART = 0.9, 0.4, 0.3
SYNONYM, EDGE, MISSPELT = 0.25, 0.15, 0.15


def term(field_name: str, value: str, weight: float) -> tantivy.Query:
    """Documents with this value in the field."""
    return tantivy.Query.boost_query(tantivy.Query.term_query(_schema.schema(), field_name, value), weight)


def any_of(clauses: list[tantivy.Query]) -> tantivy.Query:
    """Documents that answer one of these; the best one counts, the rest a little."""
    return tantivy.Query.disjunction_max_query(clauses, 0.1)


def all_of(clauses: list[tantivy.Query], at_least: int | None = None) -> tantivy.Query:
    """Documents that answer all of these, or at least so many."""
    if at_least is None or at_least >= len(clauses):
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, clause) for clause in clauses])
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses], at_least)


def no_score(query: tantivy.Query) -> tantivy.Query:
    """A filter: it decides what is found, never in which order."""
    return tantivy.Query.const_score_query(query, 0.0)


def allowed_slips(word: str) -> int:
    """How many letters may be wrong in a word of this length."""
    return 0 if len(word) < 5 else 1 if len(word) < 9 else 2


def anywhere(key: str, factor: float = 1.0) -> list[tantivy.Query]:
    """A key as a word of its own, or as a part of a compound."""
    return [
        term("title", key, TITLE * factor),
        term("body", key, BODY * factor),
        term("title_parts", key, TITLE_PART * factor),
        term("parts", key, PART * factor),
    ]


@dataclass
class Asked:
    """One word that was asked for."""

    word: Word
    written: str
    synonyms: tuple[str, ...] = ()
    guess: bool = False
    """Nothing the reader may see has the word, so likely misspellings are searched for as well."""

    def anywhere(self) -> tantivy.Query:
        """The word in any inflection and as a part of compounds, nothing else."""
        return any_of(anywhere(self.word.key))

    def exact(self) -> tantivy.Query:
        """The word in any inflection, in compounds, its parts each for itself, and its near synonyms."""
        clauses = [*anywhere(self.word.key), term("words", self.word.surface, AS_WRITTEN)]
        if len(self.word.pieces) > 1:
            apart = [any_of(anywhere(piece, PARTS_APART)) for piece in dict.fromkeys(self.word.pieces)]
            clauses.append(all_of(apart))
        for synonym in self.synonyms:
            clauses += anywhere(analyse(synonym).key, SYNONYM)
        if not self.word.known and len(self.word.surface) >= 4:
            clauses += [term("edges", f"^{self.word.surface}", EDGE), term("edges", f"${self.word.key}", EDGE)]
        return any_of(clauses)

    def clause(self) -> tantivy.Query:
        """What to look for: exactly, and with guesses where that found nothing."""
        if not self.guess:
            return self.exact()
        return any_of([self.exact(), *self._guesses()])

    def _guesses(self) -> list[tantivy.Query]:
        schema, boost, fuzzy = _schema.schema(), tantivy.Query.boost_query, tantivy.Query.fuzzy_term_query
        clauses = []
        for field_name, value in (("title", self.word.key), ("body", self.word.key), ("parts", self.word.key),
                                  ("words", self.word.surface), ("words", plain(self.word.surface))):  # fmt: skip
            if slips := allowed_slips(value):
                weight = MISSPELT * (2 if field_name == "title" else 1)
                clauses.append(boost(fuzzy(schema, field_name, value, distance=slips), weight))
        if len(self.word.surface) >= 4:
            clauses.append(boost(fuzzy(schema, "words", self.word.surface, distance=0, prefix=True), MISSPELT))
        return clauses


@dataclass
class Question:
    """What someone asks for."""

    asked: list[Asked] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    """Keys of words that must stand side by side."""
    cut: bool = False

    def query(self, at_least: int | None = None) -> tantivy.Query | None:
        """The whole question, or None when there is nothing to search for."""
        clauses = [item.clause() for item in self.asked]
        if not clauses:
            return None
        query = all_of(clauses, at_least)
        return all_of([query, *(self._phrase(keys) for keys in self.phrases)]) if self.phrases else query

    @staticmethod
    def _phrase(keys: tuple[str, ...]) -> tantivy.Query:
        return any_of([tantivy.Query.phrase_query(_schema.schema(), name, list(keys)) for name in ("title", "body")])


def read(text: str) -> Question:
    """Take a question apart. Any text is a question; what cannot be searched for is left out."""
    text = text.encode(errors="replace").decode().replace("\x00", " ")
    question = Question(cut=len(text) > LONGEST)
    if question.cut:
        text = text[:LONGEST].rsplit(None, 1)[0] if " " in text[:LONGEST].strip() else text[:LONGEST]
    known: set[str] = set()
    for start, end, surface in tokens(text):
        word = analyse(surface)
        if word.key in known:
            continue
        if len(question.asked) == MOST_WORDS:
            question.cut = True
            break
        known.add(word.key)
        question.asked.append(Asked(word, text[start:end], synonyms().get(word.key, ())))
    for match in QUOTED.finditer(text):
        keys = tuple(analyse(surface).key for _, _, surface in tokens(match.group(1)))
        if len(keys) > 1:
            question.phrases.append(keys)
    return question
