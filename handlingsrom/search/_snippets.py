"""Which words of a text matched, and the piece of it to show, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from handlingsrom.search._analysis import Word, analyse, plain, tokens
from handlingsrom.search._question import Asked, allowed_slips

BEFORE, LENGTH = 70, 230
LINE_END, OPEN_LINE_END = re.compile(r"\s*\n\s*"), re.compile(r"(?<=[^\s.!?:;,])[ \t]*\n\s*")
SENTENCE_END = re.compile(r"[.!?:;\n]\s*")


@dataclass(frozen=True)
class Match:
    """A word in a text that answers a word of the question."""

    start: int
    end: int
    asked: int


def distance(one: str, other: str, most: int) -> int:
    """How many letters to change, add, drop or swap with the next; `most` + 1 when it is more than that."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


class Matcher:
    """Tells whether a word answers the question. Remembers what it has seen."""

    def __init__(self, asked: Iterable[Asked]) -> None:
        self._keys: dict[str, int] = {}
        self._edges: dict[str, int] = {}
        self._guessed: list[tuple[int, Word]] = []
        asked = list(asked)
        for number, item in enumerate(asked):
            self._keys.setdefault(item.word.key, number)
            if not item.word.known:
                self._edges |= {f"^{item.word.surface}": number, f"${item.word.key}": number}
            if item.guess:
                self._guessed.append((number, item.word))
        for number, item in enumerate(asked):
            for key in (*item.word.pieces, *(analyse(synonym).key for synonym in item.synonyms)):
                self._keys.setdefault(key, number)
        self._seen: dict[str, int | None] = {}

    def find(self, text: str) -> list[Match]:
        """The words of a text that answer the question, in order."""
        found = []
        for start, end, surface in tokens(text):
            if surface not in self._seen:
                self._seen[surface] = self._answers(analyse(surface))
            number = self._seen[surface]
            if number is not None:
                found.append(Match(start, end, number))
        return found

    def _answers(self, word: Word) -> int | None:
        for key in (word.key, *word.parts):
            if key in self._keys:
                return self._keys[key]
        for edge in word.edges:
            if edge in self._edges:
                return self._edges[edge]
        for number, wanted in self._guessed:
            if self._resembles(word, wanted):
                return number
        return None

    @staticmethod
    def _resembles(word: Word, wanted: Word) -> bool:
        pairs = [(word.surface, wanted.surface), *((key, wanted.key) for key in (word.key, *word.parts))]
        pairs.append((plain(word.surface), plain(wanted.surface)))
        if len(wanted.surface) >= 4 and word.surface.startswith(wanted.surface):
            return True
        return any(distance(a, b, slips) <= slips for a, b in pairs if (slips := allowed_slips(b)))


def marked(text: str, matches: Iterable[Match], start: int = 0, end: int | None = None) -> SafeString:
    """The text as HTML, made safe by us, with the matches in <mark>."""
    end = len(text) if end is None else end
    html, at = [], start
    for match in matches:
        if match.start >= at and match.end <= end:
            html.append(f"{escape(text[at : match.start])}<mark>{escape(text[match.start : match.end])}</mark>")
            at = match.end
    html.append(escape(text[at:end]))
    return mark_safe(LINE_END.sub(" ", OPEN_LINE_END.sub(" · ", "".join(html).strip())))


def snippet(text: str, matches: list[Match]) -> SafeString:
    """The piece of a text with most of the question's words, from the start of a sentence where there is one near."""
    if not text.strip():
        return SafeString("")
    start = _begin(text, _best(matches).start) if matches else 0
    end = _finish(text, start)
    html = marked(text, matches, start, end)
    before = "… " if start else ""
    after = " …" if end < len(text.rstrip()) else ""
    return mark_safe(f"{before}{html.strip()}{after}")


def _best(matches: list[Match]) -> Match:
    """The match where a piece should begin to hold most different words of the question."""

    def worth(number: int) -> tuple[int, int]:
        first = matches[number]
        inside = [match for match in matches[number : number + 30] if match.end < first.start + LENGTH - BEFORE]
        return len({match.asked for match in inside}), len(inside)

    return matches[max(range(min(len(matches), 300)), key=lambda number: (worth(number), -number))]


def _begin(text: str, at: int) -> int:
    earliest = max(0, at - BEFORE)
    if earliest == 0:
        return 0
    ends = [match.end() for match in SENTENCE_END.finditer(text, earliest, at)]
    if ends:
        return ends[0]
    space = text.find(" ", earliest, at)
    return space + 1 if space != -1 else at


def _finish(text: str, start: int) -> int:
    end = start + LENGTH
    if end >= len(text):
        return len(text)
    stop = max(text.rfind(mark, start + LENGTH // 2, end) for mark in ".!?\n")
    if stop != -1:
        return stop + 1
    space = text.rfind(" ", start, end)
    return space if space > start else end
