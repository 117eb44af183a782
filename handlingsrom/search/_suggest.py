"""Did you mean …? Words near a misspelt one, from what the reader may see or from our own lists, nowhere else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handlingsrom.search import _words
from handlingsrom.search._analysis import TOKEN, fold
from handlingsrom.search._question import Asked, Question, allowed_slips, read
from handlingsrom.search._snippets import distance

if TYPE_CHECKING:
    from handlingsrom.search._query import View

MOST_TERMS = 3000


@cache
def _own() -> tuple[str, ...]:
    """The words of our own lists."""
    listed = _words.words("parts") | _words.words("whole") | frozenset(_words.inflections())
    return tuple(sorted(word for word in listed if len(word) > 3))


def suggestion(text: str, question: Question, seen: View) -> str:
    """The question with its unknown words put right, or nothing when there is no better question with answers."""
    better = {}
    for asked in question.asked:
        if asked.guess and not asked.word.known and (word := _nearest(asked, seen)):
            better[asked.word.surface] = word
    if not better:
        return ""
    proposed = TOKEN.sub(lambda match: better.get(fold(match.group()), match.group()), text.strip())
    found = read(proposed).query()
    return proposed if found is not None and seen.count(found) else ""


def _nearest(asked: Asked, seen: View) -> str:
    wanted = asked.word.surface
    slips = allowed_slips(wanted)
    if not slips or not wanted.isalpha():
        return ""
    heard = dict(seen.searcher.terms_with_prefix("words", wanted[:1], seen.rights, MOST_TERMS))
    candidates = {word: count for word, count in heard.items() if word.isalpha()}
    candidates |= {word: candidates.get(word, 0) for word in _own()}
    ranked = [
        (slips_made, -count, word)
        for word, count in candidates.items()
        if 0 < (slips_made := distance(word, wanted, slips)) <= slips
    ]
    return min(ranked)[2] if ranked else ""
