"""An assessment as lines of text for a terminal. Pure: no Django; the words come from the app's own catalogues."""

from __future__ import annotations

import gettext
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .engine.result import Assessment, Deadline, ProcedureResult, Status

WIDTH = 100
LOCALES = Path(__file__).resolve().parent / "locale"
MARKS: dict[Status, str] = {"open": "+", "conditional": "(+)", "depends": "?", "closed": "-"}


def as_lines(assessment: Assessment) -> list[str]:
    """What matters most, the sections beside it. Everything else is in the JSON."""
    return list(_Writer(assessment).lines())


class _Writer:
    """Writes one assessment in the language of its rulebook."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.rulebook = assessment.rulebook
        self.words = gettext.translation("django", LOCALES, [self.rulebook.language], fallback=True)

    def lines(self) -> Iterator[str]:
        _ = self.words.gettext
        found, meta = self.assessment, self.rulebook.meta
        yield from self.regime()
        if found.comparisons:
            yield from self.list(_("The value beside the thresholds"), self.comparisons())
        if found.asks:
            yield from self.list(_("It depends on"), self.questions())
        yield from self.list(_("Procedures"), self.procedures())
        if found.deadlines:
            yield from self.list(_("Minimum deadlines"), self.deadlines())
        if found.standstill.text:
            yield from self.list(_("Standstill"), self.standstill())
        if found.notes:
            yield from self.list(_("Worth knowing"), (each.text for each in found.notes))
        yield ""
        yield from textwrap.wrap(meta.disclaimer, WIDTH)
        yield _("The law was read on %(date)s. Rulebook %(version)s.") % {
            "date": meta.checked_as_of.isoformat(),
            "version": self.rulebook.key,
        }

    def regime(self) -> Iterator[str]:
        _ = self.words.gettext
        found = self.assessment
        if found.regime and found.rule:
            yield f"{found.regime.name} [{found.regime.id}] – {_sections(found.rule.sections)}"
            return
        yield _("The facts do not settle which rules apply. It may be:")
        for each in found.possible:
            regime = self.rulebook.regimes[each]
            yield f"  {regime.name} [{regime.id}] – {_sections(regime.sections)}"

    def list(self, title: str, rows: Iterable[str]) -> Iterator[str]:
        yield ""
        yield title
        for row in rows:
            yield from _wrapped(row)

    def comparisons(self) -> Iterator[str]:
        _ = self.words.gettext
        currency = self.rulebook.meta.currency
        for each in self.assessment.comparisons:
            amount = f"{_number(each.threshold.amount)} {currency}"
            told: dict[str, Any] = {"amount": amount, "section": each.threshold.section}
            if each.value is None:
                yield _("The value is not known; the threshold is %(amount)s (%(section)s)") % told
                continue
            told["value"] = _number(each.value)
            if each.reaches:
                yield _("%(value)s reaches %(amount)s (%(section)s)") % told
            else:
                yield _("%(value)s is under %(amount)s (%(section)s)") % told

    def questions(self) -> Iterator[str]:
        for fact in self.assessment.asks:
            asked = self.rulebook.facts[fact]
            yield f"{asked.ask} ({_sections(asked.sections)}) [{fact}]"

    def procedures(self) -> Iterator[str]:
        for each in sorted(self.assessment.procedures, key=lambda each: list(MARKS).index(each.status)):
            if each.in_regime is False:
                continue
            yield self.procedure(each)
            for result in each.conditions:
                yield f"    {self.answer(result.met)}: {result.condition.text} ({result.condition.section})"

    def procedure(self, found: ProcedureResult) -> str:
        _ = self.words.gettext
        words: dict[Status, str] = {
            "open": _("open"),
            "conditional": _("only on one of the grounds below"),
            "depends": _("depends on what is not known"),
            "closed": _("closed"),
        }
        procedure = found.procedure
        return f"{MARKS[found.status]} {procedure.name} [{procedure.id}] – {words[found.status]} ({found.section})"

    def answer(self, met: bool | None) -> str:
        _ = self.words.gettext
        return _("not known") if met is None else _("met") if met else _("not met")

    def deadlines(self) -> Iterator[str]:
        for each in self.assessment.deadlines:
            yield self.deadline(each)

    def deadline(self, found: Deadline) -> str:
        _ = self.words.gettext
        told: dict[str, Any] = {
            "procedure": self.rulebook.procedures[found.procedure].name,
            "what": found.what,
            "days": found.period.days,
            "start": found.period.starts.isoformat(),
            "end": found.period.ends.isoformat(),
            "section": found.section,
        }
        line = _("%(end)s: %(procedure)s [%(what)s], %(days)s days from %(start)s (%(section)s)") % told
        if found.period.nominal != found.period.ends:
            line += " – " + _("moved from %(date)s") % {"date": found.period.nominal.isoformat()}
        if found.assumed:
            line += " – " + _("the first day is only assumed")
        return line

    def standstill(self) -> Iterator[str]:
        _ = self.words.gettext
        found = self.assessment.standstill
        yield found.text if found.section in found.text else f"{found.text} ({found.section})"
        if found.period and found.earliest_signature:
            yield _("From %(start)s to %(end)s; the contract can be signed from %(sign)s") % {
                "start": found.period.starts.isoformat(),
                "end": found.period.ends.isoformat(),
                "sign": found.earliest_signature.isoformat(),
            }


def _sections(sections: Iterable[str]) -> str:
    return "; ".join(sections)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _wrapped(row: str) -> list[str]:
    """A row within the width, what follows the first line set in."""
    deeper = " " * (len(row) - len(row.lstrip()) + 4)
    return textwrap.wrap(row, WIDTH, initial_indent="  ", subsequent_indent=deeper, break_on_hyphens=False)
