"""Whether the conditions of a rulebook can be read, and name what exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..conditions import FLAGS, JOINTS, ConditionError, kind_of
from .form import Finding, place, shown

Data = Mapping[str, Any]
Path = tuple[str | int, ...]

# Where conditions stand, what they may not ask there, and whether they are shown one by one.
PLACES: tuple[tuple[str, str, frozenset[str], bool], ...] = (
    ("decision_steps", "rules", frozenset({"regime"}), False),
    ("regimes", "notice_rules", frozenset(), False),
    ("procedures", "opens", frozenset({"regime", "group", "value_below", "value_from"}), True),
    ("procedures", "reductions", frozenset(), False),
    ("contract_obligations", "", frozenset(), False),
)
LISTS = {"contract": "contract_types", "authority": "authority_types", "group": "threshold_groups", "regime": "regimes"}
IDS = {"need": "needs_vocabulary", "value_below": "threshold_kinds", "value_from": "threshold_kinds"}
CODES = 'Write a list of CPV codes of eight digits, or beginnings of them, in quotes: ["73120000", "9091"].'


def conditions(data: Data) -> Iterator[Finding]:
    """Everything that is wrong with the conditions."""
    for section, below, forbidden, single in PLACES:
        for number, entry in enumerate(data.get(section, [])):
            where: Path = (section, number, below) if below else (section,)
            for which, item in enumerate(entry.get(below, []) if below else [entry]):
                if "when" in item:
                    at = (*where, which if below else number, "when")
                    yield from _condition(data, at, item["when"], forbidden)
                    yield from _single(data, at, item["when"]) if single else ()
    for number, step in enumerate(data["decision_steps"]):
        if "note_when" in step:
            yield from _condition(data, ("decision_steps", number, "note_when"), step["note_when"], frozenset())


def _condition(data: Data, where: Path, condition: Any, forbidden: frozenset[str]) -> Iterator[Finding]:
    try:
        kind = kind_of(condition)
    except ConditionError as error:
        yield place(data, where), f"cannot be read: {error}.", "Write it as docs/reference/rulebook-format.md says."
        return
    value, here = condition[kind], (*where, kind)
    if kind in forbidden:
        remedy = "Ask for something else; regimes: [...] beside when says where an opening holds."
        yield place(data, where), f"«{kind}» cannot be asked here.", remedy
    elif kind == "not":
        yield from _condition(data, here, value, forbidden)
    elif kind in JOINTS:
        if not isinstance(value, list) or not value:
            yield place(data, here), f"is {shown(value)}.", f"Write a list of conditions: {{{kind}: [{{…}}, {{…}}]}}."
            return
        for number, part in enumerate(value):
            yield from _condition(data, (*here, number), part, forbidden)
    elif kind in FLAGS:
        if not isinstance(value, bool):
            yield place(data, here), f"is {shown(value)}.", "Write true or false."
    elif kind == "cpv":
        if not _is_list(value) or not all(code.isdigit() and 2 <= len(code) <= 8 for code in value):
            yield place(data, here), f"is {shown(value)}.", CODES
    else:
        yield from _names(data, here, kind, value)
    if "section" in condition:
        yield from _section(data, (*where, "section"), condition["section"])


def _names(data: Data, here: Path, kind: str, value: Any) -> Iterator[Finding]:
    known = [item["id"] for item in data[LISTS.get(kind) or IDS[kind]]]
    if kind in IDS:
        if value not in known:
            yield _unknown(data, here, value, known)
    elif not _is_list(value):
        yield place(data, here), f"is {shown(value)}.", f"Write a list in square brackets: {{{kind}: [{known[0]}]}}."
    else:
        yield from (
            _unknown(data, (*here, number), each, known) for number, each in enumerate(value) if each not in known
        )


def _section(data: Data, where: Path, value: Any) -> Iterator[Finding]:
    """A section, or one for each regime."""
    regimes = [item["id"] for item in data["regimes"]]
    for regime, section in value.items() if isinstance(value, Mapping) else ((None, value),):
        if regime is not None and regime not in regimes:
            yield _unknown(data, (*where, regime), regime, regimes)
        if not isinstance(section, str) or not section.strip():
            yield place(data, where), f"is {shown(section)}.", "Write the section as people cite it, in quotes."


def _single(data: Data, where: Path, condition: Any) -> Iterator[Finding]:
    """Openings are shown condition by condition: one, or all or any of single ones."""
    if not isinstance(condition, Mapping):
        return
    parts = [part for joint in ("all", "any") if isinstance(condition.get(joint), list) for part in condition[joint]]
    if "not" in condition or any(isinstance(part, Mapping) and set(part) & set(JOINTS) for part in parts):
        message = "is too complex to be shown condition by condition."
        yield place(data, where), message, "Write one condition, or all or any of a list of single ones."


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _unknown(data: Data, where: Path, value: Any, known: list[str]) -> Finding:
    return place(data, where), f"{shown(value)} does not exist.", f"Write one of: {', '.join(sorted(known))}."
