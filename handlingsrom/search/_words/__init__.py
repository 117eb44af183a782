"""Our own word lists, read once: parts of compounds, irregular forms, nynorsk pairs, stop words, near synonyms.

They are written by hand for this product, from knowledge of the language and from use. Each file begins with what it
holds. A change here changes the version of the analysis, and with that the index is made anew by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def lines(name: str) -> Iterator[str]:
    """The lines of a list without comments and empty lines."""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@cache
def words(name: str) -> frozenset[str]:
    """A plain list of words."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Nynorsk word and bokmål word."""
    found = (item.partition("=") for line in lines("nynorsk") for item in line.split())
    return tuple((nynorsk, bokmal) for nynorsk, _, bokmal in found if nynorsk != bokmal)


@cache
def inflections() -> dict[str, tuple[str, ...]]:
    """Base word to the forms that a stemmer does not find."""
    entries = (line.partition(":") for line in lines("inflection"))
    return {base.strip(): tuple(forms.split()) for base, _, forms in entries}


@cache
def synonym_lines() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Per line the words that find each other, and the words that are only found."""
    found = (line.partition(">") for line in lines("synonyms"))
    return tuple((tuple(both.split()), tuple(only.split())) for both, _, only in found)
