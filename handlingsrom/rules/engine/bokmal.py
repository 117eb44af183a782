"""Texts that stay in bokmål because no translation has come yet: a rulebook may rule before it is translated.

What has not changed since the version before keeps its translation (`inherited`). What has changed is shown as it was
written, and marked with its language wherever it becomes HTML (`InBokmal`), so that it is read aloud as it should be.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from .texts import REFERENCE_WORDS, entry_id, in_bokmal


class InBokmal(str):
    """A text in bokmål on a page in another language."""

    __slots__ = ()

    def __html__(self) -> str:
        """How templates write it."""
        return f'<span lang="nb">{escape(self)}</span>'


def marked(data: Any) -> Any:
    """A rulebook as it is written, with its texts marked as bokmål."""
    if isinstance(data, Mapping):
        return {key: _mark(value) if _is_text(key) else marked(value) for key, value in data.items()}
    return [marked(item) for item in data] if isinstance(data, list) else data


def _is_text(key: str) -> bool:
    return key == "nb" or key.endswith("_nb")


def _mark(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _mark(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_mark(item) for item in value]
    return InBokmal(value) if isinstance(value, str) else value


def inherited(new: Any, old: Any, overlay: Any) -> Any:
    """The overlay of an old rulebook without the texts that are other in a new one. Both as they are written."""
    return _kept(in_bokmal(new), in_bokmal(old), overlay) or {}


def _kept(new: Any, old: Any, overlay: Any) -> Any:
    """What may be kept of an overlay; None for nothing."""
    if isinstance(overlay, Mapping):
        found = {key: _kept_below(key, new, old, item) for key, item in overlay.items()}
        return {key: item for key, item in found.items() if item is not None} or None
    if isinstance(overlay, list):
        return _kept_in_list(_list(new), _list(old), overlay)
    return overlay if isinstance(new, str) and new == old else None


def _kept_below(key: str, new: Any, old: Any, overlay: Any) -> Any:
    if key == REFERENCE_WORDS:
        return overlay
    return _kept(_below(new, key), _below(old, key), overlay)


def _below(data: Any, key: str) -> Any:
    """What stands under a key, or the entry of a list that is called so."""
    if isinstance(data, Mapping):
        return data.get(key)
    return next((item for item in _list(data) if entry_id(item) == key), None)


def _kept_in_list(new: list[Any], old: list[Any], overlay: list[Any]) -> list[Any] | None:
    """The translations of a list without names: each goes with its text, also to another place."""
    if len(old) != len(overlay):
        return None
    found = []
    for place, item in enumerate(new):
        at = old.index(item) if item in old else place
        found.append(_kept(item, old[at], overlay[at]) if at < len(old) else None)
    return found if any(item is not None for item in found) else None


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []
