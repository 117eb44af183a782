"""What stands in each Word document, in which order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handlingsrom.core.norwegian import sentence_case

from .. import access
from ..export import ExportedSheet, ExportedStep, export_initiative, export_step, export_worksheet
from ..models import Initiative, Worksheet
from .paper import Paper

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "þ": "th", "ð": "d"})


@dataclass(frozen=True)
class FileName:
    """A file name that people can read and every disk can keep: behovsbeskrivelse-trygge-netter.docx."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "-".join(slug for part in self.parts if (slug := self._slug(part, 40))) + ".docx"

    @staticmethod
    def _slug(text: str, length: int) -> str:
        plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS)).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        return slug if len(slug) <= length else slug[: length + 1].rpartition("-")[0] or slug[:length]


def worksheet_document(person: access.Reader, initiative: Initiative, worksheet: Worksheet) -> bytes:
    """One worksheet with every question, answered or not."""
    sheet = export_worksheet(person, initiative, worksheet)
    paper = Paper(title=sheet.title, language=worksheet.language, author=initiative.organisation.name)
    paper.title(sheet.title)
    paper.note(sheet.description)
    paper.facts(sheet.facts)
    _answers(paper, sheet, level=1)
    return paper.bytes()


def step_document(person: access.Reader, initiative: Initiative, step_id: str) -> bytes:
    """One step: its state, its criteria, and the worksheets that the reader may see."""
    step = export_step(person, initiative, step_id)
    title = _("%(step)s: %(initiative)s") % {"step": step.title, "initiative": initiative.title}
    paper = Paper(title=title, language=initiative.language, author=initiative.organisation.name)
    paper.title(step.title)
    paper.note(step.purpose)
    paper.facts(
        (
            (_("Organisation"), initiative.organisation.name),
            (_("Initiative"), initiative.title),
            (_("State"), step.state),
        )
    )
    _step(paper, step, level=1)
    return paper.bytes()


def initiative_document(person: access.Reader, initiative: Initiative) -> bytes:
    """The whole initiative, as far as the reader may see it."""
    whole = export_initiative(person, initiative)
    paper = Paper(title=whole.title, language=initiative.language, author=initiative.organisation.name)
    paper.title(whole.title)
    if whole.summary:
        paper.voice(whole.summary)
    paper.facts(whole.facts)
    paper.heading(_("The five questions"), 1)
    paper.grid((_("Question"), _("Level"), _("What we build on")), whole.questions, (4, 2, 4))
    for step in whole.steps:
        paper.heading(f"{step.number}. {step.title}", 1)
        paper.note(step.state)
        _step(paper, step, level=2)
    if not whole.steps:
        paper.note(_("No step is begun yet."))
    return paper.bytes()


def _step(paper: Paper, step: ExportedStep, *, level: int) -> None:
    if step.criteria:
        paper.heading(_("Done when"), level)
        rows = tuple((text, _("Met") if met else _("Not met yet")) for text, met in step.criteria)
        paper.grid((_("Criterion"), _("State")), rows, (3, 1))
    for sheet in step.sheets:
        paper.heading(sheet.title, level)
        if sheet.kind != sheet.title:
            paper.note(sheet.kind)
        paper.facts(sheet.facts)
        _answers(paper, sheet, level=level + 1)
    if not step.sheets:
        paper.note(_("No worksheet is begun in this step yet, or none that is shared with you."))


def _answers(paper: Paper, sheet: ExportedSheet, *, level: int) -> None:
    for answer in sheet.answers:
        paper.heading(sentence_case(answer.label), level)
        paper.blocks(answer.blocks)
