"""The thresholds that bound a stretch of values."""

from __future__ import annotations

from dataclasses import replace

from .conditions import kind_of, leaves
from .facts import Facts, situation
from .hinges import deciding_authorities, rules
from .model import Rulebook, Threshold


def bounds(rulebook: Rulebook, facts: Facts, low: int, high: int | None) -> tuple[Threshold | None, Threshold | None]:
    """The thresholds at the ends of a stretch: the one that a value must reach, and the one it must stay below."""
    return (
        _threshold(rulebook, facts, low) if low else None,
        None if high is None else _threshold(rulebook, facts, high),
    )


def _threshold(rulebook: Rulebook, facts: Facts, amount: int) -> Threshold | None:
    """The threshold of this amount for these facts; of several the one that the rule just below it names."""
    buyers = [facts.authority] if facts.authority else list(deciding_authorities(rulebook))
    contracts = [facts.contract] if facts.contract else list(rulebook.contracts)
    found: list[Threshold] = []
    named: set[str] = set()
    for buyer in buyers:
        for contract in contracts:
            limits = rulebook.limits(rulebook.authorities[buyer].group, contract, facts.date)
            found += [each for each in limits.values() if each.amount == amount]
            if any(each.amount == amount for each in limits.values()):
                named |= _named_below(rulebook, replace(facts, authority=buyer, contract=contract), amount)
    return min(found, key=lambda each: each.kind not in named, default=None)


def _named_below(rulebook: Rulebook, facts: Facts, amount: int) -> set[str]:
    """The kinds of thresholds in the rule that decides just below an amount."""
    at = situation(rulebook, facts.with_value(amount - 1))
    for _, rule in rules(rulebook):
        answer = rule.test(at)
        if answer is True:
            return {
                leaf[kind] for leaf in leaves(rule.when or {"all": []}) if (kind := kind_of(leaf)).startswith("value_")
            }
        if answer is None:
            break
    return set()
