"""Minimum deadlines as dates, and the standstill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .conditions import Situation
from .facts import Facts
from .model import MinimumDeadline, Procedure, Reduction, Regime, Rulebook
from .result import Deadline, Standstill

ASSESS_REQUESTS = "assess_requests"


def deadlines_of(
    rulebook: Rulebook, procedure: Procedure, regime: Regime, facts: Facts, at: Situation
) -> Iterable[Deadline]:
    """The minimum deadlines of a procedure in a regime, the request before the tender.

    A tender that follows a request runs from the invitation: from the day that is given, otherwise from a planned day
    after the requests are assessed.
    """
    starts, assumed = facts.date, False
    for minimum in procedure.deadlines:
        if regime.id not in minimum.sections:
            continue
        deadline = _deadline(rulebook, procedure, regime, minimum, at, starts, assumed)
        yield deadline
        if minimum.stage == "request":
            starts, assumed = invitation(rulebook, facts, deadline.period.ends)


def invitation(rulebook: Rulebook, facts: Facts, requests_end: dt.date) -> tuple[dt.date, bool]:
    """The day the invitation is sent, and whether that is only assumed."""
    if facts.invitation_sent is not None:
        return facts.invitation_sent, False
    practice = rulebook.practice.get(ASSESS_REQUESTS)
    days = practice.working_days if practice and practice.working_days else 1
    return rulebook.calendar.working_days_after(requests_end, days), True


def _deadline(
    rulebook: Rulebook,
    procedure: Procedure,
    regime: Regime,
    minimum: MinimumDeadline,
    at: Situation,
    starts: dt.date,
    assumed: bool,
) -> Deadline:
    days, section = minimum.days, minimum.sections[regime.id]
    applied: list[Reduction] = []
    agreements: list[Reduction] = []
    added = 0
    shortest: Reduction | None = None
    for reduction in procedure.reductions:
        if reduction.stage != minimum.stage or regime.id not in reduction.sections or _is_barred(reduction, at):
            continue
        answer = reduction.test(at)
        if reduction.by_agreement:
            agreements.append(reduction)
        elif answer is True or (answer is None and reduction.extension):  # what is unknown never makes it shorter
            if reduction.days is None:
                added += reduction.add_days
                applied.append(reduction)
            elif reduction.extension:
                days, section = reduction.days, reduction.sections[regime.id]
                applied.append(reduction)
            elif shortest is None or (shortest.days or 0) > reduction.days:
                shortest = reduction
    if shortest is not None and shortest.days is not None:
        days, section = shortest.days, shortest.sections[regime.id]
        applied = [each for each in applied if each.days is None] + [shortest]
    return Deadline(
        procedure=procedure.id,
        what=minimum.what,
        stage=minimum.stage,
        period=rulebook.calendar.period(starts, days + added),
        section=section,
        applied=tuple(applied),
        by_agreement=tuple(agreements),
        absolute_min=minimum.absolute_min,
        agreement=minimum.agreement,
        assumed=assumed,
    )


def _is_barred(reduction: Reduction, at: Situation) -> bool:
    """Whether this buyer may not use it; a buyer that is unknown may be one that may not."""
    return at.group in reduction.not_for or (at.group is None and bool(reduction.not_for))


def standstill_of(rulebook: Rulebook, regime: Regime | None, facts: Facts) -> Standstill:
    """The standstill in a regime; with its last day when the day the award notice was sent is known."""
    if regime is None:
        return Standstill(None, False, "", "")
    if exempt := regime.exempts(facts.needs):
        return Standstill(exempt.standstill_min_days, False, exempt.section, exempt.text)
    rule = rulebook.time_rule("standstill", regime.id)
    if rule is None:
        return Standstill(None, False, regime.sections[0], regime.standstill)
    section = rule.section_in.get(regime.id, rule.sections[0])
    if rule.days is None:
        return Standstill(0, True, section, regime.standstill)
    days = rule.days if facts.electronic_submission else rule.days_non_electronic or rule.days
    if facts.award_notice_sent is None:
        return Standstill(days, False, section, regime.standstill)
    period = rulebook.calendar.period(facts.award_notice_sent, days)
    return Standstill(days, False, section, regime.standstill, period, period.ends + dt.timedelta(days=1))
