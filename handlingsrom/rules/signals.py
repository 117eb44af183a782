"""Signs of innovation in the facts of a purchase and in what a team has written. Suggests; a person decides.

Words are found at the beginning of words and whatever their case, in one pass over each text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from handlingsrom.initiatives.access import Reader, worksheets_of
from handlingsrom.initiatives.actions.steps import method_of
from handlingsrom.initiatives.fields import is_empty, sheet_title, written_text
from handlingsrom.initiatives.models import Initiative, Worksheet
from handlingsrom.method.model import Artefact, Method

from .engine.facts import Facts
from .engine.guidance import InnovationCode, Signal
from .engine.model import Rulebook
from .models import InnovationMark

QUOTES = 3  # for each signal
AROUND = 90  # characters on each side of the word


@dataclass(frozen=True)
class Quote:
    """A word where it was found: what stands before it, the word, and what stands after."""

    before: str
    word: str
    after: str
    sheet: Sheet


@dataclass(frozen=True)
class Sheet:
    """A worksheet that the reader may see, with what it is called, and the languages of the two."""

    title: str
    url: str
    language: str
    title_language: str


@dataclass(frozen=True)
class Found:
    """A signal that was found, with what shows it."""

    signal: Signal
    needs: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A code for the notice: the signals that suggest it, and what a person has decided."""

    code: InnovationCode
    found: tuple[Found, ...] = ()
    mark: InnovationMark | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has said yes."""
        return self.mark is not None and self.mark.confirmed


@dataclass(frozen=True)
class Written:
    """What a worksheet says, as plain text."""

    artefact_id: str
    text: str
    sheet: Sheet


# --- Words in a text --------------------------------------------------------------------------------------------------
class WordFinder:
    """Finds any of some words and phrases in a text, at the beginning of words, in time that grows with the text."""

    def __init__(self, words: Iterable[str]) -> None:
        wanted = sorted({" ".join(word.split()).casefold() for word in words if word.strip()}, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_spaced, wanted))})") if wanted else None

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Where the words begin and end."""
        if self._pattern is None:
            return
        folded, places = _folded(text)
        for match in self._pattern.finditer(folded):
            yield places[match.start()], places[match.end() - 1] + 1


def _spaced(phrase: str) -> str:
    """A phrase whose words may stand on two lines."""
    return r"\s{1,3}".join(re.escape(word) for word in phrase.split())


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without upper case, and for each of its characters the place in the text as it was."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded, range(len(text))
    places: list[int] = []
    for place, character in enumerate(text):
        places.extend([place] * len(character.casefold()))
    return folded, places


def quote_around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """A word with what stands around it, cut between words."""
    before, word, after = text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
    rest = re.match(r"\w{0,40}", after)  # the whole word
    if rest:
        word, after = word + rest[0], after[rest.end() :]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return _one_line(before), _one_line(word), _one_line(after)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


# --- Signals ----------------------------------------------------------------------------------------------------------
@dataclass
class Detector:
    """What can be seen of innovation in the facts and the texts of one initiative."""

    rulebook: Rulebook
    facts: Facts
    written: list[Written] = field(default_factory=list)

    def find(self, signal: Signal) -> Found | None:
        """The signal with what shows it; None when nothing does."""
        needs = tuple(
            need.name for need in self.rulebook.needs.values() if need.id in signal.needs & (self.facts.needs or set())
        )
        sheets = tuple(each.sheet for each in self.written if each.artefact_id in signal.artefacts)[:QUOTES]
        quotes = tuple(self._quotes(signal))
        return Found(signal, needs, sheets, quotes) if needs or sheets or quotes else None

    def _quotes(self, signal: Signal) -> Iterable[Quote]:
        """The first place in each worksheet, from a few of them."""
        finder, shown = self._finder(signal), 0
        for each in self.written:
            for start, end in finder.spans(each.text):
                yield Quote(*quote_around(each.text, start, end), each.sheet)
                shown += 1
                break
            if shown == QUOTES:
                return

    def _finder(self, signal: Signal) -> WordFinder:
        """The finder of the signal's words, made once for each rulebook."""
        finders: dict[str, WordFinder] = self.rulebook.cache.setdefault("word_finders", {})
        if signal.id not in finders:
            finders[signal.id] = WordFinder(signal.words)
        return finders[signal.id]


def suggestions(person: Reader, initiative: Initiative, rulebook: Rulebook, facts: Facts) -> list[Suggestion]:
    """Every code with its signals, as far as the reader may see what shows them. Two queries."""
    detector = Detector(rulebook, facts, written_in(person, initiative))
    marks = {mark.code: mark for mark in marks_of(initiative)}
    found: dict[str, list[Found]] = {}
    for signal in rulebook.signals:
        if seen := detector.find(signal):
            found.setdefault(signal.code, []).append(seen)
    codes = rulebook.innovation_codes.values()
    return [Suggestion(code, tuple(found.get(code.id, ())), marks.get(code.id)) for code in codes]


def marks_of(initiative: Initiative) -> list[InnovationMark]:
    """What people have decided on the codes. One query."""
    return list(InnovationMark.objects.filter(initiative=initiative).select_related("decided_by"))


def confirmed_codes(initiative: Initiative, rulebook: Rulebook) -> list[InnovationCode]:
    """The codes that a person has confirmed, in the order of the rulebook. One query."""
    confirmed = {mark.code for mark in marks_of(initiative) if mark.confirmed}
    return [code for code in rulebook.innovation_codes.values() if code.id in confirmed]


def written_in(person: Reader, initiative: Initiative) -> list[Written]:
    """What stands in the worksheets that the reader may see, those that are not empty. One query."""
    method = method_of(initiative)
    rows = worksheets_of(person, initiative).order_by("artefact_id", "number")
    return [found for row in rows if (found := _written(row, method)) is not None]


def _written(row: Worksheet, method: Method) -> Written | None:
    answers: Mapping[str, Any] = row.answers if isinstance(row.answers, dict) else {}
    if all(is_empty(value) for value in answers.values()):
        return None
    try:
        artefact: Artefact = method.artefact(row.artefact_id)
    except KeyError:
        return None
    title = sheet_title(row, artefact)
    title_language = row.language if title != artefact.title else (get_language() or "nb")[:2]
    sheet = Sheet(title, row.get_absolute_url(), row.language, title_language)
    return Written(row.artefact_id, written_text(row.answers, artefact), sheet)
