"""When each phase of a purchase can be, in two tracks kept apart: the minimum by law, and what practice recommends.

The minimum has only what the rulebook sets: a phase without a minimum takes no day there. The recommended track has
the days of practice, never fewer than the law's. Periods are counted by the rulebook's calendar in both.

How days are counted forwards and backwards stands in steps.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from .assess import assess
from .calendar import ONE_DAY
from .deadlines import ASSESS_REQUESTS
from .facts import situation
from .model import Procedure, Rulebook
from .result import Assessment, Deadline, ProcedureResult
from .steps import EVENT, NO_TIME, WORKING_DAY, Span, Step, arrives, backward, forward, latest_of, span_of

Mode = Literal["from_today", "from_notice", "to_start"]
NO_NOTICE = frozenset({"none", "none_competition"})
NEED, DIALOGUE, DOCUMENTS, NOTICE = "need", "dialogue", "documents", "notice"
REQUEST, TENDER, NEGOTIATION, EVALUATION = "request", "tender", "negotiation", "evaluation"
STANDSTILL, CONTRACT = "standstill", "contract"
PHASES = (
    NEED,
    DIALOGUE,
    DOCUMENTS,
    NOTICE,
    REQUEST,
    ASSESS_REQUESTS,
    TENDER,
    NEGOTIATION,
    EVALUATION,
    STANDSTILL,
    CONTRACT,
)


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. `law_days` is None where the law sets no minimum; `section` and `law_text` say what it does set."""

    id: str
    name: str
    how: str
    minimum: Span
    recommended: Span
    law_days: int | None = None
    section: str = ""
    law_text: str = ""
    deadline: Deadline | None = None
    advice: str = ""
    advice_section: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The phases of a purchase, in order. `law_known` is False when it depends which rules apply."""

    assessment: Assessment
    mode: Mode
    today: dt.date
    wanted_start: dt.date | None
    procedure: Procedure | None
    choices: tuple[ProcedureResult, ...]
    phases: tuple[Phase, ...]
    law_known: bool
    earliest_minimum: dt.date  # the contract day when one begins today
    earliest_recommended: dt.date
    other_regime: str | None  # the regime on the recommended notice day, when it is another

    @property
    def contract_minimum(self) -> dt.date:
        """The first day the contract may be signed by law."""
        return self.phases[-1].minimum.starts

    @property
    def contract_recommended(self) -> dt.date:
        """The day the contract begins after the recommended time."""
        return arrives(self.phases[-1].recommended)

    @property
    def starts_minimum(self) -> dt.date:
        """The day the first phase begins by law: the latest possible when the start of the contract is given."""
        return self.phases[0].minimum.starts

    @property
    def starts_recommended(self) -> dt.date:
        """The day the first phase begins in the recommended track."""
        return self.phases[0].recommended.starts

    @property
    def days_short(self) -> int:
        """How many days too late it is to begin as recommended. 0 when there is time, or the notice is already sent."""
        ahead = self.mode == "to_start" or (self.mode == "from_notice" and self.assessment.facts.date >= self.today)
        return max(0, (self.today - self.starts_recommended).days) if ahead else 0

    @property
    def days_short_by_law(self) -> int:
        """How many days too late it is even with the minimum by law."""
        return max(0, (self.today - self.starts_minimum).days) if self.mode == "to_start" else 0

    def phase(self, phase_id: str) -> Phase | None:
        """A phase by its id, if the purchase has it."""
        return next((each for each in self.phases if each.id == phase_id), None)


@dataclass(frozen=True, slots=True)
class _Row:
    """A phase without its days."""

    id: str
    minimum: Step
    recommended: Step
    law_days: int | None = None
    section: str = ""
    law_text: str = ""
    deadline: Deadline | None = None
    advice: str = ""
    advice_section: str = ""


def timeline(
    assessment: Assessment,
    procedure_id: str | None = None,
    *,
    today: dt.date,
    wanted_start: dt.date | None = None,
    mode: Mode | None = None,
) -> Timeline:
    """The timeline for one procedure; the one that fits best when none, or none that is open, is named.

    With a wanted start it is counted backwards from that. Otherwise it is counted from the facts' date as the day of
    the notice, or from today when that is the facts' date.
    """
    if mode is None:
        mode = "from_today" if assessment.facts.date == today else "from_notice"
    if wanted_start is not None:
        mode = "to_start"
    procedure = choose(assessment, procedure_id)
    rows = _rows(assessment, procedure)
    calendar = assessment.rulebook.calendar
    minimum = [row.minimum for row in rows]
    recommended = [row.recommended for row in rows]
    earliest = [arrives(forward(calendar, steps, today)[-1]) for steps in (minimum, recommended)]
    if mode == "to_start":
        assert wanted_start is not None
        tracks = [backward(calendar, steps, wanted_start) for steps in (minimum, recommended)]
    elif mode == "from_notice":
        tracks = _from_notice(assessment, rows)
    else:
        tracks = [forward(calendar, steps, today) for steps in (minimum, recommended)]
    phases = tuple(_phase(assessment.rulebook, row, *spans) for row, *spans in zip(rows, *tracks, strict=True))
    return Timeline(
        assessment=assessment,
        mode=mode,
        today=today,
        wanted_start=wanted_start,
        procedure=procedure,
        choices=tuple(each for each in assessment.procedures if each.status == "open"),
        phases=phases,
        law_known=assessment.regime is not None,
        earliest_minimum=earliest[0],
        earliest_recommended=earliest[1],
        other_regime=_other_regime(assessment, phases),
    )


def choose(assessment: Assessment, procedure_id: str | None = None) -> Procedure | None:
    """The procedure asked for if it is open; otherwise one with negotiation if the needs call for it, or the first."""
    open_ones = [each.procedure for each in assessment.procedures if each.status == "open"]
    asked = next((each for each in open_ones if each.id == procedure_id), None)
    if asked is not None or not open_ones:
        return asked
    at = situation(assessment.rulebook, assessment.facts)
    at.regime = assessment.regime.id if assessment.regime else None
    with_notice = [each for each in open_ones if not each.without_notice] or open_ones
    called_for = (
        each
        for each in with_notice
        if each.negotiation and any(opening.when and opening.test(at) is True for opening in each.openings)
    )
    return next(called_for, with_notice[0])


def _rows(assessment: Assessment, procedure: Procedure | None) -> list[_Row]:
    """The phases of the procedure, in order."""
    rows = [_work(assessment, phase) for phase in (NEED, DIALOGUE, DOCUMENTS)]
    found = [each for each in assessment.deadlines if procedure and each.procedure == procedure.id]
    by_stage = {each.stage: each for each in found}
    published = assessment.notice is not None and assessment.notice not in NO_NOTICE
    if by_stage or (published and procedure and not procedure.without_notice):
        section = assessment.notices.section if assessment.notices else ""
        rows.append(_Row(NOTICE, EVENT, WORKING_DAY, section=section))
    tender = _stage(assessment, procedure, TENDER, by_stage.get(TENDER))
    talk = [_work(assessment, NEGOTIATION)] if procedure and procedure.negotiation else []
    if REQUEST in by_stage:
        rows.append(_stage(assessment, procedure, REQUEST, by_stage[REQUEST]))
        rows.append(_work(assessment, ASSESS_REQUESTS, sends=TENDER in by_stage))
    rows += [*talk, tender] if procedure and procedure.dialogue_first else [tender, *talk]
    standstill = _standstill(assessment, procedure)
    rows.append(_work(assessment, EVALUATION, sends=standstill is not None and standstill.law_days is not None))
    if standstill is not None:
        rows.append(standstill)
    rows.append(_work(assessment, CONTRACT))
    return rows


def _practice(assessment: Assessment, phase: str) -> tuple[int, int]:
    """The days and the working days that practice recommends for a phase; fewer where no notice is needed."""
    practice = assessment.rulebook.practice.get(phase)
    if practice is None:
        return 0, 0
    regime = assessment.regime
    small = regime is not None and regime.notice == "none" and bool(assessment.procedures_open)
    if small and practice.days_without_notice is not None:
        return practice.days_without_notice, 0
    return practice.days or 0, practice.working_days or 0


def _work(assessment: Assessment, phase: str, *, sends: bool = False) -> _Row:
    """Work for which the law sets no time. `sends`: it ends with a letter from which a period of law runs."""
    days, working = _practice(assessment, phase)
    minimum = EVENT if sends else NO_TIME
    if not days and not working:
        return _Row(phase, minimum, replace(minimum, aligned=True))
    return _Row(phase, minimum, Step("work", days=days, working=working, aligned=True))


def _stage(assessment: Assessment, procedure: Procedure | None, phase: str, deadline: Deadline | None) -> _Row:
    """A phase in which the suppliers have time: by law when there is a minimum deadline."""
    days, _ = _practice(assessment, phase)
    if deadline is None:
        note = procedure.deadline_note if procedure else ""
        return _Row(phase, NO_TIME, Step("period", days) if days else NO_TIME, law_text=note)
    law = deadline.period.days
    return _Row(
        phase,
        Step("period", law, law_days=law),
        Step("period", max(law, days), law_days=law),
        law_days=law,
        section=deadline.section,
        deadline=deadline,
    )


def _standstill(assessment: Assessment, procedure: Procedure | None) -> _Row | None:
    """The standstill; None where nothing is said of one."""
    days, _ = _practice(assessment, STANDSTILL)
    recommended = Step("period", days) if days else NO_TIME
    if assessment.regime is None:
        return _Row(STANDSTILL, NO_TIME, recommended)
    rulebook, standstill, law = assessment.rulebook, assessment.standstill, assessment.standstill.min_days
    if law is None:
        return None
    if procedure is not None and procedure.without_notice:
        exception = rulebook.time_rule("standstill_exceptions", assessment.regime.id)
        voluntary = next((each for each in rulebook.time_rules.values() if each.kind == "voluntary_ex_ante"), None)
        if exception is not None:
            section = exception.section_in.get(assessment.regime.id, exception.sections[0])
            return _Row(
                STANDSTILL,
                NO_TIME,
                recommended,
                section=section,
                law_text=exception.text,
                advice=voluntary.text if voluntary else "",
                advice_section=voluntary.sections[0] if voluntary else "",
            )
    if not law:
        return _Row(STANDSTILL, NO_TIME, recommended, section=standstill.section, law_text=standstill.text)
    return _Row(
        STANDSTILL,
        Step("period", law, law_days=law),
        Step("period", max(law, days), law_days=law),
        law_days=law,
        section=standstill.section,
        law_text=standstill.text,
    )


def _from_notice(assessment: Assessment, rows: list[_Row]) -> list[list[Span]]:
    """Both tracks with the notice on the facts' date: what comes before it as late as it can be, the rest forwards."""
    calendar, day = assessment.rulebook.calendar, assessment.facts.date
    anchor = next((number for number, row in enumerate(rows) if row.id == NOTICE), None)
    after = next(number for number, row in enumerate(rows) if row.id == DOCUMENTS) + 1
    tracks = []
    for recommended in (False, True):
        steps = _as_known(assessment, rows, recommended)
        if anchor is None:  # nothing is published: the date is the day the suppliers are asked
            before, first, fixed = steps[:after], steps[after:], []
            start = day + ONE_DAY if first[0].kind == "period" else day
            bound = start
        else:
            before, first, fixed = steps[:anchor], steps[anchor + 1 :], [Span(day, day)]
            start, bound = day + ONE_DAY, day
        latest = latest_of(calendar, before, bound)
        spans = [span_of(calendar, step, free) for step, free in zip(before, latest, strict=True)]
        tracks.append([*spans, *fixed, *forward(calendar, first, start)])
    return tracks


def _as_known(assessment: Assessment, rows: list[_Row], recommended: bool) -> list[Step]:
    """The steps of a track, where what has already been sent takes the time it took."""
    steps = [row.recommended if recommended else row.minimum for row in rows]
    index = {row.id: number for number, row in enumerate(rows)}
    facts = assessment.facts
    known = (
        (ASSESS_REQUESTS, facts.invitation_sent, (REQUEST,)),
        (EVALUATION, facts.award_notice_sent, (REQUEST, ASSESS_REQUESTS, TENDER, NEGOTIATION)),
    )
    for phase, sent, earlier in known:
        if sent is None or phase not in index:
            continue
        steps[index[phase]] = Step("until", until=sent)
        for each in earlier:
            if each in index and steps[index[each]].kind != "until":
                steps[index[each]] = rows[index[each]].minimum
    return steps


def _phase(rulebook: Rulebook, row: _Row, minimum: Span, recommended: Span) -> Phase:
    practice = rulebook.practice.get(row.id)
    return Phase(
        id=row.id,
        name=practice.name if practice else "",
        how=practice.how if practice else "",
        minimum=minimum,
        recommended=recommended,
        law_days=row.law_days,
        section=row.section,
        law_text=row.law_text,
        deadline=row.deadline,
        advice=row.advice,
        advice_section=row.advice_section,
    )


def _other_regime(assessment: Assessment, phases: tuple[Phase, ...]) -> str | None:
    """The regime on the day of the recommended notice, when thresholds change before it and give another one."""
    rulebook, facts, regime = assessment.rulebook, assessment.facts, assessment.regime
    planned = next((each.recommended.starts for each in phases if each.id == NOTICE), None)
    if planned is None or regime is None or planned < rulebook.meta.covers_from:
        return None
    first, last = sorted((facts.date, planned))
    if not any(first < turn <= last for turn in rulebook.turning_days()):
        return None
    then = assess(rulebook, replace(facts, date=planned)).regime
    return then.id if then is not None and then.id != regime.id else None
