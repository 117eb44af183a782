"""Which regime a purchase follows: the first rule of the decision whose condition is met.

When a fact is unknown and a rule hangs on it, every way to complete the facts is looked up (cells.py), so that the
answer is either certain whatever is unknown, or the exact list of regimes it may be with the facts that decide among
them.
"""

from __future__ import annotations

from dataclasses import dataclass

from .cells import Table, need_facts, table
from .conditions import Situation
from .facts import Facts
from .hinges import rules
from .model import Rule, Rulebook, Step


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
            return _look_up(rulebook, facts)
    raise AssertionError("the decision has a last rule without a condition")


def _look_up(rulebook: Rulebook, facts: Facts) -> Decision:
    made = table(rulebook, facts.authority, facts.date)
    mask, unknown = made.everything, []
    for fact in made.facts:
        mask &= made.kept(rulebook, facts, fact)
        if not made.known(rulebook, facts, fact.name)[0]:
            unknown.append(fact)
    possible = tuple(regime for regime, here in made.regimes.items() if mask & here)
    if len(possible) == 1:
        step, rule = made.example(rulebook, mask)
        return Decision(step, rule, possible)
    needs = need_facts(rulebook)
    asks = ["needs" if fact.name in needs else fact.name for fact in unknown if _decides(made, mask, fact.options)]
    return Decision(None, None, possible, tuple(dict.fromkeys(which_value(ask, facts) for ask in asks)))


def which_value(ask: str, facts: Facts) -> str:
    """What to ask for when the value is not known: the number of years, when what is bought in a year is."""
    return "framework_years" if ask == "value" and facts.yearly_value is not None else ask


def _decides(made: Table, mask: int, options: tuple[tuple[object, int], ...]) -> bool:
    """Whether it matters for the regimes that are possible which of these the fact is."""
    regimes = made.regimes.values()
    return (
        len({tuple(bool(mask & option & regime) for regime in regimes) for _, option in options if mask & option}) > 1
    )
