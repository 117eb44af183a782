"""Unused room for manoeuvre: what the law lets a purchase do to make room for innovation, and what the team does.

An opening is an instrument of the rulebook that is open for the purchase. It is in use when the team says so, or when
one of its worksheets shows it. Nobody is told of a worksheet that they may not see: readers outside the team see what
rests on the worksheets that are shared with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handlingsrom.initiatives.access import Reader, in_team, worksheets_of
from handlingsrom.initiatives.fields import is_empty
from handlingsrom.initiatives.models import Initiative, Worksheet

from .engine.guidance import Instrument
from .engine.model import Rulebook
from .engine.result import Assessment
from .models import Choice, OpeningChoice


@dataclass(frozen=True)
class Opening:
    """One lawful opening: what it is, which worksheets show that it is used, and what the team has decided."""

    instrument: Instrument
    shown_by: tuple[Worksheet, ...] = ()
    decided: OpeningChoice | None = None

    @property
    def is_used(self) -> bool:
        """Whether the team uses it: what the team says goes before what its worksheets show."""
        return self.decided.choice == Choice.USED if self.decided else bool(self.shown_by)

    @property
    def is_declined(self) -> bool:
        """Whether the team has said no."""
        return self.decided is not None and self.decided.choice == Choice.NOT_USED

    @property
    def is_waiting(self) -> bool:
        """Whether it is neither used nor declined."""
        return not self.is_used and not self.is_declined


@dataclass(frozen=True)
class Openings:
    """All lawful openings of a purchase, in the order of the rulebook."""

    all: tuple[Opening, ...] = ()

    @property
    def used(self) -> tuple[Opening, ...]:
        """Those in use."""
        return tuple(each for each in self.all if each.is_used)

    @property
    def declined(self) -> tuple[Opening, ...]:
        """Those that the team has said no to, with a reason."""
        return tuple(each for each in self.all if each.is_declined)

    @property
    def waiting(self) -> tuple[Opening, ...]:
        """Those that are not in use, and where nobody has said why."""
        return tuple(each for each in self.all if each.is_waiting)

    @property
    def unused(self) -> int:
        """How many are not in use."""
        return len(self.all) - len(self.used)


def openings_of(person: Reader, initiative: Initiative, assessment: Assessment) -> Openings:
    """The openings of an initiative as this reader sees them. Two queries."""
    lawful = lawful_openings(assessment)
    sheets = worksheets_of(person, initiative).filter(artefact_id__in=evidence_artefacts(assessment.rulebook))
    shown = shown_by(lawful, sheets.order_by("artefact_id", "number"))
    choices = {row.opening: row for row in choices_of(person, initiative)}
    return Openings(tuple(Opening(each, tuple(shown[each.id]), choices.get(each.id)) for each in lawful))


def choices_of(person: Reader, initiative: Initiative) -> list[OpeningChoice]:
    """What the team has decided. Others than the team do not get the notes. One query."""
    found = OpeningChoice.objects.filter(initiative=initiative).select_related("decided_by")
    if in_team(person, initiative):
        return list(found)
    rows = list(found.defer("note"))
    for row in rows:
        row.note = ""
    return rows


def lawful_openings(assessment: Assessment) -> list[Instrument]:
    """The instruments that are certainly open for the purchase."""
    return [each.instrument for each in assessment.instruments if each.status == "open"]


def evidence_artefacts(rulebook: Rulebook) -> set[str]:
    """The kinds of worksheets that can show that an instrument is used."""
    found: set[str] = set()
    for instrument in rulebook.instruments.values():
        found |= set(_artefacts(instrument))
    return found


def shown_by(instruments: Iterable[Instrument], sheets: Iterable[Worksheet]) -> Mapping[str, list[Worksheet]]:
    """For each instrument the worksheets that show it."""
    sheets = list(sheets)
    found: dict[str, list[Worksheet]] = defaultdict(list)
    for instrument in instruments:
        found[instrument.id] = [sheet for sheet in sheets if shows(instrument, sheet.artefact_id, sheet.answers)]
    return found


def shows(instrument: Instrument, artefact_id: str, answers: Any) -> bool:
    """Whether a worksheet with these answers shows that the instrument is used. An empty worksheet shows nothing."""
    if not isinstance(answers, Mapping) or all(is_empty(value) for value in answers.values()):
        return False
    if artefact_id in _listed(instrument.evidence.get("artefacts")):
        return True
    wanted = instrument.evidence.get("field")
    if not isinstance(wanted, Mapping) or wanted.get("artefact") != artefact_id:
        return False
    answer = answers.get(wanted.get("field"))
    given = answer if isinstance(answer, list) else [answer]
    return any(value in given for value in _listed(wanted.get("values")))


def _artefacts(instrument: Instrument) -> Iterable[str]:
    yield from _listed(instrument.evidence.get("artefacts"))
    wanted = instrument.evidence.get("field")
    if isinstance(wanted, Mapping) and isinstance(wanted.get("artefact"), str):
        yield wanted["artefact"]


def _listed(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []
