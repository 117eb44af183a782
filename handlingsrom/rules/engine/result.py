"""What an assessment says. Entries of the rulebook with answers; texts and words are for those who show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from .calendar import Period
from .conditions import Answer
from .facts import Facts
from .guidance import DialogueRule, Instrument, Obligation, RegimeNotices
from .model import Condition, Procedure, Reduction, Regime, Rule, Rulebook, Step, Threshold

Status = Literal["open", "conditional", "depends", "closed"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The value beside a threshold. `reaches` is whether it is equal or more; None when the value is unknown."""

    threshold: Threshold
    value: int | None
    reaches: Answer


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One condition of a procedure, and whether it is met."""

    condition: Condition
    met: Answer


@dataclass(frozen=True, slots=True)
class ProcedureResult:
    """A procedure: whether it is open, whether its regime holds, and each of its conditions there."""

    procedure: Procedure
    status: Status
    in_regime: Answer
    conditions: tuple[ConditionResult, ...]
    section: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A minimum deadline as a date. `assumed`: it runs from a planned day, not from one that is known."""

    procedure: str
    what: str
    stage: str
    period: Period
    section: str
    applied: tuple[Reduction, ...]
    by_agreement: tuple[Reduction, ...]
    absolute_min: int | None
    agreement: bool
    assumed: bool


@dataclass(frozen=True, slots=True)
class Standstill:
    """How long to wait between award and contract. None days: not regulated. `reasonable`: no minimum is set."""

    min_days: int | None
    reasonable: bool
    section: str
    text: str
    period: Period | None = None
    earliest_signature: dt.date | None = None


@dataclass(frozen=True, slots=True)
class InstrumentResult:
    """A way to make room for innovation, and whether this purchase may use it.

    `silent`: it is closed only in that the rules of the purchase say nothing of it, which forbids nothing.
    """

    instrument: Instrument
    status: Status
    silent: bool = False


@dataclass(frozen=True, slots=True)
class ObligationResult:
    """A duty in the contract. `holds` is None when it depends on what is not known."""

    obligation: Obligation
    holds: Answer


@dataclass(frozen=True, slots=True)
class SmallLots:
    """Lots that may follow a lighter regime: each under the amount, together at most the share of the whole."""

    threshold: Threshold
    indexes: tuple[int, ...]
    together: int
    limit: int

    @property
    def all_fit(self) -> bool:
        """Whether all the small lots may be taken out at once."""
        return self.together <= self.limit


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know of the answer, and how certain it is."""

    text: str
    sections: tuple[str, ...]
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the rulebook says of a purchase. `regime` is None when it depends; `possible` are those it may be."""

    rulebook: Rulebook
    facts: Facts
    regime: Regime | None
    rule: Rule | None
    step: Step | None
    possible: tuple[str, ...]
    asks: tuple[str, ...]  # the facts that would settle what depends, the most important first
    comparisons: tuple[Comparison, ...]
    notice: str | None
    notices: RegimeNotices | None
    award_notice: bool
    standstill: Standstill
    procedures: tuple[ProcedureResult, ...]
    deadlines: tuple[Deadline, ...]
    dialogue: tuple[DialogueRule, ...]
    instruments: tuple[InstrumentResult, ...]
    obligations: tuple[ObligationResult, ...]
    small_lots: SmallLots | None
    notes: tuple[Note, ...]

    @property
    def procedures_open(self) -> tuple[str, ...]:
        """The ids of the open procedures, in the order of the rulebook."""
        return tuple(each.procedure.id for each in self.procedures if each.status == "open")

    def procedure(self, procedure_id: str) -> ProcedureResult:
        """One procedure's result. KeyError if the rulebook has none with this id."""
        for each in self.procedures:
            if each.procedure.id == procedure_id:
                return each
        raise KeyError(procedure_id)
