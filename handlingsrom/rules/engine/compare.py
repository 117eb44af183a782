"""What one rulebook says otherwise than another, entry by entry, so that a person can look it over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .texts import entry_id, plain

Kind = Literal["added", "removed", "changed"]
NOT_COMPARED = frozenset({"meta", "worked_cases"})  # who it is, and how it is tested


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an entry that is other: where it stands in the entry, and what it said and says. None: not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that is new, gone or other. `name` is what it is called, in bokmål; the id where it has no name."""

    section: str
    id: str
    name: str
    kind: Kind
    fields: tuple[FieldChange, ...] = ()


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[EntryChange]:
    """The entries that differ between two rulebooks as they are written, in the order of the new one."""
    sections = [*new, *(section for section in old if section not in new)]
    return [change for section in sections if section not in NOT_COMPARED for change in _section(section, old, new)]


def _section(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[EntryChange]:
    before, after = _entries(section, old.get(section)), _entries(section, new.get(section))
    for name in [*after, *(each for each in before if each not in after)]:
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        kind: Kind = "added" if was is None else "removed" if now is None else "changed"
        fields = tuple(_fields(was, now)) if kind == "changed" else ()
        called = now if now is not None else was
        yield EntryChange(section, name, _name(called) or name, kind, fields)


def _entries(section: str, data: Any) -> dict[str, Any]:
    """The entries of a section by id; a section without entries is one entry."""
    if isinstance(data, list):
        return {entry_id(item) or str(number): item for number, item in enumerate(data, 1)}
    return {} if data is None else {section: data}


def _name(entry: Any) -> str:
    return str(entry.get("nb") or entry.get("name_nb") or "") if isinstance(entry, Mapping) else ""


def _fields(was: Any, now: Any) -> Iterator[FieldChange]:
    before, after = dict(_flat(was)), dict(_flat(now))
    for field in [*after, *(each for each in before if each not in after)]:
        if before.get(field) != after.get(field):
            yield FieldChange(field, before.get(field), after.get(field))


def _flat(data: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """The values of an entry, each with its place. A list of plain values is one value."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _flat(value, f"{where}.{plain(key)}" if where else plain(key))
    elif isinstance(data, list) and any(isinstance(item, Mapping | list) for item in data):
        for number, item in enumerate(data, 1):
            yield from _flat(item, f"{where}.{entry_id(item) or number}" if where else entry_id(item) or str(number))
    else:
        yield where, data
