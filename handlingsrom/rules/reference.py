"""What the reference pages show, put together from the rulebook: thresholds in series, and what belongs to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core import norwegian
from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.method.model import Step

from .engine.guidance import DialogueRule, Instrument, LawChange
from .engine.model import Condition, MinimumDeadline, Procedure, Reduction, Regime, Rulebook, Threshold
from .words import CONFIDENCE, full_day, listed

MARKET_STEP, STRATEGY_STEP = "markedsdialog", "konkurransestrategi"


@dataclass(frozen=True)
class Series:
    """One threshold through time, the newest first. `name` is the kind, `contracts` what it holds for."""

    name: str
    contracts: str
    kind: str
    thresholds: tuple[Threshold, ...]

    @property
    def now(self) -> Threshold:
        """The newest amount."""
        return self.thresholds[0]

    @property
    def before(self) -> tuple[Threshold, ...]:
        """The amounts before it."""
        return self.thresholds[1:]


@dataclass(frozen=True)
class Group:
    """The thresholds of one kind of buyer."""

    id: str
    name: str
    series: tuple[Series, ...]


@dataclass(frozen=True)
class DeadlineRow:
    """A minimum deadline with the regimes where it holds, each with its section."""

    deadline: MinimumDeadline
    places: tuple[tuple[Regime, str], ...]


@dataclass(frozen=True)
class ReductionRow:
    """What makes a deadline shorter or longer. `effect` says by how much."""

    reduction: Reduction
    effect: str
    sections: tuple[str, ...]


@dataclass(frozen=True)
class OpeningRow:
    """How a procedure opens in some regimes. Without conditions it is always open there."""

    regimes: tuple[Regime, ...]
    any_is_enough: bool
    conditions: tuple[Condition, ...]
    section: str


def threshold_groups(book: Rulebook) -> tuple[Group, ...]:
    """All thresholds by buyer, then by what they decide, through time."""
    found = []
    for group_id, name in book.threshold_groups.items():
        rows: dict[tuple[str, frozenset[str]], list[Threshold]] = {}
        for each in book.thresholds:
            if group_id in each.groups:
                rows.setdefault((each.kind, each.contracts), []).append(each)
        series = tuple(_series(book, kind, contracts, rows[kind, contracts]) for kind, contracts in rows)
        found.append(Group(group_id, name, tuple(sorted(series, key=lambda one: one.thresholds[0].amount))))
    return tuple(group for group in found if group.series)


def _series(book: Rulebook, kind: str, contracts: frozenset[str], rows: list[Threshold]) -> Series:
    names = [each.name.lower() for each in book.contracts.values() if each.id in contracts]
    alike = len(contracts) >= len(book.contracts) - 1  # for nearly all; then the kind alone says enough
    text = "" if alike else listed(names)
    newest_first = sorted(rows, key=lambda each: each.valid_from, reverse=True)
    return Series(
        norwegian.sentence_case(book.threshold_kinds.get(kind, kind)),
        norwegian.sentence_case(text),
        kind,
        tuple(newest_first),
    )


def period(threshold: Threshold) -> str:
    """When an amount holds."""
    first = full_day(threshold.valid_from)
    if threshold.valid_to is None:
        return _("From %(first)s") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": full_day(threshold.valid_to)}


def confidence(book: Rulebook, level: str) -> str:
    """How sure an entry is, and what that means."""
    return f"{CONFIDENCE.get(level, level)}. {book.meta.confidence.get(level, '')}".strip()


def openings(book: Rulebook, procedure: Procedure) -> Iterator[OpeningRow]:
    """How a procedure opens, for regimes that it opens alike in."""
    always = tuple(each for each in regimes_of(book, procedure.regimes) if procedure.opening(each.id) is None)
    if always:
        yield OpeningRow(always, False, (), procedure.sections[0])
    for opening in procedure.openings:
        regimes = regimes_of(book, opening.regimes)
        conditions = opening.conditions.get(regimes[0].id, ()) if regimes else ()
        yield OpeningRow(regimes, any(each.group == "any" for each in conditions), conditions, opening.section)


def deadlines(book: Rulebook, procedure: Procedure) -> tuple[DeadlineRow, ...]:
    """The minimum deadlines, each with where it holds."""
    return tuple(
        DeadlineRow(each, tuple((book.regimes[regime], section) for regime, section in each.sections.items()))
        for each in procedure.deadlines
    )


def reductions(procedure: Procedure) -> tuple[ReductionRow, ...]:
    """What changes the deadlines."""
    return tuple(
        ReductionRow(each, _effect(each), tuple(dict.fromkeys(each.sections.values()))) for each in procedure.reductions
    )


def _effect(reduction: Reduction) -> str:
    if reduction.by_agreement:
        days = reduction.fallback_days or 0
        text = ngettext(
            "By agreement; otherwise at least %(days)s day",
            "By agreement; otherwise at least %(days)s days",
            days,
        )
        return text % {"days": norwegian.number(days)}
    if reduction.days is None:
        text = ngettext("%(days)s day more", "%(days)s days more", reduction.add_days)
        return text % {"days": norwegian.number(reduction.add_days)}
    text = ngettext("%(days)s day", "%(days)s days", reduction.days)
    return text % {"days": norwegian.number(reduction.days)}


def dialogue(book: Rulebook, procedure: Procedure) -> tuple[DialogueRule, ...]:
    """What one may do in dialogue while this procedure runs."""
    return tuple(
        rule
        for rule in book.dialogue
        if rule.phase != "before"
        and rule.regimes & procedure.regimes
        and (not rule.procedures or procedure.id in rule.procedures)
    )


def instruments_of(book: Rulebook, procedure: Procedure) -> tuple[Instrument, ...]:
    """The openings for innovation that go by this procedure."""
    return tuple(each for each in book.instruments.values() if each.procedure == procedure.id)


def regimes_of(book: Rulebook, ids: frozenset[str]) -> tuple[Regime, ...]:
    """Regimes in the order of the rulebook."""
    return tuple(regime for regime in book.regimes.values() if regime.id in ids)


def worksheets_of(book: Rulebook, instrument: Instrument) -> list[tuple[Step, str, str]]:
    """The worksheets of the method that show an opening is used: the step, the id and the title of each."""
    field = instrument.evidence.get("field") or {}
    wanted = {*instrument.evidence.get("artefacts", ()), field.get("artefact")}
    method = get_method(*DEFAULT_METHOD, book.language)
    return [(step, each.id, each.title) for step in method.steps for each in step.artefacts if each.id in wanted]


def step(book: Rulebook, step_id: str) -> Step:
    """A step of the method, in the language of the rulebook."""
    return get_method(*DEFAULT_METHOD, book.language).step(step_id)


def changes(book: Rulebook, day: dt.date) -> dict[str, tuple[LawChange, ...]]:
    """Changes of the law: those in force (the newest first), those with a date ahead, and those only announced."""
    dated = sorted((each for each in book.law_changes if each.date), key=lambda each: each.date or day, reverse=True)
    return {
        "in_force": tuple(each for each in dated if each.date and each.date <= day),
        "ahead": tuple(each for each in reversed(dated) if each.date and each.date > day),
        "announced": tuple(each for each in book.law_changes if each.date is None),
    }
