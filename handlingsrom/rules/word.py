"""An assessment as a Word document: an appendix to the protocol of the procurement.

Call it with the language active that the document is to have, and an assessment whose rulebook speaks that language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handlingsrom.core.norwegian import date_long, date_short, number
from handlingsrom.initiatives.word.paper import Paper

from .engine.guidance import InnovationCode
from .engine.result import Assessment
from .fact_words import SHOWN, label_of, value_in_words
from .openings import Opening, Openings
from .wording import Answer
from .wording_dates import DeadlineWords
from .wording_parts import Line, ProcedureWords

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TeamPart:
    """What an initiative adds: its openings with what the team has chosen, and the codes that a person has confirmed.

    `with_notes`: the reader is in the team and may have its notes.
    """

    openings: Openings
    codes: Sequence[InnovationCode] = ()
    with_notes: bool = False


def assessment_document(
    assessment: Assessment,
    *,
    title: str,
    language: str,
    author: str = "",
    about: Facts = (),
    team: TeamPart | None = None,
) -> bytes:
    """The document. `about` is what it belongs to and when it was recorded, as label and value."""
    answer = Answer(assessment)
    paper = Paper(title=title, language=language, author=author)
    paper.title(title)
    paper.note(answer.disclaimer)
    paper.facts((*about, *_freshness(assessment)))
    paper.heading(_("What the assessment rests on"), 1)
    paper.facts(_facts(assessment))
    _rules(paper, answer)
    _procedures(paper, answer)
    _notices(paper, answer)
    _deadlines(paper, answer)
    _openings(paper, answer, team)
    _duties(paper, answer)
    _reservations(paper, answer)
    return paper.bytes()


def _freshness(assessment: Assessment) -> Facts:
    """Which rulebook it is, and when the law was read."""
    meta = assessment.rulebook.meta
    version = _("%(name)s, version %(version)s") % {"name": meta.name, "version": meta.version}
    return ((_("Rulebook"), version), (_("The law was read"), date_long(meta.checked_as_of)))


def _facts(assessment: Assessment) -> Facts:
    facts = assessment.facts
    usual = {key for key in ("electronic_submission", "full_electronic_access") if getattr(facts, key)}
    shown = [key for key in SHOWN if key not in usual]
    told = ((label_of(key), value_in_words(assessment.rulebook, facts, key)) for key in shown)
    unknown = [label_of(key) for key in ("authority", "contract", "value", "needs") if not _known(assessment, key)]
    rows = tuple((label, text) for label, text in told if text)
    return (*rows, (_("Not known"), "; ".join(unknown))) if unknown else rows


def _known(assessment: Assessment, key: str) -> bool:
    return bool(value_in_words(assessment.rulebook, assessment.facts, key))


def _rules(paper: Paper, answer: Answer) -> None:
    paper.heading(_("Which rules apply"), 1)
    paper.voice(_with_sections(answer.headline, answer.sections))
    for line in answer.why:
        paper.note(_told(line))
    if answer.possible:
        paper.note(_("These rules are possible:"))
        paper.points(tuple(_with_sections(each.name, each.sections) for each in answer.possible))
    if answer.asks:
        paper.note(_("It would help to know:"))
        paper.points(tuple(_with_sections(each.question, each.sections) for each in answer.asks))


def _procedures(paper: Paper, answer: Answer) -> None:
    paper.heading(_("Procedures"), 1)
    groups = answer.procedures
    for status, heading in (("open", _("Open")), ("depends", _("It depends"))):
        if groups[status]:
            paper.heading(heading, 2)
            for each in groups[status]:
                _procedure(paper, each)
    if not groups["open"] and not groups["depends"]:
        paper.note(_("No procedure is open without more."))
    if groups["conditional"]:
        paper.heading(_("Only on a ground that can be documented"), 2)
        rows = tuple((each.procedure.name, _grounds(each)) for each in groups["conditional"])
        paper.grid((_("Procedure"), _("Grounds")), rows, (3, 7))
    if groups["closed"]:
        paper.heading(_("Closed"), 2)
        closed = tuple((each.procedure.name, _why_closed(each), each.result.section) for each in groups["closed"])
        paper.grid((_("Procedure"), _("Why"), _("Section")), closed, (4, 6, 3))


def _procedure(paper: Paper, each: ProcedureWords) -> None:
    paper.heading(each.procedure.name, 3)
    paper.note(_with_sections(each.procedure.conditions, each.procedure.sections))
    if each.conditions:
        if each.any_is_enough and len(each.conditions) > 1:
            paper.note(_("One of these is enough:"))
        rows = tuple((one.text, str(one.mark.words), one.section) for one in each.conditions)
        paper.grid((_("Condition"), _("Answer"), _("Section")), rows, (7, 2, 3))


def _grounds(each: ProcedureWords) -> str:
    """The grounds for an exception, one on a line, each with its answer and section."""
    lines = (f"{one.text}: {str(one.mark.words).lower()} ({one.section})" for one in each.conditions)
    return "\n".join(lines) or each.procedure.conditions


def _why_closed(each: ProcedureWords) -> str:
    if each.why_closed:
        return each.why_closed
    return _("The conditions are not met.") if each.conditions else _("Not for this purchase.")


def _notices(paper: Paper, answer: Answer) -> None:
    notices = answer.notices
    if notices is None:
        return
    paper.heading(_("Notices"), 1)
    paper.voice(_with_sections(notices.where, (notices.rules.section,)))
    if notices.rules.mandatory:
        paper.note(_("To be published:"))
        paper.points(notices.rules.mandatory)
    if notices.rules.voluntary:
        paper.note(_("May be published:"))
        paper.points(notices.rules.voluntary)
    for text in (notices.rules.alternative, notices.platform, notices.early, notices.language):
        if text:
            paper.note(text)
    if notices.award:
        paper.note(_told(notices.award))


def _deadlines(paper: Paper, answer: Answer) -> None:
    if not answer.is_certain:
        return
    paper.heading(_("Deadlines and standstill"), 1)
    if answer.deadlines:
        rows = tuple(_deadline(each) for each in answer.deadlines)
        head = (_("Procedure"), _("Deadline"), _("Days"), _("Ends at the earliest"), _("Section"))
        paper.grid(head, rows, (5, 5, 2, 4, 4))
        for how in dict.fromkeys(_how(each) for each in answer.deadlines):
            paper.note(how)
        for text in dict.fromkeys(note for each in answer.deadlines for note in (*_adjusted(each), *each.notes)):
            paper.note(text)
    else:
        paper.note(_("The rules set no minimum deadline. Give the suppliers the time they need."))
    for procedure in answer.no_deadlines:
        if answer.deadlines or procedure.deadline_note:
            text = procedure.deadline_note or _("No minimum deadline.")
            paper.note(_("%(procedure)s: %(text)s") % {"procedure": procedure.name, "text": text})
    if answer.standstill:
        paper.heading(_("Standstill"), 2)
        paper.note(_with_sections(answer.standstill.text, (answer.standstill.section,)))
        if answer.standstill.earliest:
            paper.note(_("The contract may be signed from %(day)s.") % {"day": date_long(answer.standstill.earliest)})


def _deadline(each: DeadlineWords) -> tuple[str, ...]:
    counted = each.counted
    return each.procedure, each.what, number(counted.days), date_short(counted.ends), ", ".join(each.sections)


def _how(each: DeadlineWords) -> str:
    told = _("%(what)s: %(how)s") % {"what": each.what, "how": " ".join(each.counted.how)}
    return f"{told} {each.counted.warning}".strip()


def _adjusted(each: DeadlineWords) -> Iterable[str]:
    return (_with_sections(text, (section,)) for text, section in each.adjustments)


def _openings(paper: Paper, answer: Answer, team: TeamPart | None) -> None:
    paper.heading(_("Room for innovation"), 1)
    regime = answer.assessment.regime
    if regime and regime.innovation_fit:
        paper.note(_with_sections(regime.innovation_fit, answer.sections))
    if team is None:
        rows = tuple((each.name, each.how, ", ".join(each.sections)) for each in answer.instruments["open"])
        _grid_or_note(paper, (_("Opening"), _("How"), _("Section")), rows, (3, 6, 3))
        return
    rows = tuple(_choice(each, team.with_notes) for each in team.openings.all)
    _grid_or_note(paper, (_("Opening"), _("What we do"), _("Section")), rows, (4, 6, 3))
    if team.codes:
        paper.heading(_("Innovation in the notice"), 2)
        paper.note(_("Confirmed by a person, to be put in the notice (BT-06 and BT-776):"))
        paper.points(tuple(f"{code.name} ({code.id})" for code in team.codes))


def _choice(opening: Opening, with_notes: bool) -> tuple[str, str, str]:
    """An opening with what the team makes of it. What nobody has decided stands with how it may be used."""
    decided, instrument = opening.decided, opening.instrument
    if decided is None:
        text = _("In use, as our worksheets show.") if opening.shown_by else _("Not considered yet.")
    elif opening.is_used:
        text = _("We use it.")
    else:
        text = _("We do not use it: %(reason)s.") % {"reason": decided.get_reason_display()}
    if decided and decided.note and with_notes:
        text = f"{text}\n{decided.note}"
    return instrument.name, text, ", ".join(instrument.sections)


def _grid_or_note(
    paper: Paper, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...]
) -> None:
    if rows:
        paper.grid(head, rows, widths)
    else:
        paper.note(_("No opening is certain yet."))


def _duties(paper: Paper, answer: Answer) -> None:
    if not answer.duties and not answer.obligations:
        return
    paper.heading(_("Duties"), 1)
    paper.points(tuple(line.text for line in answer.duties))
    rows = tuple(
        (line.text, _("Holds") if holds else _("May hold"), ", ".join(line.sections))
        for line, holds in answer.obligations
    )
    if rows:
        paper.heading(_("Duties in the contract"), 2)
        paper.grid((_("Duty"), _("For this contract"), _("Section")), rows, (7, 2, 3))


def _reservations(paper: Paper, answer: Answer) -> None:
    paper.heading(_("Reservations"), 1)
    paper.note(answer.disclaimer)
    paper.note(answer.freshness)
    for line in (*answer.notes, answer.transition):
        paper.note(_told(line))
    if answer.unverified:
        paper.note(_("Not verified in this version of the rulebook:"))
        paper.points(tuple(each.text for each in answer.unverified))


def _told(line: Line) -> str:
    """A sentence with its sections, how sure it is, and what to know of it."""
    text = _with_sections(line.text, line.sections)
    more = [f"{part}" if part.endswith(".") else f"{part}." for part in (line.mark, line.note) if part]
    return " ".join([text, *more])


def _with_sections(text: str, sections: Sequence[str]) -> str:
    return f"{text} ({'; '.join(each for each in sections if each)})" if any(sections) else text
