"""A worksheet, a step or a whole initiative as one document: what print and Word have in common.

Holds only what the reader may see. Texts are in the active language; what people have written stays as it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian
from handlingsrom.method.model import Artefact, Method
from handlingsrom.network.models import Visibility

from . import access, queries
from .actions.worksheets import method_of
from .fields import Block, InitiativeContext, blocks_of, missing_count, sheet_title, to_html
from .models import Initiative, Worksheet

Fact = tuple[str, str]


@dataclass(frozen=True)
class ExportedAnswer:
    """A question of a worksheet with its answer. No blocks: not filled in."""

    label: str
    blocks: tuple[Block, ...]
    required: bool

    @property
    def html(self) -> SafeString:
        """The answer as HTML."""
        return to_html(self.blocks)


@dataclass(frozen=True)
class ExportedSheet:
    """A worksheet with all its questions."""

    title: str
    kind: str
    description: str
    language: str
    facts: tuple[Fact, ...]
    answers: tuple[ExportedAnswer, ...]
    missing: int


@dataclass(frozen=True)
class ExportedStep:
    """A step with its state, its criteria and its worksheets."""

    number: int
    title: str
    purpose: str
    state: str
    criteria: tuple[tuple[str, bool], ...]
    sheets: tuple[ExportedSheet, ...]


@dataclass(frozen=True)
class ExportedInitiative:
    """A whole initiative."""

    title: str
    summary: str
    language: str
    facts: tuple[Fact, ...]
    questions: tuple[tuple[str, str, str], ...]
    steps: tuple[ExportedStep, ...] = field(default_factory=tuple)


def reading_method(initiative: Initiative) -> Method:
    """The initiative's method in the active language."""
    return method_of(initiative, (get_language() or "nb")[:2])


def export_worksheet(person: access.Reader, initiative: Initiative, worksheet: Worksheet) -> ExportedSheet:
    """One worksheet, which the reader may see."""
    method = reading_method(initiative)
    context = InitiativeContext(method, initiative, person)
    context.gather(worksheet.answers)
    artefact = method.artefact(worksheet.artefact_id)
    return _sheet(worksheet, artefact, method, context, alone=True)


def export_step(person: access.Reader, initiative: Initiative, step_id: str) -> ExportedStep:
    """One step with the worksheets that the reader may see."""
    way = queries.way(initiative)
    return _steps(person, initiative, way, [way.lines[step_id]])[0]


def export_initiative(person: access.Reader, initiative: Initiative) -> ExportedInitiative:
    """The whole initiative, as far as the reader may see it. Steps that nobody has begun on are left out."""
    way = queries.way(initiative)
    steps = _steps(person, initiative, way, way.lines.values())
    scored = queries.questions(person, initiative, way.method)
    return ExportedInitiative(
        title=initiative.title,
        summary=initiative.summary,
        language=initiative.language,
        facts=tuple(_initiative_facts(initiative)),
        questions=tuple((line.question.title, _level(line), line.evidence) for line in scored.lines),
        steps=tuple(
            one
            for one, line in zip(steps, way.lines.values(), strict=True)
            if one.sheets or line.changed_at or line.met
        ),
    )


# --- Parts ------------------------------------------------------------------------------------------------------------
def _steps(
    person: access.Reader, initiative: Initiative, way: queries.Way, lines: Iterable[queries.StepLine]
) -> list[ExportedStep]:
    """Steps with their worksheets. A fixed number of queries."""
    lines = list(lines)
    kinds = {artefact.id for line in lines for artefact in line.step.artefacts}
    rows = list(access.visible_worksheets(person).filter(initiative=initiative, artefact_id__in=kinds))
    context = InitiativeContext(way.method, initiative, person)
    context.gather(*(row.answers for row in rows))
    by_kind: dict[str, list[Worksheet]] = defaultdict(list)
    for row in rows:
        row.initiative = initiative
        by_kind[row.artefact_id].append(row)
    return [
        ExportedStep(
            number=line.step.order,
            title=line.step.title,
            purpose=line.step.purpose,
            state=line.words,
            criteria=tuple((criterion.text, met) for criterion, met in line.criteria),
            sheets=tuple(
                _sheet(row, artefact, way.method, context)
                for artefact in line.step.artefacts
                for row in by_kind[artefact.id]
            ),
        )
        for line in lines
    ]


def _sheet(
    worksheet: Worksheet, artefact: Artefact, method: Method, context: InitiativeContext, *, alone: bool = False
) -> ExportedSheet:
    answers = tuple(
        ExportedAnswer(one.label, tuple(blocks_of(one, worksheet.answers, context)), one.required)
        for one in artefact.fields
    )
    return ExportedSheet(
        title=sheet_title(worksheet, artefact),
        kind=artefact.title,
        description=artefact.description,
        language=worksheet.language,
        facts=tuple(_sheet_facts(worksheet, artefact, method, context.reader, alone=alone)),
        answers=answers,
        missing=missing_count(worksheet.answers, artefact),
    )


def _sheet_facts(
    worksheet: Worksheet, artefact: Artefact, method: Method, person: access.Reader, *, alone: bool
) -> Iterable[Fact]:
    """Whose, for whom, how fresh."""
    initiative = worksheet.initiative
    if alone:
        step = method.step(artefact.step_id)
        yield _("Organisation"), initiative.organisation.name
        yield _("Initiative"), initiative.title
        yield _("Step"), f"{step.order}. {step.title}"
    if worksheet.version:
        yield _("Last saved"), norwegian.date_long(worksheet.updated_at)
    yield _("Visible to"), str(Visibility(access.worksheet_visibility(worksheet)).label)
    if note := queries.provenance(person, worksheet):
        yield _("Copied from"), note


def _initiative_facts(initiative: Initiative) -> Iterable[Fact]:
    yield _("Organisation"), initiative.organisation.name
    if initiative.network:
        yield _("Network"), initiative.network.name
    yield _("Status"), str(initiative.get_status_display())
    if initiative.responsible:
        yield _("Responsible"), str(initiative.responsible)
    if initiative.next_action:
        yield _("Next step"), initiative.next_action
    if initiative.due_on:
        yield _("Date"), norwegian.date_long(initiative.due_on)
    yield from queries.facts(initiative)
    if initiative.outcome:
        yield _("Outcome"), initiative.outcome
    yield _("Visible to"), str(Visibility(initiative.visibility).label)
    if initiative.copied_note:
        yield _("Copied from"), initiative.copied_note


def _level(line: queries.QuestionLine) -> str:
    if line.level is None:
        return _("Not scored yet")
    return _("%(level)s: %(title)s") % {"level": line.level, "title": line.level_title}
