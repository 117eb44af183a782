"""The brackets of value between the thresholds, each with the rules that apply in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from handlingsrom.core import norwegian

from .engine.facts import Facts, situation
from .engine.hinges import deciding_kinds, turning_values
from .engine.model import Regime, Rulebook, Threshold
from .engine.regimes import decide
from .words import amount


@dataclass(frozen=True)
class Bracket:
    """From `low` to below `high`. `starts_at` is the threshold at its beginning; `here`: the value lies in it.

    `span` says it in words, `figures` the same without the currency.
    """

    low: int
    high: int | None
    starts_at: Threshold | None
    regimes: tuple[Regime, ...]
    span: str
    figures: str
    here: bool


def brackets(book: Rulebook, facts: Facts) -> tuple[Bracket, ...]:
    """The brackets for this buyer, contract and day, the lowest first; none when buyer or contract is unknown."""
    authority = book.authorities.get(facts.authority or "")
    if authority is None or facts.contract is None:
        return ()
    kinds = deciding_kinds(book)
    limits = book.limits(authority.group, facts.contract, facts.date)
    at = {each.amount: each for kind, each in limits.items() if kind in kinds}
    rooms: list[tuple[int, tuple[str, ...]]] = []
    for low in turning_values(book, facts):
        priced = facts.with_value(low)
        possible = decide(book, priced, situation(book, priced)).possible
        if not rooms or rooms[-1][1] != possible:
            rooms.append((low, possible))
    total = facts.total
    found = []
    for number, (low, possible) in enumerate(rooms):
        high = rooms[number + 1][0] if number + 1 < len(rooms) else None
        here = total is not None and low <= total and (high is None or total < high)
        regimes = tuple(book.regimes[each] for each in possible)
        low_words, high_words = amount(book, low), amount(book, high or 0)
        figures = span(low, high, norwegian.number(low), norwegian.number(high))
        found.append(Bracket(low, high, at.get(low), regimes, span(low, high, low_words, high_words), figures, here))
    return tuple(found)


def span(low: int, high: int | None, low_words: str, high_words: str) -> str:
    """From 500 000 kroner to below 1 300 000 kroner."""
    if high is None:
        return _("From %(low)s") % {"low": low_words} if low else _("Any value")
    if not low:
        return _("Below %(high)s") % {"high": high_words}
    return _("From %(low)s to below %(high)s") % {"low": low_words, "high": high_words}
