"""What a method is made of: frozen dataclasses, in one language, with look-ups by id. No database, no Django.

Ids and option values are the same in all languages, so that an answer written in bokmål reads right in nynorsk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

FIELD_TYPES = (
    "text",
    "longtext",
    "number",
    "money",
    "percent",
    "date",
    "datetime",
    "choice",
    "multichoice",
    "boolean",
    "user",
    "organisation",
    "list",
    "table",
    "file",
    "url",
    "scale",
)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value that is stored, and the label that is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a worksheet.

    `options_from` names where the options come from. When that is content of the method (steps, procedures, benefit
    types, barriers), `options` holds them. When it is the id of an artefact, `options` is empty: they are what the team
    has written in its own worksheets of that kind.
    """

    id: str
    label: str
    type: str
    required: bool = False
    help: str = ""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    columns: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None

    def option_label(self, value: str) -> str:
        """The label of a stored value; the value itself when the method no longer has it."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True, slots=True)
class Artefact:
    """A worksheet as the method describes it, and the step it belongs to in this method."""

    id: str
    title: str
    description: str
    repeatable: bool
    shareable: bool
    fields: tuple[Field, ...]
    step_id: str

    def field(self, field_id: str) -> Field:
        """The field with this id. KeyError if there is none."""
        return _by_id(self.fields, field_id)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that holds when the step is done."""

    id: str
    text: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Regulation:
    """What the law says about a step: a reference, a note and on what the note rests."""

    ref: str
    note: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `short` is its name where there is little room. `maps_to` are steps of the base method."""

    id: str
    order: int
    phase_id: str
    title: str
    short: str
    purpose: str
    answers_questions: tuple[str, ...]
    key_questions: tuple[str, ...]
    activities: tuple[str, ...]
    participants: tuple[str, ...]
    artefacts: tuple[Artefact, ...]
    done_criteria: tuple[Criterion, ...]
    tips: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    regulation: tuple[Regulation, ...] = ()
    maps_to: tuple[str, ...] = ()

    def criterion(self, criterion_id: str) -> Criterion:
        """The done-criterion with this id. KeyError if there is none."""
        return _by_id(self.done_criteria, criterion_id)

    @property
    def required_criteria(self) -> tuple[Criterion, ...]:
        """The criteria that must hold before the step is done."""
        return tuple(criterion for criterion in self.done_criteria if criterion.required)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the way, with its steps. `short` is its name where there is little room."""

    id: str
    order: int
    title: str
    short: str
    description: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One of the five levels of a question, 0–4."""

    level: int
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the five questions that the network asks about every purchase."""

    id: str
    order: int
    short: str
    title: str
    why: str
    step_ids: tuple[str, ...]
    levels: tuple[Level, ...]

    def level(self, number: int) -> Level:
        """The level with this number. KeyError if there is none."""
        for level in self.levels:
            if level.level == number:
                return level
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Role:
    """Someone who takes part."""

    id: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Barrier:
    """Something that stops innovation in procurement: how one notices it and what one can do."""

    id: str
    category: str
    title: str
    symptom: str
    measures: tuple[str, ...]
    step_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procurement procedure, and when it fits."""

    id: str
    title: str
    part: str
    fits: str
    innovation: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    term: str
    definition: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment in an example."""

    when: str
    what: str
    step_id: str


@dataclass(frozen=True, slots=True)
class Example:
    """A real case that the method file tells about."""

    id: str
    title: str
    organisation: str
    disclaimer: str
    timeline: tuple[Moment, ...]
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A whole method in one language."""

    id: str
    version: str
    language: str
    title: str
    summary: str
    legal_notice: str
    law_read_on: date
    phases: tuple[Phase, ...]
    questions: tuple[Question, ...]
    roles: tuple[Role, ...]
    barriers: tuple[Barrier, ...]
    procedures: tuple[Procedure, ...]
    glossary: tuple[Term, ...]
    examples: tuple[Example, ...]
    principles: tuple[str, ...]
    column_labels: Mapping[str, str]
    base: tuple[str, str] | None = None
    _steps: dict[str, Step] = field(init=False, repr=False, compare=False, default_factory=dict)
    _artefacts: dict[str, Artefact] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for phase in self.phases:
            for step in phase.steps:
                self._steps[step.id] = step
                self._artefacts.update({artefact.id: artefact for artefact in step.artefacts})

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(self._steps.values())

    @property
    def artefacts(self) -> tuple[Artefact, ...]:
        """All worksheets in order."""
        return tuple(self._artefacts.values())

    def phase(self, phase_id: str) -> Phase:
        """The phase with this id. KeyError if there is none."""
        return _by_id(self.phases, phase_id)

    def step(self, step_id: str) -> Step:
        """The step with this id. KeyError if there is none."""
        return self._steps[step_id]

    def artefact(self, artefact_id: str) -> Artefact:
        """The worksheet with this id. KeyError if there is none."""
        return self._artefacts[artefact_id]

    def question(self, question_id: str) -> Question:
        """The question with this id. KeyError if there is none."""
        return _by_id(self.questions, question_id)

    def role(self, role_id: str) -> Role:
        """The role with this id. KeyError if there is none."""
        return _by_id(self.roles, role_id)

    def column_label(self, column: str) -> str:
        """The heading of a table column; its id when the method no longer has it."""
        return self.column_labels.get(column, column)

    def barriers_of(self, step_id: str) -> tuple[Barrier, ...]:
        """The barriers that people meet in this step."""
        return tuple(barrier for barrier in self.barriers if step_id in barrier.step_ids)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_HasId)


def _by_id(items: Iterable[_T], wanted: str) -> _T:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)
