"""What the decision hangs on: its rules, and the facts, codes and amounts that they ask for. Read once and kept."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any, TypeVar

from .conditions import FLAGS, has_prefix, kind_of, leaves
from .facts import Facts
from .model import Rule, Rulebook, Step

T = TypeVar("T")

OTHER_CODE = "00000000"  # a CPV code that no list has


def rules(rulebook: Rulebook) -> list[tuple[Step, Rule]]:
    """All rules in order, with their steps."""
    return _once(rulebook, "rules", lambda: [(step, rule) for step in rulebook.steps for rule in step.rules])


def deciding_needs(rulebook: Rulebook) -> tuple[str, ...]:
    """The needs that some rule of the decision hangs on."""
    return _once(rulebook, "needs", lambda: tuple(dict.fromkeys(_asked(rulebook, "need"))))


def deciding_codes(rulebook: Rulebook) -> tuple[str, ...]:
    """The CPV codes, or beginnings of them, that some rule hangs on."""
    return _once(rulebook, "codes", lambda: tuple(dict.fromkeys(chain(*_asked(rulebook, "cpv")))))


def deciding_kinds(rulebook: Rulebook) -> frozenset[str]:
    """The kinds of thresholds that some rule hangs on."""
    return _once(rulebook, "kinds", lambda: frozenset(_asked(rulebook, "value_below") + _asked(rulebook, "value_from")))


def deciding_flags(rulebook: Rulebook) -> frozenset[str]:
    """The yes-or-no facts that some rule hangs on."""
    return _once(rulebook, "flags", lambda: frozenset(flag for flag in FLAGS if _asked(rulebook, flag)))


def deciding_authorities(rulebook: Rulebook) -> tuple[str, ...]:
    """Buyers that stand for all: one of each group, or every one when some rule asks more closely."""

    def find() -> tuple[str, ...]:
        buyers = rulebook.authorities.values()
        first = {each.group: each.id for each in reversed(list(buyers))}
        close = bool(_asked(rulebook, "authority"))
        return tuple(each.id for each in buyers if close or first[each.group] == each.id)

    return _once(rulebook, "authorities", find)


def code_classes(rulebook: Rulebook) -> tuple[str, ...]:
    """CPV codes that stand for all: one for each answer the rules can have, the last one in no list."""
    return tuple(_classes(rulebook).values())


def code_class(rulebook: Rulebook, cpv: str) -> str:
    """The code among `code_classes` that the rules treat as this one."""
    return _classes(rulebook).get(_code_answers(rulebook, cpv), OTHER_CODE)


def _classes(rulebook: Rulebook) -> dict[tuple[bool, ...], str]:
    def find() -> dict[tuple[bool, ...], str]:
        found: dict[tuple[bool, ...], str] = {}
        for code in deciding_codes(rulebook):
            for whole in (f"{code:0<8}", f"{code:9<8}"):
                found.setdefault(_code_answers(rulebook, whole), whole)
        return {**found, _code_answers(rulebook, OTHER_CODE): OTHER_CODE}

    return _once(rulebook, "code classes", find)


def _code_answers(rulebook: Rulebook, cpv: str) -> tuple[bool, ...]:
    return tuple(has_prefix(cpv, codes) for codes in _asked(rulebook, "cpv"))


def turning_values(rulebook: Rulebook, facts: Facts) -> list[int]:
    """The amounts at which the regime may change, 0 first, for this buyer, contract and date."""
    authority = rulebook.authorities.get(facts.authority or "")
    if authority is None or facts.contract is None:
        return [0]
    limits = rulebook.limits(authority.group, facts.contract, facts.date)
    kinds = deciding_kinds(rulebook)
    return sorted({0, *(each.amount for kind, each in limits.items() if kind in kinds)})


def _asked(rulebook: Rulebook, kind: str) -> list[Any]:
    """What the rules say after a word: the amounts they name after value_below, for example."""

    def find() -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for _, rule in rules(rulebook):
            for leaf in leaves(rule.when) if rule.when else ():
                found.setdefault(kind_of(leaf), []).append(leaf[kind_of(leaf)])
        return found

    return _once(rulebook, "asked", find).get(kind, [])


def _once(rulebook: Rulebook, name: str, find: Callable[[], T]) -> T:
    """What `find` gives, worked out once for a rulebook."""
    if name not in rulebook.cache:
        rulebook.cache[name] = find()
    found: T = rulebook.cache[name]
    return found
