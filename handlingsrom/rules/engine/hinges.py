"""What the decision hangs on: its rules, and the facts, codes and amounts that they ask for. Read once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conditions import FLAGS, has_prefix, kind_of, leaves
from .facts import Facts
from .model import Rule, Rulebook, Step

OTHER_CODE = "00000000"  # a CPV code that no list has


def rules(rulebook: Rulebook) -> list[tuple[Step, Rule]]:
    """All rules in order, with their steps."""
    if "rules" not in rulebook.cache:
        rulebook.cache["rules"] = [(step, rule) for step in rulebook.steps for rule in step.rules]
    found: list[tuple[Step, Rule]] = rulebook.cache["rules"]
    return found


def deciding_needs(rulebook: Rulebook) -> tuple[str, ...]:
    """The needs that some rule of the decision hangs on."""
    return tuple(dict.fromkeys(leaf["need"] for leaf in _leaves(rulebook) if kind_of(leaf) == "need"))


def deciding_codes(rulebook: Rulebook) -> tuple[str, ...]:
    """The CPV codes, or beginnings of them, that some rule hangs on."""
    return tuple(dict.fromkeys(code for leaf in _leaves(rulebook) if kind_of(leaf) == "cpv" for code in leaf["cpv"]))


def deciding_kinds(rulebook: Rulebook) -> frozenset[str]:
    """The kinds of thresholds that some rule hangs on."""
    return frozenset(leaf[kind] for leaf in _leaves(rulebook) if (kind := kind_of(leaf)).startswith("value_"))


def deciding_flags(rulebook: Rulebook) -> frozenset[str]:
    """The yes-or-no facts that some rule hangs on."""
    return frozenset(kind for leaf in _leaves(rulebook) if (kind := kind_of(leaf)) in FLAGS)


def deciding_authorities(rulebook: Rulebook) -> tuple[str, ...]:
    """Buyers that stand for all: one of each group, or every one when some rule asks more closely."""
    if "authorities" not in rulebook.cache:
        buyers = rulebook.authorities.values()
        close = any(kind_of(leaf) == "authority" for leaf in _leaves(rulebook))
        first = {each.group: each.id for each in reversed(list(buyers))}
        rulebook.cache["authorities"] = tuple(each.id for each in buyers if close or first[each.group] == each.id)
    found: tuple[str, ...] = rulebook.cache["authorities"]
    return found


def code_classes(rulebook: Rulebook) -> tuple[str, ...]:
    """CPV codes that stand for all: one for each answer the rules can have, the last one in no list."""
    if "codes" not in rulebook.cache:
        found: dict[tuple[bool, ...], str] = {}
        for code in deciding_codes(rulebook):
            for whole in (f"{code:0<8}", f"{code:9<8}"):
                found.setdefault(_code_answers(rulebook, whole), whole)
        found[(False,) * len(_code_answers(rulebook, OTHER_CODE))] = OTHER_CODE
        rulebook.cache["codes"] = found
    classes: dict[tuple[bool, ...], str] = rulebook.cache["codes"]
    return tuple(classes.values())


def code_class(rulebook: Rulebook, cpv: str) -> str:
    """The code among `code_classes` that the rules treat as this one."""
    classes = code_classes(rulebook)
    found: dict[tuple[bool, ...], str] = rulebook.cache["codes"]
    return found.get(_code_answers(rulebook, cpv), classes[-1])


def turning_values(rulebook: Rulebook, facts: Facts) -> list[int]:
    """The amounts at which the regime may change, 0 first, for this buyer, contract and date."""
    authority = rulebook.authorities.get(facts.authority or "")
    if authority is None or facts.contract is None:
        return [0]
    limits = rulebook.limits(authority.group, facts.contract, facts.date)
    kinds = deciding_kinds(rulebook)
    return sorted({0, *(each.amount for kind, each in limits.items() if kind in kinds)})


def _code_answers(rulebook: Rulebook, cpv: str) -> tuple[bool, ...]:
    return tuple(has_prefix(cpv, leaf["cpv"]) for leaf in _leaves(rulebook) if kind_of(leaf) == "cpv")


def _leaves(rulebook: Rulebook) -> list[Mapping[str, Any]]:
    if "leaves" not in rulebook.cache:
        rulebook.cache["leaves"] = [leaf for _, rule in rules(rulebook) if rule.when for leaf in leaves(rule.when)]
    found: list[Mapping[str, Any]] = rulebook.cache["leaves"]
    return found
