"""Conditions of a rulebook, answered yes, no or unknown (Kleene's three-valued logic).

A condition is plain data: {need: adaptation}, {value_below: directive}, {all: [...]}, {any: [...]}, {not: ...}.
`compile_` makes it a function of a Situation. Unknown facts give None, never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Answer = bool | None
Test = Callable[["Situation"], Answer]


@dataclass(slots=True)
class Situation:
    """The facts as conditions see them. None is unknown."""

    date: dt.date
    authority: str | None = None
    group: str | None = None
    contract: str | None = None
    value: int | None = None
    needs: frozenset[str] | None = None
    cpv: str | None = None
    off_the_shelf: Answer = None
    electronic_submission: Answer = True
    full_electronic_access: Answer = True
    prior_information_notice: Answer = False  # whether there is one that shortens deadlines
    exemption: Answer = False
    limits: Mapping[str, int | None] = field(default_factory=dict)  # amount of each kind of threshold; None is unknown
    pairs: Mapping[str, str] = field(default_factory=dict)  # needs that exclude each other
    regime: str | None = None


FLAGS = (
    "off_the_shelf",
    "electronic_submission",
    "full_electronic_access",
    "prior_information_notice",
    "exemption",
)
LEAVES = ("need", "contract", "authority", "group", "regime", "value_below", "value_from", "cpv", *FLAGS)
JOINTS = ("all", "any", "not")


class ConditionError(ValueError):
    """A condition that cannot be read; the message says what is wrong with it."""


def kind_of(data: Any) -> str:
    """The one word that says what a condition asks. Raises ConditionError."""
    if not isinstance(data, Mapping):
        raise ConditionError(f"a condition is a mapping like {{need: adaptation}}, not {data!r}")
    words = [key for key in data if key != "section"]
    if len(words) != 1:
        raise ConditionError(f"a condition asks one thing, and {words} are {len(words)}; join them with all or any")
    if words[0] not in (*LEAVES, *JOINTS):
        raise ConditionError(f"«{words[0]}» is no condition; write one of {', '.join((*JOINTS, *LEAVES))}")
    return str(words[0])


def leaves(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The single conditions in a condition."""
    kind = kind_of(data)
    if kind == "not":
        yield from leaves(data["not"])
    elif kind in JOINTS:
        for part in data[kind]:
            yield from leaves(part)
    else:
        yield data


def compile_(data: Mapping[str, Any] | None) -> Test:
    """The function that answers a condition. No condition is always met."""
    if data is None:
        return lambda situation: True
    kind = kind_of(data)
    value = data[kind]
    if kind == "not":
        inner = compile_(value)
        return lambda situation: _not(inner(situation))
    if kind in JOINTS:
        tests = tuple(compile_(part) for part in value)
        return _all(tests) if kind == "all" else _any(tests)
    return _leaf(kind, value)


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


def _all(tests: Sequence[Test]) -> Test:
    def test(situation: Situation) -> Answer:
        answer: Answer = True
        for part in tests:
            found = part(situation)
            if found is False:
                return False
            if found is None:
                answer = None
        return answer

    return test


def _any(tests: Sequence[Test]) -> Test:
    def test(situation: Situation) -> Answer:
        answer: Answer = False
        for part in tests:
            found = part(situation)
            if found is True:
                return True
            if found is None:
                answer = None
        return answer

    return test


def _leaf(kind: str, value: Any) -> Test:
    if kind == "need":
        return _need(str(value))
    if kind == "value_below":
        return lambda situation: _below(situation, value)
    if kind == "value_from":
        return lambda situation: _not(_below(situation, value))
    if kind == "cpv":
        prefixes = tuple(value)
        return lambda situation: None if situation.cpv is None else has_prefix(situation.cpv, prefixes)
    if kind in FLAGS:
        return lambda situation: _same(getattr(situation, kind), value)
    allowed = frozenset(value)
    return lambda situation: _among(getattr(situation, kind), allowed)


def _need(need: str) -> Test:
    def test(situation: Situation) -> Answer:
        needs = situation.needs
        if needs is None:
            return None
        if need in needs:
            return True
        other = situation.pairs.get(need)
        return False if other is None or other in needs else None

    return test


def _below(situation: Situation, kind: str) -> Answer:
    limit = situation.limits.get(kind)
    if situation.value is None or limit is None:
        return None
    return situation.value < limit


def has_prefix(code: str, prefixes: Sequence[str]) -> bool:
    """A whole code of eight digits is meant as it stands; fewer digits mean all that begin so."""
    return any(code == prefix if len(prefix) == 8 else code.startswith(prefix) for prefix in prefixes)


def _same(known: Answer, wanted: bool) -> Answer:
    return None if known is None else known == wanted


def _among(known: str | None, allowed: frozenset[str]) -> Answer:
    return None if known is None else known in allowed
