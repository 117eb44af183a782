"""The facts of a purchase as JSON, read strictly: what could be meant in two ways is refused with a sentence. Pure.

Wrong numbers (NaN, infinity, a hundred digits) are let through as numbers, so that read_facts refuses them by name.
"""

from __future__ import annotations

import json
from typing import Any

LARGEST = 100_000  # characters
DIGITS = 20  # more than any amount has
EXAMPLE = '{"date": "2026-11-24"}'


class NotJson(ValueError):
    """The text is not one JSON object. The message is a whole sentence that says why."""


def read_object(text: str) -> dict[str, Any]:
    """The one JSON object in a text. Raises NotJson."""
    if not text.strip():
        raise NotJson(f"There is nothing to read. Give one JSON object, like {EXAMPLE}.")
    if len(text) > LARGEST:
        raise NotJson(f"This is too long for the facts of one purchase. Give one JSON object, like {EXAMPLE}.")
    try:
        data = json.loads(text, object_pairs_hook=_each_key_once, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise NotJson(f"This is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise NotJson(f"This has too many levels. Give one JSON object, like {EXAMPLE}.") from error
    if not isinstance(data, dict):
        raise NotJson(f"The facts should be one JSON object, like {EXAMPLE}.")
    return data


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotJson(f"«{key}» is given twice. Keep the one that is true.")
        found[key] = value
    return found


def _whole(digits: str) -> int:
    """The number; one that is far too large stays far too large, whatever its last digits are."""
    return int(digits[:DIGITS])
