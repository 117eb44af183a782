"""What an example can fetch from the worksheets of its initiative, section by section, with where it came from.

Only worksheets that the method says may be shared are offered, and those that are for the team only are not chosen
until the writer chooses them. MAPPING says which answers go to which section.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from handlingsrom.core.norwegian import money
from handlingsrom.initiatives import access as initiatives
from handlingsrom.initiatives.access import Reader
from handlingsrom.initiatives.fields import sheet_title
from handlingsrom.initiatives.models import Initiative, Worksheet
from handlingsrom.method import get_method
from handlingsrom.method.model import Artefact, Field, Method
from handlingsrom.network.models import Visibility

from .models import SECTIONS, Effect, Example, Theme, longest

MAPPING: dict[str, tuple[str, ...]] = {
    "need": ("behovsbeskrivelse.problem", "behovsbeskrivelse.onsket_endring"),
    "context": (
        "behovsbeskrivelse.berorte",
        "behovsbeskrivelse.avgrensning",
        "dialognotat.dagens",
        "dialognotat.omfang",
        "spesifikasjon.nasituasjon",
    ),
    "what_was_done": (
        "erfaringskort.situasjon",
        "erfaringskort.gjorde",
        "innsikt.funn",
        "testplan.hva",
        "testplan.hvor",
    ),
    "procedure": ("konkurransestrategi.framgangsmate", "konkurransestrategi.begrunnelse"),
    "market_dialogue": ("dialogoppsummering.deltakelse", "dialogoppsummering.laert"),
    "specification_change": ("dialogoppsummering.endringer", "funksjonskrav.funksjon"),
    "cost": ("konkurransestrategi.verdi", "behovsbeskrivelse.antatt_verdi"),
    "effect": ("gevinstrapport.realisert", "gevinstrapport.uventet"),
    "lessons": ("erfaringskort.resultat", "sluttevaluering.bra", "innsikt.overraskelser"),
    "do_differently": ("erfaringskort.annerledes", "sluttevaluering.annerledes"),
}
SUMMARY_LENGTH = 300
FIRST_ONLY = {"cost"}  # one answer is enough
LISTED = {"funksjonskrav.funksjon"}  # one line a worksheet
THEMES = {
    "helse-og-omsorg": Theme.HEALTH,
    "oppvekst": Theme.CHILDHOOD,
    "teknisk-og-bygg": Theme.BUILDING,
    "samferdsel": Theme.TRANSPORT,
    "klima-og-miljo": Theme.CLIMATE,
    "digitalisering": Theme.DIGITAL,
    "administrasjon": Theme.ADMINISTRATION,
    "annet": Theme.OTHER,
}


@dataclass(frozen=True)
class Sheet:
    """A worksheet that text can be fetched from."""

    worksheet: Worksheet
    artefact: Artefact
    team_only: bool

    @property
    def name(self) -> str:
        """What the worksheet is called, with its own title when it has one."""
        own = sheet_title(self.worksheet, self.artefact)
        return self.artefact.title if own == self.artefact.title else f"{self.artefact.title}: {own}"


@dataclass
class Prefill:
    """Values for the form, and for each section the names and ids of the worksheets they were fetched from."""

    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, list[str]] = field(default_factory=dict)
    provenance: dict[str, list[str]] = field(default_factory=dict)

    def note(self, section: str, sheet: Sheet) -> None:
        """Remember that something in the section was fetched from this worksheet."""
        names, ids = self.sources.setdefault(section, []), self.provenance.setdefault(section, [])
        if str(sheet.worksheet.pk) not in ids:
            names.append(sheet.name)
            ids.append(str(sheet.worksheet.pk))


def offered_sheets(person: Reader, initiative: Initiative) -> list[Sheet]:
    """The worksheets that may be shared and have something to fetch, in the order of the method."""
    language = (translation.get_language() or "nb")[:2]
    method = get_method(initiative.method_id, initiative.method_version, language)
    useful = {place.partition(".")[0] for places in MAPPING.values() for place in places}
    shareable = {one.id: one for one in method.artefacts if one.shareable and one.id in useful}
    worksheets = initiatives.visible_worksheets(person).filter(initiative=initiative, version__gt=0)
    sheets = []
    for worksheet in worksheets.filter(artefact_id__in=initiatives.shareable_artefacts() & set(shareable)):
        worksheet.initiative = initiative
        team_only = initiatives.worksheet_visibility(worksheet) == Visibility.TEAM
        sheets.append(Sheet(worksheet, shareable[worksheet.artefact_id], team_only))
    order = list(shareable)
    return sorted(sheets, key=lambda sheet: (order.index(sheet.artefact.id), sheet.worksheet.number))


def chosen_sheets(sheets: Sequence[Sheet], ids: Iterable[str] | None) -> list[Sheet]:
    """The worksheets with these ids; without a choice those that others than the team can already read."""
    if ids is None:
        return [sheet for sheet in sheets if not sheet.team_only]
    wanted = set(ids)
    return [sheet for sheet in sheets if str(sheet.worksheet.pk) in wanted]


def prefill(initiative: Initiative, sheets: Sequence[Sheet]) -> Prefill:
    """The first text of each section, in the language of the initiative, from these worksheets."""
    with translation.override(initiative.language):
        method = get_method(initiative.method_id, initiative.method_version, initiative.language)
        result = Prefill(
            {
                "title": initiative.title,
                "summary": Truncator(initiative.summary).chars(SUMMARY_LENGTH),
                "language": initiative.language,
            }
        )
        for section in SECTIONS:
            _fill_section(result, section, method, sheets)
        _fill_figures(result, sheets)
        _fill_facts(result, sheets)
    return result


def still_from(before: Any, now: Any) -> bool:
    """Whether something of what was fetched is still there: a whole line, or a whole row."""
    if isinstance(before, str) and isinstance(now, str):
        kept = {line.strip() for line in now.splitlines() if line.strip()}
        return any(line.strip() in kept for line in before.splitlines() if line.strip())
    return any(row in (now or []) for row in before or [])


def provenance_names(example: Example, person: Reader) -> dict[str, list[str]]:
    """For each section the names of the worksheets it was fetched from, as far as the person may see them."""
    ids = {uuid.UUID(pk) for some in example.provenance.values() for pk in some}
    if not ids or example.initiative is None:
        return {}
    names = {str(s.worksheet.pk): s.name for s in offered_sheets(person, example.initiative) if s.worksheet.pk in ids}
    found = {section: [names[pk] for pk in some if pk in names] for section, some in example.provenance.items()}
    return {section: some for section, some in found.items() if some}


# --- Sections ---------------------------------------------------------------------------------------------------------
def _fill_section(result: Prefill, section: str, method: Method, sheets: Sequence[Sheet]) -> None:
    parts: list[str] = []
    for place in MAPPING[section]:
        artefact_id, _dot, field_id = place.partition(".")
        if parts and section in FIRST_ONLY:
            break
        for sheet in (one for one in sheets if one.artefact.id == artefact_id):
            text = _answer_text(method, artefact_id, field_id, sheet.worksheet.answers.get(field_id))
            if text:
                parts.append(f"– {text}" if place in LISTED else text)
                result.note(section, sheet)
    if parts:
        result.values[section] = _joined(parts)[: longest(section)]


def _fill_figures(result: Prefill, sheets: Sequence[Sheet]) -> None:
    """The numbers of the need become the row of figures at the top of the example."""
    for sheet in (one for one in sheets if one.artefact.id == "behovsbeskrivelse"):
        rows = [row for row in sheet.worksheet.answers.get("tallgrunnlag") or [] if isinstance(row, dict)]
        figures = [
            {"figure": str(row.get("tall", ""))[:20], "what": str(row.get("hva_det_viser", ""))[:80]}
            for row in rows
            if row.get("tall") and row.get("hva_det_viser")
        ]
        if figures:
            result.values["figures"] = figures[:4]
            result.note("figures", sheet)


def _fill_facts(result: Prefill, sheets: Sequence[Sheet]) -> None:
    """The theme, and whether the effect was measured."""
    for sheet in sheets:
        answers = sheet.worksheet.answers
        if sheet.artefact.id == "erfaringskort":
            themes = [THEMES[value] for value in answers.get("tema") or [] if value in THEMES]
            if themes and "theme" not in result.values:
                result.values["theme"] = themes[0]
            if answers.get("tittel"):
                result.values["title"] = str(answers["tittel"])[:160]
        if sheet.artefact.id == "gevinstrapport":
            rows = [row for row in answers.get("realisert") or [] if isinstance(row, dict)]
            if any(row.get("na") for row in rows):
                result.values["effect_measured"] = Effect.MEASURED


# --- Answers as text --------------------------------------------------------------------------------------------------
def _answer_text(method: Method, artefact_id: str, field_id: str, value: Any) -> str:
    """The answer as one would write it in a story; an empty text for an empty answer or an unknown field."""
    if value in (None, "", [], {}):
        return ""
    try:
        known = method.artefact(artefact_id).field(field_id)
    except KeyError:
        return ""
    write = _WRITERS.get(known.type)
    return write(method, known, value).strip() if write else ""


def _plain(method: Method, known: Field, value: Any) -> str:
    return str(value)


def _choice(method: Method, known: Field, value: Any) -> str:
    return known.option_label(str(value))


def _money(method: Method, known: Field, value: Any) -> str:
    return _("Estimated value: %(amount)s, without VAT.") % {"amount": money(value)}


def _list(method: Method, known: Field, value: Any) -> str:
    return "\n".join(f"– {item}" for item in value if str(item).strip())


def _table(method: Method, known: Field, value: Any) -> str:
    lines = []
    for row in value:
        cells = [(method.column_label(column), row.get(column)) for column in known.columns if row.get(column)]
        if cells:
            first, rest = str(cells[0][1]), [f"{label}: {cell}" for label, cell in cells[1:]]
            lines.append("– " + ". ".join([first, *rest]))
    return "\n".join(lines)


_WRITERS: dict[str, Callable[[Method, Field, Any], str]] = {
    "text": _plain,
    "longtext": _plain,
    "choice": _choice,
    "money": _money,
    "list": _list,
    "table": _table,
}


def _joined(parts: Sequence[str]) -> str:
    """Paragraphs with a blank line between; lists and repeated rows follow each other."""
    text = parts[0]
    for before, after in pairwise(parts):
        text += ("\n" if before.startswith("– ") and after.startswith("– ") else "\n\n") + after
    return text
