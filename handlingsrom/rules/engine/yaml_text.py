"""Reading YAML that may come from anyone: plain data or a kind sentence, never a surprise.

Only what a rulebook needs is read: mappings with text as keys, lists, texts, whole and decimal numbers, true, false and
null. Dates stay text; yes, no, on and off are text; anchors and tags are refused.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

MOST_BYTES = 2_000_000
MOST_LEVELS = 24
MOST_ENTRIES = 4000  # of a list, or keys and values of a group
CONTENT = "Look at that line: is the indentation right, and are texts with a colon in quotes?"
_TAG = "tag:yaml.org,2002:"


class Unreadable(ValueError):
    """The text is no YAML that we read. `place` is empty or says the line and column."""

    def __init__(self, place: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.place, self.message, self.remedy = place, message, remedy


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML where the same key twice is a mistake, and nothing but true and false is a yes or no."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != f"{_TAG}str":
                raise yaml.MarkedYAMLError(problem="a key should be a text", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"«{key.value}» is written twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


for _name, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^-?(?:0|[1-9][0-9]{0,17})$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(_pattern), _first)


def load(text: str) -> Any:
    """The plain data of a YAML text. Raises Unreadable."""
    try:
        _look_through(text)
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        message = f"The file cannot be read as YAML: {error.problem}."
        raise Unreadable(_place(error.problem_mark), message, CONTENT) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        remedy = "Save it as text in UTF-8, without control characters."
        raise Unreadable("", "The file cannot be read as YAML.", remedy) from error


def _look_through(text: str) -> None:
    """Refuse what could grow without end, before anything is built from it."""
    if len(text.encode("utf-8")) > MOST_BYTES:
        message = f"The file is larger than {MOST_BYTES // 1_000_000} MB."
        raise Unreadable("", message, "A rulebook is much smaller; is this the right file?")
    entries: list[int] = []  # how many each open group has so far
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message, remedy = "The file has an anchor (& or *).", "Write the content out each time."
            raise Unreadable(_place(event.start_mark), message, remedy)
        if tag := getattr(event, "tag", None):
            message, remedy = f"The file has the tag {tag[:60]}.", "Remove the tag; quotes make a text."
            raise Unreadable(_place(event.start_mark), message, remedy)
        if entries and isinstance(event, yaml.NodeEvent):
            entries[-1] += 1
            if entries[-1] > MOST_ENTRIES:
                message = f"A list or group has more than {MOST_ENTRIES} entries."
                raise Unreadable(_place(event.start_mark), message, "No section of a rulebook is that long.")
        if isinstance(event, yaml.CollectionStartEvent):
            entries.append(0)
        elif isinstance(event, yaml.CollectionEndEvent):
            entries.pop()
        if len(entries) > MOST_LEVELS:
            message = f"The content is nested more than {MOST_LEVELS} levels deep."
            raise Unreadable(_place(event.start_mark), message, "No section of a rulebook is that deep.")


def _place(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
