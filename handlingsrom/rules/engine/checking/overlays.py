"""Whether an overlay has every text of its rulebook, at addresses that exist, in the same number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..texts import REFERENCE_WORDS, Address, addresses, overlay_addresses, reference_addresses
from .form import Finding, shown

MOST_LETTERS = 4000
_SIGN = "\N{SECTION SIGN}"
_SECTION = re.compile(rf"(?<![\w-])\d+[a-z]?-\d+[a-z]?(?![\w-])|{_SIGN} *(\d+[a-z]?)(?![\w-])")


def findings(data: Any, overlay: Any) -> Iterator[Finding]:
    """What is wrong with an overlay. `data` is the rulebook as it is written."""
    if not isinstance(overlay, Mapping):
        remedy = "Write the sections of the rulebook with their texts; an empty file is no translation."
        yield "", f"should be a group of settings, and is {shown(overlay)}.", remedy
        return
    yield from _words(overlay.get(REFERENCE_WORDS, {}))
    texts = dict(addresses(data))
    allowed = {**dict(reference_addresses(data)), **texts}
    have = dict(overlay_addresses({key: value for key, value in overlay.items() if key != REFERENCE_WORDS}))
    wanted, found = _lengths(texts), _lengths(have)
    odd = {where for where in wanted if where in found and found[where] != wanted[where]}
    for where in sorted(odd):
        message = f"has {found[where]}, and the rulebook has {wanted[where]}."
        yield ".".join(where), message, "Keep the same number in the same order."
    yield from _entries(texts, allowed, have, odd)


def _entries(
    texts: Mapping[Address, Any], allowed: Mapping[Address, Any], have: Mapping[Address, Any], odd: set[Address]
) -> Iterator[Finding]:
    for where, text in have.items():
        if where[:-1] in odd or text is None:
            continue
        if where not in allowed:
            yield ".".join(where), "is no text of the rulebook.", _remedy(texts, where)
        elif not isinstance(text, str) or not text.strip() or len(text) > MOST_LETTERS:
            yield ".".join(where), f"is {shown(text)}.", f"Write a text of at most {MOST_LETTERS} letters, in quotes."
        elif where in texts and (lost := _sections(texts[where]) ^ _sections(text)):
            message = f"and the rulebook do not name the same sections: {', '.join(sorted(lost))}."
            yield ".".join(where), message, "Sections are facts; write the same in every language."
    for where, text in texts.items():
        if have.get(where) is None and where[:-1] not in odd:
            yield ".".join(where), "is missing.", f"Translate {shown(text)}."


def _words(words: Any) -> Iterator[Finding]:
    if not isinstance(words, Mapping) or not all(isinstance(word, str) for word in words.values()):
        yield REFERENCE_WORDS, f"is {shown(words)}.", 'Write a word for each word: {og: "and"}.'


def _lengths(texts: Mapping[Address, Any]) -> Counter[Address]:
    """How many texts each list has."""
    return Counter(where[:-1] for where in texts if where and where[-1].isdigit())


def _sections(text: str) -> set[str]:
    """The numbers of sections in a text: 13-2, 5o."""
    return {match[1] or match[0] for match in _SECTION.finditer(text)}


def _remedy(texts: Mapping[Address, Any], where: Address) -> str:
    """What could stand where the address first leaves the rulebook."""
    for length in range(len(where) - 1, -1, -1):
        beside = sorted({each[length] for each in texts if len(each) > length and each[:length] == where[:length]})
        if beside:
            return f"Remove it, or write one of these for «{where[length]}»: {', '.join(beside[:12])}."
    return "Remove it."
