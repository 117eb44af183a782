"""What the pages of one initiative show, read with a small and fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import norwegian
from handlingsrom.method.model import Artefact, Criterion, Method, Phase, Question, Step
from handlingsrom.network.models import Visibility, narrower

from .access import Reader, attachments_of, in_team, visible_initiatives, visible_worksheets, worksheets_of
from .actions.steps import UNDER_WAY, method_of, where_it_stands
from .fields import sheet_title
from .models import (
    Attachment,
    CriterionCheck,
    Initiative,
    QuestionScore,
    State,
    StepState,
    TeamMember,
    TeamRole,
    Worksheet,
)

NEED = "behovsbeskrivelse"
QUOTE_LENGTH = 320
ROLE_ORDER = [TeamRole.LEAD, TeamRole.CONTRIBUTOR, TeamRole.DECIDER, TeamRole.READER]


# --- Steps ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class StepLine:
    """A step as it stands in one initiative."""

    step: Step
    state: State
    changed_at: dt.datetime | None
    met: frozenset[str]
    is_current: bool = False

    @property
    def criteria(self) -> list[tuple[Criterion, bool]]:
        """The done-criteria, each with whether it is met."""
        return [(criterion, criterion.id in self.met) for criterion in self.step.done_criteria]

    @property
    def missing(self) -> list[Criterion]:
        """The required criteria that are not met."""
        return [criterion for criterion in self.step.required_criteria if criterion.id not in self.met]

    @property
    def under_way(self) -> bool:
        """Whether someone works on it now."""
        return self.state in UNDER_WAY

    @property
    def words(self) -> str:
        """The state in words: Done 12 October; In progress, 2 of 3 criteria."""
        if self.state == State.DONE and self.changed_at:
            return _("Done %(date)s") % {"date": norwegian.date_day(self.changed_at)}
        if not self.under_way or not self.step.done_criteria:
            return str(self.state.label)
        met = sum(1 for _criterion, is_met in self.criteria if is_met)
        words = {"met": met, "all": len(self.step.done_criteria)}
        if self.state == State.REOPENED:
            return _("Reopened, %(met)d of %(all)d criteria") % words
        return _("In progress, %(met)d of %(all)d criteria") % words


@dataclass(frozen=True)
class Way:
    """All steps of an initiative."""

    method: Method
    lines: dict[str, StepLine]
    current: str

    @property
    def states(self) -> dict[str, str]:
        """Step id to state, as the drawing wants it."""
        return {step_id: str(line.state.value) for step_id, line in self.lines.items()}

    @property
    def phases(self) -> list[tuple[Phase, list[StepLine]]]:
        """The phases with their steps."""
        return [(phase, [self.lines[step.id] for step in phase.steps]) for phase in self.method.phases]


def way(initiative: Initiative) -> Way:
    """The steps with their states and criteria. Two queries."""
    method = method_of(initiative)
    states = {row.step_id: row for row in StepState.objects.filter(initiative=initiative)}
    met = defaultdict(set)
    for step_id, criterion_id in CriterionCheck.objects.filter(initiative=initiative).values_list(
        "step_id", "criterion_id"
    ):
        met[step_id].add(criterion_id)
    current = where_it_stands(method, {step_id: row.state for step_id, row in states.items()})
    lines = {step.id: _line(step, states.get(step.id), met[step.id], current) for step in method.steps}
    return Way(method, lines, current)


def _line(step: Step, row: StepState | None, met: Iterable[str], current: str) -> StepLine:
    state = State(row.state) if row else State.NOT_STARTED
    return StepLine(step, state, row.changed_at if row else None, frozenset(met), step.id == current)


# --- The five questions -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class QuestionLine:
    """A question with its level now and at the first scoring. The attributes are those of the five_questions tag."""

    question: Question
    now: QuestionScore | None
    first: QuestionScore | None
    for_team: bool
    history: tuple[QuestionScore, ...] = ()
    language: str = ""

    @property
    def short(self) -> str:
        """The short name."""
        return self.question.short

    @property
    def level(self) -> int | None:
        """The level now; None where it was never scored."""
        return self.now.level if self.now else None

    @property
    def level_title(self) -> str:
        """What the level is called."""
        return self.question.level(self.now.level).title if self.now else ""

    @property
    def before(self) -> int | None:
        """The level at the first scoring; None where there has been only one."""
        return self.first.level if self.first and self.first is not self.now else None

    @property
    def before_title(self) -> str:
        """What that level is called."""
        return "" if self.before is None else self.question.level(self.before).title

    @property
    def evidence(self) -> str:
        """What the team builds on. For the team only; others are told so."""
        if self.now is None:
            return ""
        return self.now.evidence if self.for_team else _("For the team only")

    @property
    def evidence_language(self) -> str:
        """The language of what the team has written; nothing for our own words."""
        return self.language if self.now is not None and self.for_team else ""


@dataclass(frozen=True)
class Questions:
    """The five questions of one initiative."""

    lines: list[QuestionLine]
    first_on: dt.date | None
    last_on: dt.date | None

    @property
    def scored(self) -> bool:
        """Whether any question has a level."""
        return self.last_on is not None

    @property
    def before(self) -> str:
        """When the first scoring was, in words."""
        return norwegian.date_day(self.first_on) if self.first_on else ""

    @property
    def caption(self) -> str:
        """Who scored when."""
        if self.last_on is None:
            return ""
        return _("Scored by the team %(date)s") % {"date": norwegian.date_day(self.last_on)}


def questions(person: Reader, initiative: Initiative, method: Method) -> Questions:
    """The five questions with their history. One query."""
    rows: dict[str, list[QuestionScore]] = defaultdict(list)
    for score in (
        QuestionScore.objects.filter(initiative=initiative).select_related("scored_by").order_by("scored_at", "pk")
    ):
        rows[score.question_id].append(score)
    for_team = in_team(person, initiative)
    lines = [
        _question_line(question, rows[question.id], for_team, initiative.language) for question in method.questions
    ]
    days = [score.scored_on for scores in rows.values() for score in scores]
    return Questions(lines, min(days, default=None), max(days, default=None))


def _question_line(question: Question, scores: list[QuestionScore], for_team: bool, language: str) -> QuestionLine:
    now, first = (scores[-1], scores[0]) if scores else (None, None)
    return QuestionLine(question, now, first, for_team, tuple(reversed(scores)), language)


# --- The need, the facts, the team ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Need:
    """What the need description says, as far as the reader may see it."""

    quote: str = ""
    language: str = "nb"
    facts: tuple[tuple[str, str], ...] = ()


def need(person: Reader, initiative: Initiative, method: Method) -> Need:
    """The initiative in a few lines: its summary, or what a visible need description says. One query."""
    sheet = worksheets_of(person, initiative).filter(artefact_id=NEED).order_by("number").first()
    if sheet is None:
        return Need(initiative.summary, initiative.language)
    try:
        artefact = method.artefact(NEED)
    except KeyError:
        return Need(initiative.summary, initiative.language)
    told = " ".join(_text(sheet.answers.get(name)) for name in ("problem", "onsket_endring"))
    quote, language = (
        (initiative.summary, initiative.language) if initiative.summary else (_shorten(told), sheet.language)
    )
    return Need(quote, language, tuple(_need_facts(artefact, sheet.answers)))


def _need_facts(artefact: Artefact, answers: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """Who it concerns, and how soon."""
    who = _text(answers.get("berorte"))
    if who:
        yield _("Who it concerns"), _shorten(who, 120)
    horizon = _text(answers.get("tidshorisont"))
    if horizon:
        chosen = artefact.field("tidshorisont")
        yield chosen.label, chosen.option_label(horizon)


def facts(initiative: Initiative) -> list[tuple[str, str]]:
    """The facts of the initiative that are filled in, as label and value."""
    value = initiative.value_nok
    amount = _("%(amount)s without VAT") % {"amount": norwegian.money(value)} if value is not None else ""
    rows = [
        (_("What is bought"), str(initiative.get_contract_kind_display()) if initiative.contract_kind else ""),
        (_("Estimated value"), amount),
        (_("Wanted start"), norwegian.date_day(initiative.wanted_start)),
        (_("CPV code"), initiative.cpv),
        (_("Where it came from"), _origin(initiative)),
    ]
    return [(label, text) for label, text in rows if text]


def _origin(initiative: Initiative) -> str:
    kind = str(initiative.get_origin_display()) if initiative.origin else ""
    return ": ".join(part for part in (kind, initiative.origin_note) if part)


def team(initiative: Initiative) -> list[TeamMember]:
    """The team, leaders first. One query."""
    members = initiative.team.select_related("person")
    return sorted(members, key=lambda member: (ROLE_ORDER.index(TeamRole(member.role)), member.person.name))


def may_be_responsible(initiative: Initiative) -> QuerySet[Person]:
    """The active people of the owner organisation."""
    return people_of([initiative.organisation_id])


def people_of(organisations: Iterable[object]) -> QuerySet[Person]:
    """The active people of these organisations."""
    return (
        Person.objects.filter(is_active=True, memberships__organisation_id__in=list(organisations))
        .distinct()
        .order_by("name")
    )


def source_of(person: Reader, initiative: Initiative) -> tuple[str, Initiative | None]:
    """Where a copy came from: always the organisation's name; the initiative only if the reader may see it now."""
    if not initiative.copied_note:
        return "", None
    source = (
        visible_initiatives(person).filter(pk=initiative.copied_from_id).first() if initiative.copied_from_id else None
    )
    return initiative.copied_note, source


def provenance(person: Reader, sheet: Worksheet) -> str:
    """Where a copied worksheet came from. Others than the team read titles only of what they may see themselves.

    The copy may be seen by more people than what it was copied from. The organisation's name stands last in the note.
    """
    note = sheet.copied_note
    if not note or in_team(person, sheet.initiative):
        return note
    seen = sheet.copied_from_id and visible_worksheets(person).filter(pk=sheet.copied_from_id).exists()
    return note if seen else note.rpartition(", ")[2]


# --- Documents --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sheet:
    """A worksheet as it stands in a list, with who can read it in truth."""

    worksheet: Worksheet
    artefact: Artefact | None
    visibility: Visibility

    @property
    def title(self) -> str:
        """Its own title, its first written answer, or what the method calls it."""
        if self.artefact is None:
            return self.worksheet.title or self.worksheet.artefact_id
        return sheet_title(self.worksheet, self.artefact)


@dataclass(frozen=True)
class Documents:
    """Worksheets and files that the reader may see."""

    sheets: list[Sheet] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    more: bool = False


def documents(person: Reader, initiative: Initiative, method: Method, *, limit: int | None = None) -> Documents:
    """The worksheets, last changed first, and the files. Two queries."""
    sheets = worksheets_of(person, initiative).order_by("-updated_at")
    files = (
        attachments_of(person, initiative)
        .select_related("worksheet")
        .defer("worksheet__answers")
        .order_by("-uploaded_at")
    )
    if limit is None:
        return Documents([_sheet(row, initiative, method) for row in sheets], [_file(row, initiative) for row in files])
    found, kept = list(sheets[: limit + 1]), list(files[: limit + 1])
    more = len(found) > limit or len(kept) > limit
    return Documents(
        [_sheet(row, initiative, method) for row in found[:limit]],
        [_file(row, initiative) for row in kept[:limit]],
        more,
    )


def sheets_of_step(
    person: Reader, initiative: Initiative, step: Step, method: Method
) -> list[tuple[Artefact, list[Sheet]]]:
    """The worksheets of a step: each kind with those that are begun. One query."""
    rows: dict[str, list[Sheet]] = defaultdict(list)
    kinds = [artefact.id for artefact in step.artefacts]
    begun = worksheets_of(person, initiative).filter(artefact_id__in=kinds)
    for row in begun.select_related("updated_by").order_by("artefact_id", "number"):
        rows[row.artefact_id].append(_sheet(row, initiative, method))
    return [(artefact, rows[artefact.id]) for artefact in step.artefacts]


def _sheet(row: Worksheet, initiative: Initiative, method: Method) -> Sheet:
    try:
        artefact = method.artefact(row.artefact_id)
    except KeyError:
        return Sheet(row, None, Visibility.TEAM)
    shared = narrower(initiative.visibility, row.visibility) if artefact.shareable else Visibility.TEAM
    return Sheet(row, artefact, shared)


def _file(row: Attachment, initiative: Initiative) -> Attachment:
    """The file, with who can read it in truth."""
    widest = narrower(initiative.visibility, row.worksheet.visibility) if row.worksheet else initiative.visibility
    row.visibility = narrower(widest, row.visibility)
    return row


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _shorten(text: str, length: int = QUOTE_LENGTH) -> str:
    """At most so many characters, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]} …"
