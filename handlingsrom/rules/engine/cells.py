"""The decision as a table: every combination of what it hangs on, and the regime that each one gives.

A set of combinations is a whole number with one bit for each, so that «whatever is unknown» and «what if this were
different» are a few operations on numbers. A table is made once for each kind of buyer and period of amounts.
"""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .conditions import FLAGS, Situation, kind_of, leaves
from .facts import Facts, pairs, shortens
from .hinges import (
    code_class,
    code_classes,
    deciding_authorities,
    deciding_flags,
    deciding_kinds,
    deciding_needs,
    rules,
)
from .model import Rule, Rulebook, Step

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the decision hangs on: its possible values, each with the combinations that have it."""

    name: str
    options: tuple[tuple[Value, int], ...]

    def mask(self, value: Value) -> int:
        """The combinations that have this value."""
        return next(mask for option, mask in self.options if option == value)


@dataclass(frozen=True, slots=True)
class Table:
    """The facts, the combinations that give each regime, and the amounts where a value may turn the answer, 0 first."""

    facts: tuple[Fact, ...]
    regimes: dict[str, int]
    amounts: tuple[int, ...]
    everything: int
    day: dt.date

    def amount(self, value: int) -> int:
        """The amount from which this value counts: the nearest turning amount that is not above it."""
        return self.amounts[bisect_right(self.amounts, value) - 1]

    def known(self, rulebook: Rulebook, facts: Facts, name: str) -> tuple[bool, Value]:
        """Whether a fact is known in these facts, and its value in the table."""
        return _known(self, rulebook, facts, name)

    def kept(self, rulebook: Rulebook, facts: Facts, fact: Fact) -> int:
        """The combinations that agree with what is known of a fact."""
        known, value = self.known(rulebook, facts, fact.name)
        if known:
            return fact.mask(value)
        if fact.name == "value" and facts.yearly_value is not None:  # the whole is never less than one year
            least, mask = self.amount(facts.yearly_value), 0
            for option, here in fact.options:
                mask |= here if int(option or 0) >= least else 0
            return mask
        return self.everything

    def example(self, rulebook: Rulebook, mask: int) -> tuple[Step, Rule]:
        """The rule that decides in the first of these combinations."""
        first = mask & -mask
        chosen = {fact.name: next(value for value, here in fact.options if here & first) for fact in self.facts}
        at = _situation(rulebook, chosen, self.day)
        at.cpv, at.needs = str(chosen["cpv"]), _needs(chosen[name] for name in need_facts(rulebook))
        return next((step, rule) for step, rule in rules(rulebook) if rule.test(at))


def table(rulebook: Rulebook, authority: str | None, day: dt.date) -> Table:
    """The table for one kind of buyer, or for all when it is unknown, with the amounts of a day."""
    period = bisect_right(rulebook.turning_days(), day)
    buyers = deciding_authorities(rulebook)
    buyer = _buyer(rulebook, buyers, authority)
    key = f"table {period} {buyer or ''}"
    if key not in rulebook.cache:
        rulebook.cache[key] = _make(rulebook, (buyer,) if buyer else buyers, day)
    found: Table = rulebook.cache[key]
    return found


def need_facts(rulebook: Rulebook) -> dict[str, tuple[str, str | None]]:
    """The needs of the decision: the name of each fact, with the two values it may have. A pair is one fact."""
    if "need_facts" not in rulebook.cache:
        found: dict[str, tuple[str, str | None]] = {}
        for need in deciding_needs(rulebook):
            pair = rulebook.needs[need].pair or None
            if pair not in found:
                found[need] = (need, pair)
        rulebook.cache["need_facts"] = found
    known: dict[str, tuple[str, str | None]] = rulebook.cache["need_facts"]
    return known


def amounts_that_turn(rulebook: Rulebook, buyers: tuple[str, ...], day: dt.date) -> tuple[int, ...]:
    """The amounts at which the regime or the conditions of a procedure may turn, 0 first."""
    kinds = deciding_kinds(rulebook) | _kinds_of_procedures(rulebook)
    groups = {rulebook.authorities[buyer].group for buyer in buyers}
    found = {0}
    for group, contract in itertools.product(groups, rulebook.contracts):
        found |= {each.amount for kind, each in rulebook.limits(group, contract, day).items() if kind in kinds}
    return tuple(sorted(found))


def deciding(rulebook: Rulebook, at: Situation) -> tuple[Step, Rule] | None:
    """The first rule that is met, or None when an unknown fact decides."""
    for step, rule in rules(rulebook):
        answer = rule.test(at)
        if answer is True:
            return step, rule
        if answer is None:
            return None
    return None


def _buyer(rulebook: Rulebook, buyers: tuple[str, ...], authority: str | None) -> str | None:
    """The buyer that stands for this one in the tables."""
    if authority is None or authority in buyers:
        return authority
    group = rulebook.authorities[authority].group
    return next(buyer for buyer in buyers if rulebook.authorities[buyer].group == group)


def _kinds_of_procedures(rulebook: Rulebook) -> frozenset[str]:
    if "procedure_kinds" not in rulebook.cache:
        openings = (each.when for procedure in rulebook.procedures.values() for each in procedure.openings if each.when)
        asked = [leaf for when in openings for leaf in leaves(when)]
        rulebook.cache["procedure_kinds"] = frozenset(
            leaf[kind] for leaf in asked if (kind := kind_of(leaf)).startswith("value_")
        )
    found: frozenset[str] = rulebook.cache["procedure_kinds"]
    return found


def _make(rulebook: Rulebook, buyers: tuple[str, ...], day: dt.date) -> Table:
    amounts = amounts_that_turn(rulebook, buyers, day)
    outer: dict[str, tuple[Value, ...]] = {
        "authority": buyers,
        "contract": tuple(rulebook.contracts),
        "value": amounts,
        **{flag: (False, True) for flag in FLAGS if flag in deciding_flags(rulebook)},
    }
    needs = need_facts(rulebook)
    inner: dict[str, tuple[Value, ...]] = {"cpv": code_classes(rulebook), **needs}
    size = 1
    for values in inner.values():
        size *= len(values)
    block = (1 << size) - 1
    regimes: dict[str, int] = dict.fromkeys(rulebook.regimes, 0)
    for number, chosen in enumerate(itertools.product(*outer.values())):
        at = _situation(rulebook, dict(zip(outer, chosen, strict=True)), day)
        found = deciding(rulebook, at)
        if found is not None:
            regimes[found[1].regime] |= block << (number * size)
            continue
        for place, (cpv, *which) in enumerate(itertools.product(*inner.values())):
            at.cpv, at.needs = str(cpv), _needs(which)
            rule = next(rule for _, rule in rules(rulebook) if rule.test(at))
            regimes[rule.regime] |= 1 << (number * size + place)
    return Table(tuple(_facts({**outer, **inner})), regimes, amounts, _ones(regimes), day)


def _ones(regimes: dict[str, int]) -> int:
    found = 0
    for mask in regimes.values():
        found |= mask
    return found


def _situation(rulebook: Rulebook, chosen: dict[str, Value], day: dt.date) -> Situation:
    authority, contract, value = str(chosen["authority"]), str(chosen["contract"]), chosen["value"]
    group = rulebook.authorities[authority].group
    at = Situation(day, authority, group, contract, int(value or 0), pairs=pairs(rulebook))
    at.limits = {kind: each.amount for kind, each in rulebook.limits(group, contract, day).items()}
    for flag in FLAGS:
        if flag in chosen:
            setattr(at, flag, chosen[flag])
    return at


def _needs(values: Iterable[Value]) -> frozenset[str]:
    return frozenset(str(need) for need in values if need)


def _facts(axes: dict[str, tuple[Value, ...]]) -> Iterator[Fact]:
    """The facts with the combinations of each value: the last fact turns fastest."""
    total = 1
    for values in axes.values():
        total *= len(values)
    span = total
    for name, values in axes.items():
        step = span // len(values)
        ones, masks = (1 << step) - 1, []
        for place, value in enumerate(values):
            once = ones << (place * step)
            mask = 0
            for start in range(0, total, span):
                mask |= once << start
            masks.append((value, mask))
        yield Fact(name, tuple(masks))
        span = step


def _known(made: Table, rulebook: Rulebook, facts: Facts, name: str) -> tuple[bool, Value]:
    if name == "authority":
        buyers = deciding_authorities(rulebook)
        return facts.authority is not None, _buyer(rulebook, buyers, facts.authority)
    if name == "contract":
        return facts.contract is not None, facts.contract
    if name == "value":
        total = facts.total
        return total is not None, None if total is None else made.amount(total)
    if name == "cpv":
        return facts.cpv is not None, None if facts.cpv is None else code_class(rulebook, facts.cpv)
    if name == "exemption":
        return True, facts.exemption is not None
    if name == "prior_information_notice":
        return True, shortens(rulebook, facts)
    if name in FLAGS:
        flag: bool | None = getattr(facts, name)
        return flag is not None, flag
    one, other = need_facts(rulebook)[name]
    if facts.needs is None:
        return False, None
    if one in facts.needs:
        return True, one
    return (other is None or other in facts.needs), other
