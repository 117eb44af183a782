"""What a rulebook is made of: frozen dataclasses, in one language, with look-ups by id.

Every entry has its sections (of the law), and where it matters its source, validity and confidence. Amounts are whole
units of the rulebook's currency without VAT; dates are inclusive; days are calendar days.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from .calendar import Calendar
from .conditions import Test
from .guidance import (
    Body,
    DialogueRule,
    InnovationCode,
    Instrument,
    LawChange,
    Notices,
    Obligation,
    Practice,
    Sections,
    SectionScope,
    Signal,
    Text,
    TimeRule,
)

_DOUBLED = re.compile(r"(\W)\1")  # the sign of several sections
SectionIn = str | Mapping[str, str]  # one section, or one for each regime


@dataclass(frozen=True, slots=True)
class Meta:
    """What the rulebook is, and how fresh it is."""

    jurisdiction: str
    version: str
    name: str
    currency: str
    covers_from: dt.date
    checked_as_of: dt.date
    compiled_on: dt.date
    vat: str
    disclaimer: str
    confidence: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount that decides something, in a period, for some buyers and contracts."""

    id: str
    kind: str
    groups: frozenset[str]
    contracts: frozenset[str]  # empty: all
    amount: int
    valid_from: dt.date
    valid_to: dt.date | None
    section: str
    source_url: str
    confidence: str
    note: str = ""
    within: str = ""  # small lots: the kind of threshold that the whole must reach
    lot_regime: str = ""
    max_share_percent: int | None = None

    def applies(self, group: str, contract: str, day: dt.date) -> bool:
        """Whether it holds for this buyer, contract and day."""
        in_time = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return in_time and group in self.groups and (not self.contracts or contract in self.contracts)


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about the purchase."""

    id: str
    ask: str
    help: str
    sections: Sections


@dataclass(frozen=True, slots=True)
class Authority:
    """A kind of buyer, and the group of thresholds it belongs to."""

    id: str
    name: str
    group: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContractType:
    """A kind of contract. `treated_as` is the kind whose thresholds it has."""

    id: str
    name: str
    help: str
    section: str
    treated_as: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something that characterises the purchase and may open or close a way. `pair` is the need it excludes."""

    id: str
    name: str
    group: str
    section: str
    opens: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """Needs that are asked together, in the order of the rulebook."""

    id: str
    name: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A ground on which the Act does not apply."""

    id: str
    name: str
    section: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the decision: the regime that applies when the test is met."""

    regime: str
    test: Test
    when: Mapping[str, Any] | None
    sections: Sections


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the decision, with its rules in order."""

    id: str
    ask: str
    sections: Sections
    rules: tuple[Rule, ...]
    note: str = ""
    note_test: Test | None = None  # the note is for all, or for those it is not false for


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """Which notice duty holds in a regime, when it differs."""

    notice: str
    test: Test
    section: str
    asks: tuple[str, ...]  # the facts that its test asks for


@dataclass(frozen=True, slots=True)
class RegimeExemption:
    """What changes in a regime when a need is there: contracts for a single user, for example."""

    need: str
    notice: str
    standstill_min_days: int | None
    award_notice: bool
    section: str
    text: str
    mandatory: tuple[str, ...]  # what must be published
    obligations: tuple[str, ...]  # what is required of the procedure


@dataclass(frozen=True, slots=True)
class Regime:
    """The set of rules that a purchase follows."""

    id: str
    name: str
    when: str
    notice: str
    notice_rules: tuple[NoticeRule, ...]
    procedures: tuple[str, ...]
    standstill: str
    obligations: tuple[str, ...]
    innovation_fit: str
    sections: Sections
    short: str = ""  # the name where there is little room
    conclusion: str = ""  # the whole sentence when a purchase follows it
    confidence: str = ""
    note: str = ""
    exemption: RegimeExemption | None = None
    min_candidates_note: str = ""
    min_candidates_section: str = ""

    def exempts(self, needs: frozenset[str] | None) -> RegimeExemption | None:
        """What changes for a purchase with these needs; None when nothing does."""
        return self.exemption if self.exemption and needs and self.exemption.need in needs else None


@dataclass(frozen=True, slots=True)
class Condition:
    """A single condition for a procedure, as it is shown. `group`: "all" (each is needed) or "any" (one is enough)."""

    id: str
    group: str
    text: str
    section: str
    fact: str
    test: Test


@dataclass(frozen=True, slots=True)
class Opening:
    """How a procedure opens in some of its regimes. Without conditions it is always open there."""

    regimes: frozenset[str]
    test: Test
    when: Mapping[str, Any] | None
    conditions: Mapping[str, tuple[Condition, ...]]  # by regime: the section may differ
    section: str


@dataclass(frozen=True, slots=True)
class Reduction:
    """What makes a minimum deadline shorter or longer."""

    id: str
    stage: str
    days: int | None
    add_days: int
    by_agreement: bool
    fallback_days: int | None
    extension: bool
    not_for: frozenset[str]
    test: Test
    text: str
    sections: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MinimumDeadline:
    """A minimum deadline of a procedure, in the regimes that `sections` names."""

    what: str
    stage: str
    days: int
    sections: Mapping[str, str]
    absolute_min: int | None = None
    agreement: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """A way to buy. `dialogue_first`: one talks before the final tender, not after the first."""

    id: str
    name: str
    regimes: frozenset[str]
    conditions: str
    sections: Sections
    directive: Sections
    openings: tuple[Opening, ...]
    conditional: bool
    deadlines: tuple[MinimumDeadline, ...]
    reductions: tuple[Reduction, ...]
    negotiation: bool
    innovation_fit: str
    min_candidates: int | None = None
    without_notice: bool = False
    dialogue_first: bool = False
    confidence: str = ""
    deadline_note: str = ""
    limits: str = ""

    def opening(self, regime: str) -> Opening | None:
        """How it opens in a regime; None when it is always open there."""
        for opening in self.openings:
            if regime in opening.regimes:
                return opening
        return None


Entry = TypeVar("Entry", DialogueRule, Instrument, Obligation, Procedure, TimeRule)


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """Facts, and what the rulebook is to say of them. `example` is its name where the guide offers it as an example."""

    id: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    why: str
    example: str = ""


@dataclass(frozen=True)
class Rulebook:
    """Everything, in one language."""

    meta: Meta
    language: str
    thresholds: tuple[Threshold, ...]
    threshold_kinds: Mapping[str, str]  # as they stand in a sentence
    threshold_groups: Mapping[str, str]
    euro_thresholds: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Fact]
    authorities: Mapping[str, Authority]
    contracts: Mapping[str, ContractType]
    other_contracts: Mapping[str, str]  # those that have thresholds, but that are not assessed
    exemptions: Mapping[str, Exemption]
    needs: Mapping[str, Need]
    need_groups: Mapping[str, NeedGroup]
    steps: tuple[Step, ...]
    regimes: Mapping[str, Regime]
    section_scopes: tuple[SectionScope, ...]
    procedures: Mapping[str, Procedure]
    time_rules: Mapping[str, TimeRule]
    calendar: Calendar
    holiday_names: Mapping[str, str]
    calendar_texts: Mapping[str, Any]
    notices: Notices
    dialogue: tuple[DialogueRule, ...]
    dialogue_checklist: Mapping[str, tuple[str, ...]]
    instruments: Mapping[str, Instrument]
    obligations: tuple[Obligation, ...]
    bodies: tuple[Body, ...]
    law_changes: tuple[LawChange, ...]
    transition: Text
    value_rules: tuple[Text, ...]
    opening_rules: tuple[str, ...]
    unverified: tuple[Text, ...]
    practice: Mapping[str, Practice]
    signals: tuple[Signal, ...]
    innovation_codes: Mapping[str, InnovationCode]
    cases: tuple[WorkedCase, ...]
    cache: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)  # what the engine works out once
    _limits: dict[Any, dict[str, Threshold]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def key(self) -> str:
        """Jurisdiction and version: "NO 2026-11-24"."""
        return f"{self.meta.jurisdiction} {self.meta.version}"

    @property
    def value_key(self) -> str:
        """What the value is called in facts: value_nok, value_eur."""
        return f"value_{self.meta.currency.lower()}"

    def turning_days(self) -> list[dt.date]:
        """The days on which a threshold begins to hold, or the first without it."""
        if "turning_days" not in self.cache:
            days = {each.valid_from for each in self.thresholds}
            days |= {each.valid_to + dt.timedelta(days=1) for each in self.thresholds if each.valid_to}
            self.cache["turning_days"] = sorted(days)  # set at once: threads share a rulebook
        found: list[dt.date] = self.cache["turning_days"]
        return found

    def limits(self, group: str, contract: str, day: dt.date) -> dict[str, Threshold]:
        """The thresholds that hold for this buyer, contract and day, by kind. The contract as it is treated."""
        key = (bisect_right(self.turning_days(), day), group, contract)
        found = self._limits.get(key)
        if found is None:
            kind = self.contracts[contract].treated_as if contract in self.contracts else contract
            found = {each.kind: each for each in self.thresholds if each.applies(group, kind, day)}
            self._limits[key] = found
        return found

    def time_rule(self, kind: str, regime: str) -> TimeRule | None:
        """The time rule of this kind that holds in a regime, with its sections there."""
        rules = (rule for rule in self.time_rules.values() if rule.kind == kind and regime in rule.regimes)
        return next((self.narrowed(rule, (regime,)) for rule in rules), None)

    def narrowed(self, entry: Entry, regimes: tuple[str, ...]) -> Entry:
        """The entry with those of its sections that hold in one of the regimes; with all, when none of them does."""
        key = (type(entry), entry.id, regimes)
        if key not in self.cache:
            kept = tuple(each for each in entry.sections if self._holds(each, regimes))
            self.cache[key] = replace(entry, sections=kept) if kept else entry
        found: Entry = self.cache[key]
        return found

    def _holds(self, section: str, regimes: tuple[str, ...]) -> bool:
        plain = _DOUBLED.sub(r"\1", section)
        scopes = [scope.regimes for scope in self.section_scopes if plain.startswith(scope.starts)]
        return not scopes or any(not scope.isdisjoint(regimes) for scope in scopes)
