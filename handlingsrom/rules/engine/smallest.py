"""The search behind changes.py: the fewest facts that would have to be different for a procedure to open.

What the regime hangs on is tried in a table (cells.py), first nothing different, then one fact, then two; what the
procedure asks for in its regime is read from its condition. The search ends when no smaller set is possible.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .cells import Fact, Value, need_facts, table
from .conditions import Situation, compile_, kind_of, leaves
from .facts import Facts, pairs, situation
from .model import Procedure, Rulebook

FLAGS_ONE_CHOOSES = frozenset({"off_the_shelf", "electronic_submission", "full_electronic_access"})
FIXED = frozenset({"prior_information_notice"})  # what is past cannot be chosen

Choice = tuple[str, Value]  # the name of a fact in the table, and its value there
Literal = tuple[str, Value]  # a need or a yes-or-no fact, and what it would have to be
Ways = tuple[frozenset[Literal], ...]  # sets of literals that would each do; none at all: impossible
NOTHING: Ways = (frozenset(),)


@dataclass(frozen=True, slots=True)
class Found:
    """A set of changes. `settle`: the needs were unknown, and to know them, or that there are none, is a change."""

    settle: bool
    choices: tuple[Choice, ...]  # without the value
    literals: frozenset[Literal]
    regimes: tuple[str, ...]


def smallest(rulebook: Rulebook, facts: Facts, procedure: Procedure) -> dict[Found, list[int | None]]:
    """The smallest sets of changes, each with the amounts from which the value would do; None when the value stays.

    Empty when nothing opens the procedure, and when it is open.
    """
    search = _Search(rulebook, facts, procedure)
    search.run(facts, settle=False)
    if facts.needs is None and search.size:
        search.run(replace(facts, needs=frozenset()), settle=True)
    return search.found if search.size else {}


def with_choice(rulebook: Rulebook, facts: Facts, name: str, value: Value) -> Facts:
    """The facts with another value for one fact of the decision."""
    if name == "value":
        return facts.with_value(int(value or 0))
    if name == "exemption":
        return replace(facts, exemption=None)
    if name in need_facts(rulebook):
        kept = (facts.needs or frozenset()) - set(need_facts(rulebook)[name])
        return replace(facts, needs=kept | {str(value)} if value else kept)
    settled: dict[str, Any] = {name: value}
    return replace(facts, **settled)


class _Search:
    """The smallest that is found so far."""

    def __init__(self, rulebook: Rulebook, facts: Facts, procedure: Procedure) -> None:
        self.rulebook, self.procedure = rulebook, procedure
        self.table = table(rulebook, facts.authority, facts.date)
        self.regimes = [each for each in rulebook.regimes if each in procedure.regimes and self.table.regimes[each]]
        self.wanted = 0
        for regime in self.regimes:
            self.wanted |= self.table.regimes[regime]
        self.size = len(self.table.facts) + len(rulebook.needs) + 1
        self.found: dict[Found, list[int | None]] = {}

    def run(self, facts: Facts, settle: bool) -> None:
        if self.wanted:
            _Round(self, facts, settle).run()

    def keep(self, size: int, found: Found, amount: int | None) -> None:
        if size < self.size:
            self.size = size
            self.found.clear()
        if size == self.size:
            self.found.setdefault(found, []).append(amount)


class _Round:
    """One walk through the changes of the decision, with the needs as they are."""

    def __init__(self, search: _Search, facts: Facts, settle: bool) -> None:
        self.search, self.facts, self.settle = search, facts, settle
        self.rulebook, self.table = search.rulebook, search.table
        self.deciding = {fact.name for fact in self.table.facts}
        self.deciding_needs = {need for both in need_facts(self.rulebook).values() for need in both}
        self.simple: dict[str, Ways] = {}
        for regime in search.regimes:
            opening = search.procedure.opening(regime)
            when = opening.when if opening else None
            if when is None:
                self.simple[regime] = NOTHING
            elif all(self.is_free(leaf) for leaf in leaves(when)):
                self.simple[regime] = self.ways(when, True, None)
        self.steps = [self.step(fact) for fact in self.table.facts]

    def run(self) -> None:
        regimes = self.search.regimes
        ways = [self.simple[regime] for regime in regimes if regime in self.simple]
        conditions = 0 if len(ways) < len(regimes) else min((len(way) for each in ways for way in each), default=None)
        if conditions is None:
            return
        for count in range(len(self.steps) + 1):
            if count + conditions > self.search.size:
                break
            self.walk(0, count, self.table.everything, ())

    def step(self, fact: Fact) -> tuple[str, int, tuple[tuple[Value, int], ...]]:
        """A fact of the decision: the combinations as it is now, and as it may be instead."""
        known, value = self.table.known(self.rulebook, self.facts, fact.name)
        kept = self.table.kept(self.rulebook, self.facts, fact)
        others = tuple((option, mask) for option, mask in fact.options if not known or option != value)
        if (
            fact.name in FIXED
            or (fact.name == "authority" and known)
            or (fact.name == "exemption" and value is False)
            or (fact.name in need_facts(self.rulebook) and self.facts.needs is None)
        ):
            others = ()
        return fact.name, kept, others

    def walk(self, place: int, left: int, mask: int, chosen: tuple[Choice, ...]) -> None:
        """Let each fact of the decision stay or be different, until as many as were asked for are different."""
        if not mask & self.search.wanted or left > len(self.steps) - place:
            return
        if place == len(self.steps):
            if not mask & ~self.search.wanted:
                self.open(mask, chosen)
            return
        name, kept, others = self.steps[place]
        self.walk(place + 1, left, mask & kept, chosen)
        if left:
            for value, other in others:
                self.walk(place + 1, left - 1, mask & other, (*chosen, (name, value)))

    def open(self, mask: int, chosen: tuple[Choice, ...]) -> None:
        """The regime is right; add what the procedure asks for there."""
        regimes = tuple(regime for regime in self.search.regimes if mask & self.table.regimes[regime])
        amount = next((value for name, value in chosen if name == "value"), None)
        rest = tuple(choice for choice in chosen if choice[0] != "value")
        names = {name for name, _ in rest}
        for literals in self.conditions(regimes, chosen):
            size = len(chosen) + len(literals)
            if self.settle and not any(name in self.rulebook.needs for name in (*names, *dict(literals))):
                size += 1
            if size <= self.search.size:
                found = Found(self.settle, rest, literals, regimes)
                self.search.keep(size, found, None if amount is None else int(amount))

    def conditions(self, regimes: tuple[str, ...], chosen: tuple[Choice, ...]) -> Ways:
        """What would open the procedure in all of these regimes."""
        found = NOTHING
        for regime in regimes:
            ways = self.simple.get(regime)
            if ways is None:
                opening = self.search.procedure.opening(regime)
                assert opening and opening.when
                facts = self.facts
                for name, value in chosen:
                    facts = with_choice(self.rulebook, facts, name, value)
                at = situation(self.rulebook, facts)
                at.regime = regime if len(regimes) == 1 else None
                ways = self.ways(opening.when, True, at)
            found = _both(found, ways)
        return found

    def ways(self, when: Mapping[str, Any], want: bool, at: Situation | None) -> Ways:
        """What would give a condition this answer. `at` has the choices made, for what cannot be changed here."""
        kind = kind_of(when)
        if kind == "not":
            return self.ways(when["not"], not want, at)
        if kind in ("all", "any"):
            parts = [self.ways(part, want, at) for part in when[kind]]
            if (kind == "all") is not want:
                return _fewest(itertools.chain(*parts))
            found = NOTHING
            for part in parts:
                found = _both(found, part)
            return found
        if not self.is_free(when):
            assert at
            return NOTHING if compile_(when)(at) is want else ()
        if kind == "need":
            return self.need(str(when["need"]), want)
        value = when[kind] is want
        return NOTHING if getattr(self.facts, kind) is value else (frozenset({(kind, value)}),)

    def need(self, need: str, want: bool) -> Ways:
        facts, pair = self.facts, pairs(self.rulebook).get(need)
        if facts.needs is None:
            return ()
        answer = True if need in facts.needs else False if pair is None or pair in facts.needs else None
        if answer is want:
            return NOTHING
        return (frozenset({(min(need, pair) if pair else need, need if want else pair)}),)

    def is_free(self, leaf: Mapping[str, Any]) -> bool:
        """Whether a condition asks for a fact that the regime does not hang on."""
        kind = kind_of(leaf)
        if kind == "need":
            return leaf["need"] not in self.deciding_needs
        return kind in FLAGS_ONE_CHOOSES and kind not in self.deciding


def _both(some: Ways, others: Ways) -> Ways:
    """Every way that is one of some and one of others, where they agree."""
    joined = (one | other for one in some for other in others)
    return _fewest(way for way in joined if len({name for name, _ in way}) == len(way))


def _fewest(ways: Iterable[frozenset[Literal]]) -> Ways:
    """Ways without those that ask for all that another asks for, and more."""
    found = list(dict.fromkeys(ways))
    return tuple(way for way in found if not any(other < way for other in found))
