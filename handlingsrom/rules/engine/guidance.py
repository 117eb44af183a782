"""The parts of a rulebook that advise: time, notices, dialogue, instruments, duties, supervision, changes, practice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .conditions import Test

Sections = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionScope:
    """Sections that begin so hold in these regimes only."""

    starts: tuple[str, ...]
    regimes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A rule about time that no single procedure owns. `section_in` is the section for each regime."""

    id: str
    text: str
    sections: Sections
    kind: str = ""
    regimes: frozenset[str] = frozenset()
    section_in: Mapping[str, str] = field(default_factory=dict)
    days: int | None = None
    days_non_electronic: int | None = None
    days_before_min: int | None = None
    months_before_max: int | None = None
    years: int | None = None
    reasonable: bool = False
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class RegimeNotices:
    """What is to be published, and what may be, in a regime."""

    regime: str
    mandatory: tuple[str, ...]
    voluntary: tuple[str, ...]
    section: str
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Eform:
    """A form for a notice."""

    subtype: str
    name: str
    regimes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Notices:
    """Everything about notices."""

    places: Mapping[str, str]  # what each value of a regime's `notice` means, as a sentence
    platform: str
    no_early_publication: str
    language: str
    eforms_note: str
    by_regime: Mapping[str, RegimeNotices]
    eforms: tuple[Eform, ...]
    source_url: str


@dataclass(frozen=True, slots=True)
class DialogueRule:
    """What one may and may not do in dialogue. `phase` is before, during or any."""

    id: str
    phase: str
    allowed: bool
    regimes: frozenset[str]
    procedures: frozenset[str]
    text: str
    sections: Sections
    directive: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A way to make room for innovation. `evidence` says which of a team's worksheets show that it is used."""

    id: str
    name: str
    regimes: frozenset[str]
    procedure: str
    how: str
    sections: Sections
    directive: str
    fit: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    confidence: str
    evidence: Mapping[str, Any]
    only_there: bool = False  # may not be used under other rules; most may, though those say nothing of it

    def is_valid(self, day: dt.date) -> bool:
        """Whether it can be used on this day."""
        return _in_time(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty in the contract."""

    id: str
    text: str
    threshold: str
    sections: Sections
    valid_from: dt.date | None
    valid_to: dt.date | None
    confidence: str
    test: Test

    def is_valid(self, day: dt.date) -> bool:
        """Whether it holds on this day."""
        return _in_time(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True)
class Body:
    """Someone who supervises."""

    id: str
    name: str
    role: str
    deadlines: tuple[str, ...]
    sections: Sections
    source_url: str
    confidence: str
    examples: tuple[tuple[str, str], ...] = ()  # text, address
    fee_note: str = ""
    fees: tuple[tuple[str, int], ...] = ()  # name, amount


@dataclass(frozen=True, slots=True)
class LawChange:
    """A change of the law. Without a date it is announced, not in force."""

    id: str
    date: dt.date | None
    what: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with its sections: a value rule, or something that is not verified."""

    id: str
    text: str
    sections: Sections = ()
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """How long a phase takes in practice: advice, never law. The last figure is for purchases without a notice."""

    id: str
    name: str
    days: int | None
    working_days: int | None
    how: str
    days_without_notice: int | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign of innovation in facts or in what a team has written, and the code that it suggests."""

    id: str
    code: str
    text: str
    needs: frozenset[str] = frozenset()
    artefacts: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InnovationCode:
    """A code of BT-776, with the question that a person answers."""

    id: str
    name: str
    ask: str
    help: str


def _in_time(valid_from: dt.date | None, valid_to: dt.date | None, day: dt.date) -> bool:
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
