"""Which regime a purchase follows: the first rule of the decision whose condition is met.

When a fact is unknown and a rule hangs on it, every way to complete the facts is tried, so that the answer is either
certain whatever is unknown, or the exact list of regimes it may be with the facts that decide among them.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .conditions import Situation, kind_of, leaves
from .facts import Facts, situation
from .model import Rule, Rulebook, Step

OTHER_CODE = "00000000"  # a CPV code that no list has
Option = tuple[str, object]  # a name for what is chosen, and the change


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule that decides; or None, the regimes that are possible, and the facts that decide among them."""

    step: Step | None
    rule: Rule | None
    possible: tuple[str, ...]
    asks: tuple[str, ...] = ()


def decide(rulebook: Rulebook, facts: Facts, at: Situation) -> Decision:
    """The decision for these facts; `at` is situation(rulebook, facts)."""
    for step, rule in rules(rulebook):
        answer = rule.test(at)
        if answer is True:
            return Decision(step, rule, (rule.regime,))
        if answer is None:
            return _explore(rulebook, facts)
    raise AssertionError("the decision has a last rule without a condition")


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


def turning_values(rulebook: Rulebook, facts: Facts) -> list[int]:
    """The amounts at which the regime may change, 0 first, for this buyer, contract and date."""
    authority = rulebook.authorities.get(facts.authority or "")
    if authority is None or facts.contract is None:
        return [0]
    limits = rulebook.limits(authority.group, facts.contract, facts.date)
    kinds = deciding_kinds(rulebook)
    return sorted({0, *(each.amount for kind, each in limits.items() if kind in kinds)})


def completions(rulebook: Rulebook, facts: Facts) -> Iterator[tuple[Facts, dict[str, object]]]:
    """Every way to settle what the decision may hang on, each with what was chosen for each unknown fact."""
    authorities: list[str | None] = [facts.authority]
    if facts.authority is None:
        authorities = list({each.group: each.id for each in rulebook.authorities.values()}.values())
    contracts = [facts.contract] if facts.contract else list(rulebook.contracts)
    for authority, contract in itertools.product(authorities, contracts):
        known = replace(facts, authority=authority, contract=contract)
        values = [facts.total] if facts.total is not None else turning_values(rulebook, known)
        for value, (cpv, needs) in itertools.product(values, _codes_and_needs(rulebook, facts)):
            full = replace(known.with_value(value), cpv=cpv, needs=needs)
            yield full, {"authority": authority, "contract": contract, "value": value, "cpv": cpv, "needs": needs}


def _leaves(rulebook: Rulebook) -> list[dict[str, object]]:
    if "leaves" not in rulebook.cache:
        rulebook.cache["leaves"] = [leaf for _, rule in rules(rulebook) if rule.when for leaf in leaves(rule.when)]
    found: list[dict[str, object]] = rulebook.cache["leaves"]
    return found


def _codes_and_needs(rulebook: Rulebook, facts: Facts) -> list[tuple[str | None, frozenset[str]]]:
    listed = deciding_codes(rulebook)
    codes = [facts.cpv] if facts.cpv or not listed else [f"{listed[0]:0<8}", OTHER_CODE]
    have = facts.needs or frozenset()
    choices: list[tuple[frozenset[str], ...]] = []
    for need in deciding_needs(rulebook):
        pair = rulebook.needs[need].pair
        if need in have or (pair and pair in have) or (facts.needs is not None and not pair):
            continue
        choices.append((frozenset({need}), frozenset({pair} if pair else ())))
    return [(code, have.union(*chosen)) for code in codes for chosen in itertools.product(*choices)]


def _explore(rulebook: Rulebook, facts: Facts) -> Decision:
    found: dict[str, tuple[Step, Rule]] = {}
    by_choice: dict[str, dict[object, set[str]]] = defaultdict(lambda: defaultdict(set))
    for full, chosen in completions(rulebook, facts):
        at = situation(rulebook, full)
        step, rule = next((step, rule) for step, rule in rules(rulebook) if rule.test(at))
        found.setdefault(rule.regime, (step, rule))
        for fact, choice in chosen.items():
            by_choice[fact][choice].add(rule.regime)
    possible = tuple(regime for regime in rulebook.regimes if regime in found)
    if len(possible) == 1:
        step, rule = found[possible[0]]
        return Decision(step, rule, possible)
    asks = [fact for fact, sets in by_choice.items() if len({frozenset(each) for each in sets.values()}) > 1]
    if "value" in asks and facts.yearly_value is not None:
        asks[asks.index("value")] = "framework_years"
    return Decision(None, None, possible, tuple(asks))
