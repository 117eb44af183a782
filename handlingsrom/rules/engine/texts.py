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
    if overlay is None:
        return data
    if isinstance(data, Mapping) and isinstance(overlay, Mapping):
        return {key: translated(value, overlay.get(key)) for key, value in data.items()}
    if isinstance(data, list):
        return _translated_list(data, overlay)
    return overlay if isinstance(data, str) and isinstance(overlay, str) else data


def _translated_list(data: list[Any], overlay: Any) -> list[Any]:
    if isinstance(overlay, Mapping):
        return [translated(item, overlay.get(entry_id(item))) for item in data]
    if isinstance(overlay, list) and len(overlay) == len(data):
        return [translated(item, other) for item, other in zip(data, overlay, strict=True)]
    return data


def addresses(data: Any, *, texts_only: bool = True, where: Address = ()) -> Iterator[tuple[Address, Any]]:
    """The address of every text in a rulebook as it is written, with the text."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            is_text = key == "nb" or key.endswith("_nb")
            if is_text and texts_only:
                yield from _leaves(value, (*where, plain(key)))
            else:
                yield from addresses(value, texts_only=texts_only, where=(*where, plain(key)))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            if isinstance(item, Mapping):
                yield from addresses(item, texts_only=texts_only, where=(*where, str(entry_id(item) or number)))


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


def without(overlay: Any, unwanted: set[Address], where: Address = ()) -> Any:
    """The overlay without the texts at these addresses."""
    if isinstance(overlay, Mapping):
        return {key: without(value, unwanted, (*where, str(key))) for key, value in overlay.items()}
    if isinstance(overlay, list):
        return [without(item, unwanted, (*where, str(number))) for number, item in enumerate(overlay)]
    return None if where in unwanted else overlay


def _leaves(value: Any, where: Address) -> Iterator[tuple[Address, Any]]:
    """The texts below a field whose name says that it is text: a string, a list of strings, or entries with ids."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*where, plain(str(key))))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*where, str(entry_id(item) or number)))
    elif isinstance(value, str):
        yield where, value


def entry_id(item: Any) -> str | None:
    """What an entry of a list is called in addresses; None when it has no name."""
    if not isinstance(item, Mapping):
        return None
    return next((item[key] for key in ENTRY_KEYS if isinstance(item.get(key), str)), None)
