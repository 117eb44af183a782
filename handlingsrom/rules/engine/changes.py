"""The smallest change: what would have to be different for a procedure that is not open to open.

The date is never changed, and a buyer that is known stays: nobody chooses them. A fact that is known may be different
but not become unknown, and to settle an unknown fact is a change too. The value is one fact however it is made up, and
so are two needs that exclude each other. An exemption may fall away, but is never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .cells import Value, need_facts, table
from .facts import Facts, pairs
from .hinges import OTHER_CODE, code_class, deciding_authorities, deciding_codes
from .model import Procedure, Rulebook, Threshold
from .smallest import FLAGS_ONE_CHOOSES, Found, smallest
from .values import bounds

ORDER = ("needs", *sorted(FLAGS_ONE_CHOOSES, reverse=True), "value", "cpv", "exemption", "contract", "authority")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would have to be different.

    `fact` is its id in the rulebook; `before` and `after` are what it is and would have to be:

    - needs: the need that goes out and the need that comes in, as ids; None for none. A need may take its pair's place.
    - value: `at_least` and `below` are the thresholds that bound it; `after` is the nearest amount between them.
    - contract and exemption: ids; None for no exemption.
    - cpv: the codes, or beginnings of codes, that would do; an empty list means any code but the listed ones.
    - authority: the ids that would do. Only when the buyer is unknown.
    - the others: True or False.

    `unknown` means that the fact is not known; then `before` is None.
    """

    fact: str
    before: Any
    after: Any
    sections: tuple[str, ...]
    unknown: bool = False
    at_least: Threshold | None = None
    below: Threshold | None = None


Changes = tuple[Change, ...]
Stretch = tuple[int, int | None]  # from an amount, and below another or without end


def smallest_changes(rulebook: Rulebook, facts: Facts, procedure_id: str, *, most: int = 3) -> tuple[Changes, ...]:
    """The smallest sets of changes that open a procedure, all of one size, the most natural first.

    Empty when it is open already, and when nothing opens it. KeyError if the rulebook has no such procedure.
    """
    procedure = rulebook.procedures[procedure_id]
    amounts = table(rulebook, facts.authority, facts.date).amounts
    writer = _Writer(rulebook, facts, procedure)
    solutions = {
        writer.changes(found, part): part
        for found, starts in smallest(rulebook, facts, procedure).items()
        for part in _stretches(amounts, starts)
    }
    first = sorted(solutions, key=writer.rank)[:most]
    return tuple(writer.bounded(changes, solutions[changes]) for changes in first)


def changed(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The facts with these changes: the buyer the first that would do, the value the nearest, the code the first."""
    for change in changes:
        if change.fact == "needs":
            kept = (facts.needs or frozenset()) - {change.before}
            facts = replace(facts, needs=kept | {change.after} if change.after else kept)
        elif change.fact == "value":
            facts = facts.with_value(change.after)
        elif change.fact == "cpv":
            facts = replace(facts, cpv=f"{change.after[0]:0<8}" if change.after else OTHER_CODE)
        elif change.fact == "authority":
            facts = replace(facts, authority=change.after[0])
        else:
            facts = replace(facts, **{change.fact: change.after})
    return facts


class _Writer:
    """Writes what the search finds as changes, each with its section."""

    def __init__(self, rulebook: Rulebook, facts: Facts, procedure: Procedure) -> None:
        self.rulebook, self.facts, self.procedure = rulebook, facts, procedure

    def changes(self, found: Found, part: Stretch | None) -> Changes:
        """One set of changes in order; `part` is the stretch of values, when the value is one of them."""
        written = [self.choice(name, value, found.settle) for name, value in found.choices]
        written += [self.condition(name, value, found) for name, value in found.literals]
        if found.settle and not any(change.fact == "needs" for change in written):
            written.append(Change("needs", None, None, self.rulebook.facts["needs"].sections, True))
        if part is not None:
            written.append(Change("value", self.facts.total, self.nearest(part), (), self.facts.total is None))
        return tuple(sorted(written, key=self.rank_one))

    def choice(self, name: str, value: Value, settle: bool) -> Change:
        """The change of a fact that the regime hangs on."""
        book, facts = self.rulebook, self.facts
        if name in need_facts(book):
            return self.need(name, value, settle)
        if name == "contract":
            return Change(name, facts.contract, value, (book.contracts[str(value)].section,), facts.contract is None)
        if name == "exemption":
            return Change(name, facts.exemption, None, (book.exemptions[str(facts.exemption)].section,))
        sections = book.facts[name].sections
        if name == "authority":
            alike: tuple[str, ...] = (str(value),)
            if len(deciding_authorities(book)) < len(book.authorities):
                group = book.authorities[str(value)].group
                alike = tuple(each.id for each in book.authorities.values() if each.group == group)
            return Change(name, None, alike, sections, True)
        if name == "cpv":
            codes = tuple(code for code in deciding_codes(book) if code_class(book, f"{code:0<8}") == value)
            return Change(name, facts.cpv, codes, sections, facts.cpv is None)
        before = getattr(facts, name)
        return Change(name, before, value, sections, before is None)

    def condition(self, name: str, value: Value, found: Found) -> Change:
        """The change of a fact that the procedure asks for."""
        if name in FLAGS_ONE_CHOOSES:
            before = getattr(self.facts, name)
            section = self.section(name, found.regimes) or self.rulebook.facts[name].sections[0]
            return Change(name, before, value, (section,), before is None)
        change = self.need(name, value, found.settle)
        section = self.section(str(change.after or change.before), found.regimes)
        return replace(change, sections=(section,)) if section else change

    def need(self, name: str, value: Value, settle: bool) -> Change:
        """The change of a need. For a pair, `value` is the one of the two that would hold."""
        have, pair = self.facts.needs or frozenset(), pairs(self.rulebook).get(name)
        before = next((need for need in (name, pair) if need in have and need != value), None)
        after = (name if value is True else str(value)) if value else None
        unknown = settle or (bool(pair) and before is None)
        return Change("needs", before, after, (self.rulebook.needs[str(after or before)].section,), unknown)

    def section(self, condition: str, regimes: tuple[str, ...]) -> str:
        """The section of a procedure's condition in the regime it would follow; empty when it has no such condition."""
        for regime in regimes:
            opening = self.procedure.opening(regime)
            for each in opening.conditions.get(regime, ()) if opening else ():
                if each.id == condition:
                    return each.section
        return ""

    def nearest(self, part: Stretch) -> int:
        """The amount in a stretch that is nearest to the value; where it begins when the value is unknown."""
        (low, high), before = part, self.facts.total
        down = high is not None and (not low if before is None else before >= high)
        return high - 1 if down and high is not None else low

    def bounded(self, changes: Changes, part: Stretch | None) -> Changes:
        """The changes with the thresholds that bound the value, as they are when the others are made."""
        if part is None:
            return changes
        facts = changed(self.facts, (each for each in changes if each.fact != "value"))
        at_least, below = bounds(self.rulebook, facts, *part)
        sections = tuple(dict.fromkeys(each.section for each in (at_least, below) if each))
        return tuple(
            replace(each, sections=sections, at_least=at_least, below=below) if each.fact == "value" else each
            for each in changes
        )

    def rank(self, changes: Changes) -> tuple[Any, ...]:
        """What comes first: needs before the value, the value before the contract."""
        return tuple(self.rank_one(change) for change in changes)

    def rank_one(self, change: Change) -> tuple[int, bool, int]:
        book, place = self.rulebook, 0
        if change.fact == "needs" and (change.after or change.before):
            place = list(book.needs).index(change.after or change.before)
        elif change.fact == "contract":
            place = list(book.contracts).index(change.after)
        elif change.fact == "authority":
            place = list(book.authorities).index(change.after[0])
        elif change.fact == "value":
            place = abs(change.after - (change.before or 0))
        elif change.fact == "cpv":
            place = 0 if change.after else 1
        return ORDER.index(change.fact), change.after is None, place


def _stretches(amounts: tuple[int, ...], starts: list[int | None]) -> Iterator[Stretch | None]:
    """Neighbouring amounts joined: from an amount, and below another or without end. None when the value stays."""
    if None in starts:
        yield None
        return
    places = sorted(amounts.index(amount) for amount in starts if amount is not None)
    first = last = places[0]
    for place in [*places[1:], None]:
        if place != last + 1:
            yield amounts[first], amounts[last + 1] if last + 1 < len(amounts) else None
            first = place or 0
        last = place or 0
