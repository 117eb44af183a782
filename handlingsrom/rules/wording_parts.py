"""The parts that an answer is told in: sentences with their sections, questions, procedures, openings, notices."""

from __future__ import annotations

from dataclasses import dataclass, field

from .engine.facts import Facts
from .engine.guidance import Eform, RegimeNotices
from .engine.model import Procedure, Rulebook
from .engine.result import ProcedureResult
from .wording_changes import Way, ways
from .words import Mark


@dataclass(frozen=True)
class Line:
    """A sentence with its sections. `mark` says in words when it is not certain, `note` what to know of it."""

    text: str
    sections: tuple[str, ...] = ()
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Ask:
    """A question whose answer would settle something. `decides`: it settles which rules apply."""

    fact: str
    question: str
    help: str
    sections: tuple[str, ...]
    decides: bool


@dataclass(frozen=True)
class ConditionWords:
    """One condition of a procedure."""

    text: str
    section: str
    mark: Mark


@dataclass(frozen=True)
class ProcedureWords:
    """A procedure as this purchase meets it. `why_closed` is for one that belongs to other rules."""

    result: ProcedureResult
    mark: Mark
    any_is_enough: bool
    conditions: tuple[ConditionWords, ...]
    why_closed: str
    book: Rulebook = field(repr=False, compare=False)
    facts: Facts = field(repr=False, compare=False)

    @property
    def procedure(self) -> Procedure:
        """The entry of the rulebook."""
        return self.result.procedure

    @property
    def ways(self) -> tuple[Way, ...]:
        """What it would take for it to open, with the fewest changes. Worked out anew each time it is asked for."""
        return ways(self.book, self.facts, self.procedure.id)


@dataclass(frozen=True)
class InstrumentWords:
    """A way to make room for innovation."""

    id: str
    name: str
    status: str
    mark: Mark
    how: str
    fit: str
    fit_words: str
    sections: tuple[str, ...]
    sure: str


@dataclass(frozen=True)
class NoticeWords:
    """What to publish, and where."""

    where: str
    rules: RegimeNotices
    award: Line | None
    early: str
    language: str
    platform: str
    eforms: tuple[Eform, ...]
    eforms_note: str
    source_url: str
