"""Whether the plain data of a rulebook has the form of schema.json, in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..texts import entry_id

if TYPE_CHECKING:
    import jsonschema

Finding = tuple[str, str, str]  # where, what is wrong, what to do
Path_ = Iterable[str | int]

SCHEMA = Path(__file__).resolve().parent.parent / "schema.json"
MOST_FINDINGS = 200
_TYPE_NAMES = {
    "object": "a group of settings",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
}


def findings(data: Any) -> Iterator[Finding]:
    """What is wrong with the form, at most MOST_FINDINGS.

    Each once: the validator tells of every missing setting of an entry, and the message names them all. In another form
    nearly everything is wrong, so that it is another is then all that is told.
    """
    told: set[Finding] = set()
    errors = list(_validator().iter_errors(data))
    for error in [each for each in errors if [*each.path] == ["meta", "schema_version"]] or errors:
        found = _finding(data, error)
        if found in told:
            continue
        if len(told) == MOST_FINDINGS:
            yield "", f"There are more than {MOST_FINDINGS} mistakes.", "Mend these first, and check again."
            return
        told.add(found)
        yield found


def place(data: Any, path: Path_) -> str:
    """A place as people write it: procedures.apen.reductions.urgency; rules[1] where an entry has no id of its own."""
    text, named = "", True
    for part in path:
        text += _step(data, part, text, named=named)
        named = part != "rules"  # several rules may lead to the same
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
    return text


def listed(names: Iterable[str]) -> str:
    """«a» is / «a», «b» are."""
    shown = [f"«{name}»" for name in names]
    return ", ".join(shown) + (" is" if len(shown) == 1 else " are")


def shown(value: Any) -> str:
    """A value as it is told in a sentence."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "a group of settings"
    if value is None:
        return "empty"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"«{text[:60]}»"


def _step(data: Any, part: str | int, before: str, *, named: bool) -> str:
    if isinstance(part, int):
        name = entry_id(data[part]) if named and isinstance(data, list) else None
        if name is None or sum(entry_id(item) == name for item in data) > 1:
            return f"[{part}]"
        part = name
    return f".{part}" if before else part


def _finding(data: Any, error: jsonschema.ValidationError) -> Finding:
    """The validator's finding in plain words."""
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    value: Any = error.instance
    keyword, known = str(error.validator), list(schema.get("properties", {}))
    remedy = schema.get("remedy", "Look at how our own rulebook writes it.")
    if keyword == "required":
        missing = [name for name in schema["required"] if name not in value]
        message = f"{listed(missing)} missing."
        remedy = schema.get("remedy", "Write it here; docs/reference/rulebook-format.md tells what it holds.")
    elif keyword == "additionalProperties":
        unknown = [name for name in value if name not in known]
        message, remedy = f"{listed(unknown)} not known here.", f"Remove it, or write one of: {', '.join(known)}."
    elif keyword == "type":
        wanted: Any = error.validator_value
        names = [_TYPE_NAMES[each] for each in ([wanted] if isinstance(wanted, str) else wanted) if each != "null"]
        message = f"should be {' or '.join(names)}, and is {shown(value)}."
    elif keyword == "minItems":
        message = "is empty." if not value else f"has only {len(value)}."
        remedy = schema.get("remedy", "Write at least one entry.")
    elif keyword == "maxItems":
        message, remedy = f"has {len(value)} entries.", f"There is room for {error.validator_value}."
    elif keyword == "uniqueItems":
        message = "has the same twice."
    elif keyword == "maxLength":
        message = f"is {len(value)} letters long."
        remedy = schema.get("remedy", f"Use at most {error.validator_value} letters.")
    else:
        message = f"cannot be {shown(value)}."
    return place(data, error.absolute_path), message, remedy


@lru_cache(maxsize=1)
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    import jsonschema  # here, so that what only reads a rulebook starts without it

    checker = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    extend: Any = jsonschema.validators.extend
    kind = extend(jsonschema.Draft202012Validator, type_checker=checker)
    formats = jsonschema.FormatChecker(formats=["date"])
    validator: jsonschema.Draft202012Validator = kind(schema, format_checker=formats)
    return validator
