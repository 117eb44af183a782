"""Norwegian words as the index knows them: folded, stemmed, brought to bokmål, and split where they are compounds.

Documents and questions go through the same analysis, done here in Python; tantivy gets ready-made words with spaces
between. Why each part is there, with figures: docs/explanation/search.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import tantivy

from handlingsrom.search import _words

TOKEN = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
LONGEST_WORD = 60
SHORTEST_COMPOUND, SHORTEST_LISTED = 6, 8
# Accents that Norwegian uses to tell how a word is said, and Swedish, Danish and German letters. The letters of the
# Sámi languages (á č đ ŋ š ŧ ž) are letters of their own and stay; `plain` finds them from a keyboard without them.
FOLDS = str.maketrans("éèêëóòôàâüöäçñíìúù", "eeeeoooaauøæcniiuu")
PLAIN = str.maketrans("áčđŋšŧžøåæ", "acdnstzoaa")
LINKS = ("s", "e", "er")
TAKES_S = ("ing", "sjon", "het", "skap", "dom", "itet", "arbeid", "drift", "trygd", "liv", "kraft", "tid")
NOUN_ENDINGS = ("en", "et", "er", "ene", "a", "ar", "ane", "ens", "ets", "enes")
AGENT_ENDINGS, NYNORSK_AGENT = ("e", "ne", "es", "nes"), ("ar", "aren", "arar", "arane")
NYNORSK_ENDINGS = ("", "a", "e", "en", "et", "ar", "ane", "er", "ene", "s", "t")
VOWELS = frozenset("aeiouyæøåá")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as written (folded), its key in the index, and what it can be found by besides."""

    surface: str
    key: str
    parts: tuple[str, ...] = ()
    """Keys of what a compound is made of, each and in neighbouring groups (vinter, vedlikehold, vintervedlikehold)."""
    pieces: tuple[str, ...] = ()
    """Keys of the smallest parts in order; empty when the word is no compound."""
    edges: tuple[str, ...] = ()
    """Beginnings ("^drone") and endings ("$brett") of a long word that we do not know the parts of."""
    known: bool = False
    """Whether the word, or all its parts, stand in our lists."""


_stemmer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("norwegian")).build()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The Snowball stem."""
    stemmed = _stemmer.analyze(word)
    return stemmed[0] if stemmed and stemmed[0] else word


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Small letters, one way of writing each letter."""
    return unicodedata.normalize("NFC", text).lower().translate(FOLDS)


def plain(word: str) -> str:
    """The word as one writes it on a keyboard without Norwegian and Sámi letters."""
    return word.translate(PLAIN)


@cache
def _forms() -> dict[str, str]:
    """Every form that the stemmer would not bring to its base word, to the base word."""
    forms: dict[str, str] = {}
    for base, listed in _words.inflections().items():
        for form in (*listed, base):
            forms.setdefault(form, base)
            forms.setdefault(f"{form}s", base)
    forms |= {base: base for base in _words.inflections()}
    known = _words.words("parts") | _words.words("short") | _words.words("whole")
    for base in sorted(known - forms.keys()):
        stemmed = stem(base)
        start = base.removesuffix("e")
        regular = {base + "s", *(start + ending for ending in NOUN_ENDINGS)}
        if base.endswith("er"):
            regular |= {base + ending for ending in AGENT_ENDINGS} | {base[:-2] + ending for ending in NYNORSK_AGENT}
        for form in regular - known:
            if stem(form) != stemmed:
                forms.setdefault(form, base)
    return forms


@cache
def _heads() -> dict[str, str]:
    """Stem of a base word to the base word, so that regular forms meet the irregular ones."""
    heads: dict[str, str] = {}
    known = _words.words("parts") | _words.words("short") | _words.words("whole")
    for base in sorted(_words.inflections(), key=len):
        stemmed = stem(base)
        close = len(base) - len(stemmed) < 2  # bruker is not bruk, billig is not bil
        if close and (stemmed == base or stemmed not in known):
            heads.setdefault(stemmed, base)
    return heads


def _bokmal_key(word: str) -> str:
    base = _forms().get(word, word)
    if base in _words.inflections():
        return base
    stemmed = stem(base)
    return _heads().get(stemmed, stemmed)


@cache
def _nynorsk() -> tuple[dict[str, str], dict[str, str]]:
    """Nynorsk forms to bokmål words, and nynorsk stems to bokmål words where no bokmål word has the same stem."""
    bokmal = {_bokmal_key(word) for word in _words.words("parts") | _words.words("short") | _words.words("whole")}
    bokmal |= {stem(word) for word in _words.words("parts")} | {_bokmal_key(right) for _, right in _words.pairs()}
    forms: dict[str, str] = {}
    stems: dict[str, str] = {}
    for left, right in _words.pairs():
        stemmed = _bokmal_key(left)
        if stemmed == _bokmal_key(right):
            continue
        if stemmed in bokmal:
            for start in {left, left.removesuffix("e")}:
                for ending in NYNORSK_ENDINGS:
                    forms.setdefault(start + ending, right)
        else:
            stems.setdefault(stemmed, right)
        forms[left] = right
    return forms, stems


@lru_cache(maxsize=100_000)
def bokmal(word: str) -> str:
    """The bokmål word for a nynorsk one in our list, else the word itself."""
    if word in _forms():
        return word
    forms, stems = _nynorsk()
    return forms.get(word) or stems.get(_bokmal_key(word)) or word


def simple_key(word: str) -> str:
    """The key of a word that is no compound."""
    return _bokmal_key(bokmal(word))


@cache
def _parts() -> dict[str, str]:
    """Every word that may be a part of a compound, as written, to its key."""
    listed = _words.words("parts") | _words.words("short")
    parts = {word: simple_key(word) for word in listed | _words.words("whole")}
    keys = frozenset(parts.values())
    nynorsk = {left: simple_key(left) for left, _ in _words.pairs() if len(left) > 3}
    return parts | {word: key for word, key in nynorsk.items() if key in keys}


@cache
def _part_keys() -> frozenset[str]:
    return frozenset(_parts().values())


@cache
def _listed() -> dict[str, str]:
    """Key to the listed bokmål word, so that every form of a listed word is split in the same way."""
    words = sorted(_words.words("parts") | _words.words("short"), key=len, reverse=True)
    return {_bokmal_key(word): word for word in words}


@cache
def _whole() -> frozenset[str]:
    """Keys of the words that are never split."""
    return frozenset(simple_key(word) for word in _words.words("whole"))


def _first(piece: str) -> str | None:
    """The word that a piece standing first in a compound is, without linking letters; None when it is no word."""
    parts = _parts()
    if piece in parts:
        return piece
    for link in LINKS:
        stripped = piece.removesuffix(link)
        if stripped != piece and len(stripped) >= 3 and stripped in parts:
            return stripped
    return None


def _last(piece: str) -> str | None:
    """A piece that may stand last in a compound, in any inflection; None when it is no word."""
    if piece in _parts():
        return piece
    if len(piece) < 4:
        return None
    key = simple_key(piece)
    if key not in _part_keys() or len(key) < 3:
        return None
    regular = len(key) > 3 or piece in {key + ending for ending in NOUN_ENDINGS} or piece in _forms()
    return piece if regular else None


@lru_cache(maxsize=200_000)
def _split(word: str) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest way to cover a word by known words: fewest parts first, short parts cost more."""
    best: tuple[float, tuple[str, ...]] | None = None
    for end in range(3, len(word) - 2):
        head = _first(word[:end])
        if head is None:
            continue
        cost = 1.0 + 0.6 * (len(head) < 4)
        if len(head) < end:
            cost += -0.01 if head.endswith(TAKES_S) else 0.01
        tails = [word[end:]]
        if word[end - 1] == word[end - 2] and word[end] != word[end - 1]:
            tails.append(word[end - 1] + word[end:])  # nattog = natt + tog
        for tail in tails:
            options: list[tuple[float, tuple[str, ...]]] = []
            if (last := _last(tail)) is not None:
                options.append((1.0 + 0.6 * (len(simple_key(tail)) < 4), (last,)))
            if len(tail) >= 7 and (rest := _split(tail)) is not None:
                options.append(rest)
            for rest_cost, rest_words in options:
                if best is None or cost + rest_cost < best[0]:
                    best = (cost + rest_cost, (head, *rest_words))
    return best


@lru_cache(maxsize=100_000)
def pieces(word: str) -> tuple[str, ...]:
    """The keys of the smallest parts of a compound in bokmål; empty when the word is none that we know."""
    key = _bokmal_key(word)
    if key in _whole() or not SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD:
        return ()
    listed = _listed().get(key, word)
    if listed != word:
        return pieces(listed)
    found = None if len(word) < SHORTEST_LISTED and key in _part_keys() else _split(word)
    if found is None:
        return ()
    smallest: list[str] = []
    for part in found[1]:
        smallest += pieces(bokmal(part)) or (simple_key(part),)
    return tuple(smallest)


def _groups(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Each part and each group of neighbouring parts, but not the whole."""
    count = len(keys)
    spans = {"".join(keys[i:j]): None for size in range(1, count) for i in range(count - size + 1) for j in [i + size]}
    return tuple(spans)


def _edges(word: str, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Known parts at the ends of a word that is not fully known, and its beginnings and endings."""
    parts: list[str] = []
    for cut in range(4, len(word) - 4):
        head, tail = word[:cut], word[cut:]
        if VOWELS & set(head) and _last(tail) is not None and len(last := simple_key(tail)) >= 5:
            parts += [last, simple_key(head)]
            break
    starts = [f"^{word[:size]}" for size in range(4, len(word) - 2)]
    ends = [f"${key[-size:]}" for size in range(4, len(key) - 2)]
    return tuple(parts), tuple(starts + ends)


@lru_cache(maxsize=200_000)
def analyse(surface: str) -> Word:
    """A folded word with everything it can be found by."""
    joined = surface.replace("-", "").replace("\u2010", "").replace("\u2011", "")
    joined = joined[:LONGEST_WORD]
    if joined != surface and len(surface) < LONGEST_WORD:
        sub = tuple(piece for piece in re.split("[-\u2010\u2011]", surface) if len(piece) > 1)
        whole = analyse(joined)
        extra = tuple(key for piece in sub for key in (analyse(piece).key, *analyse(piece).parts))
        return Word(surface, whole.key, tuple(dict.fromkeys(whole.parts + extra)), whole.pieces, (), True)
    word = bokmal(joined)
    found = pieces(word)
    if found:
        return Word(joined, "".join(found), _groups(found), found, (), True)
    key = _bokmal_key(word)
    known = key in _part_keys() or joined.isdigit()
    if known or len(joined) < 8:
        return Word(joined, key, known=known)
    parts, edges = _edges(joined, key)
    return Word(joined, key, parts, (), edges)


@cache
def stop_words() -> frozenset[str]:
    """Words that are not searched for."""
    return _words.words("stop")


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded form of every word of a text that is not a stop word."""
    stops = stop_words()
    for match in TOKEN.finditer(text):
        surface = fold(match.group())
        if surface not in stops:
            yield match.start(), match.end(), surface


def words_of(text: str) -> list[Word]:
    """The words of a text, analysed, without stop words."""
    return [analyse(surface) for _, _, surface in tokens(text)]


@cache
def weak_keys() -> frozenset[str]:
    """Keys of words that say little about what a text is about."""
    return frozenset(analyse(word).key for word in _words.words("weak"))


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Key of a word to words of nearly the same meaning, as written in our list."""
    found: dict[str, list[str]] = {}
    for both, only in _words.synonym_lines():
        for word in both:
            found.setdefault(analyse(word).key, []).extend(other for other in (*both, *only) if other != word)
    return {key: tuple(dict.fromkeys(others)) for key, others in found.items()}
