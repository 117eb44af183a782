"""Making a rulebook speak one language.

A rulebook holds its texts in bokmål, in fields that end with _nb (or are called nb). An overlay holds the same texts in
another language: the address is the section, then the entry's id (the first of ENTRY_KEYS that it has; its place in the
list where it has none), then the field's name without _nb; a field that is only called nb is called name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Address = tuple[str, ...]
ENTRY_KEYS = ("id", "regime", "subtype", "bt", "period")
REFERENCES = frozenset({"section", "sections", "directive"})  # an overlay may have these too, where they hold words
REFERENCE_WORDS = "reference_words"  # a section of overlays: what the words between two sections are called


def in_bokmal(data: Any) -> Any:
    """The data with its fields named as in an overlay."""
    if isinstance(data, Mapping):
        return {plain(key): in_bokmal(value) for key, value in data.items()}
    if isinstance(data, list):
        return [in_bokmal(item) for item in data]
    return data


def plain(key: str) -> str:
    """The name of a field without its language."""
    return "name" if key == "nb" else key.removesuffix("_nb")


def translated(data: Any, overlay: Any) -> Any:
    """Data from `in_bokmal` with the texts of an overlay laid over it. What the overlay lacks stays in bokmål."""
    words = overlay.get(REFERENCE_WORDS) if isinstance(overlay, Mapping) else None
    found = _laid_over(data, overlay)
    return _with_words(found, words, in_reference=False) if words else found


def _laid_over(data: Any, overlay: Any) -> Any:
    if overlay is None:
        return data
    if isinstance(data, Mapping) and isinstance(overlay, Mapping):
        return {key: _laid_over(value, overlay.get(key)) for key, value in data.items()}
    if isinstance(data, list):
        return _translated_list(data, overlay)
    return overlay if isinstance(data, str) and isinstance(overlay, str) else data


def _translated_list(data: list[Any], overlay: Any) -> list[Any]:
    if isinstance(overlay, Mapping):
        return [_laid_over(item, overlay.get(entry_id(item) or str(number))) for number, item in enumerate(data)]
    if isinstance(overlay, list) and len(overlay) == len(data):
        return [_laid_over(item, other) for item, other in zip(data, overlay, strict=True)]
    return data


def _with_words(data: Any, words: Mapping[str, str], *, in_reference: bool) -> Any:
    """The data with the little words of its references (and, to, cf.) in the overlay's language."""
    if isinstance(data, Mapping):
        return {
            key: _with_words(value, words, in_reference=in_reference or key in REFERENCES)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_with_words(item, words, in_reference=in_reference) for item in data]
    if in_reference and isinstance(data, str):
        return " ".join(words.get(word, word) for word in data.split(" "))
    return data


def addresses(data: Any, where: Address = ()) -> Iterator[tuple[Address, Any]]:
    """The address of every text in a rulebook as it is written, with the text."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            walk = _leaves if key == "nb" or key.endswith("_nb") else addresses
            yield from walk(value, (*where, plain(key)))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            if isinstance(item, Mapping):
                yield from addresses(item, (*where, entry_id(item) or str(number)))


def reference_addresses(data: Any, where: Address = ()) -> Iterator[tuple[Address, Any]]:
    """The address of every reference in a rulebook as it is written, with the reference."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            walk = _leaves if key in REFERENCES else reference_addresses
            yield from walk(value, (*where, plain(key)))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            if isinstance(item, Mapping):
                yield from reference_addresses(item, (*where, entry_id(item) or str(number)))


def overlay_addresses(overlay: Any, where: Address = ()) -> Iterator[tuple[Address, Any]]:
    """The address of every text in an overlay, with the text."""
    if isinstance(overlay, Mapping):
        for key, value in overlay.items():
            yield from overlay_addresses(value, (*where, str(key)))
    elif isinstance(overlay, list):
        for number, item in enumerate(overlay):
            yield from overlay_addresses(item, (*where, str(number)))
    else:
        yield where, overlay


def _leaves(value: Any, where: Address) -> Iterator[tuple[Address, Any]]:
    """The texts below a field whose name says that it is text: a string, a list of strings, or entries with ids."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*where, plain(str(key))))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*where, entry_id(item) or str(number)))
    elif isinstance(value, str):
        yield where, value


def entry_id(item: Any) -> str | None:
    """What an entry of a list is called in addresses; None when it has no name."""
    if not isinstance(item, Mapping):
        return None
    return next((item[key] for key in ENTRY_KEYS if isinstance(item.get(key), str)), None)
