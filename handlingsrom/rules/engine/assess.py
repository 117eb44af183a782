"""From a rulebook and the facts of a purchase to an assessment. A pure function: the same facts, the same answer."""

from __future__ import annotations

from .conditions import Answer, Situation
from .deadlines import deadlines_of, standstill_of
from .facts import Facts, situation
from .guidance import RegimeNotices
from .hinges import deciding_kinds
from .model import Procedure, Regime, Rulebook, Step
from .regimes import Decision, decide, which_value
from .result import (
    Assessment,
    Comparison,
    ConditionResult,
    Deadline,
    InstrumentResult,
    Note,
    ObligationResult,
    ProcedureResult,
    SmallLots,
    Status,
)


def assess(rulebook: Rulebook, facts: Facts) -> Assessment:
    """Everything the rulebook says of a purchase with these facts, on the facts' date."""
    at = situation(rulebook, facts)
    decision = decide(rulebook, facts, at)
    regime = rulebook.regimes[decision.rule.regime] if decision.rule else None
    at.regime = regime.id if regime else None
    procedures = tuple(_procedure(rulebook, each, decision.possible, at) for each in rulebook.procedures.values())
    open_ones = {each.procedure.id for each in procedures if each.status == "open"}
    return Assessment(
        rulebook=rulebook,
        facts=facts,
        regime=regime,
        rule=decision.rule,
        step=decision.step,
        possible=decision.possible,
        asks=_asks(decision, procedures, regime, facts, at),
        comparisons=_comparisons(rulebook, facts, at),
        notice=_notice(regime, at)[0],
        notices=_notices(rulebook, regime, at),
        award_notice=_award_notice(rulebook, regime, at),
        standstill=standstill_of(rulebook, regime, facts),
        procedures=procedures,
        deadlines=_deadlines(rulebook, regime, procedures, facts, at),
        dialogue=tuple(
            rulebook.narrowed(rule, decision.possible)
            for rule in rulebook.dialogue
            if regime and regime.id in rule.regimes and (not rule.procedures or rule.procedures & open_ones)
        ),
        instruments=_instruments(rulebook, decision.possible, procedures, facts),
        obligations=_obligations(rulebook, regime, facts, at) if regime else (),
        small_lots=_small_lots(rulebook, regime, facts, at),
        notes=_notes(rulebook, decision.step, facts, at),
    )


def is_open(rulebook: Rulebook, procedure: Procedure, facts: Facts) -> bool:
    """Whether a procedure is certainly open: the same answer as assess, for this procedure alone."""
    at = situation(rulebook, facts)
    decision = decide(rulebook, facts, at)
    at.regime = decision.rule.regime if decision.rule else None
    return _procedure(rulebook, procedure, decision.possible, at).status == "open"


def _procedure(rulebook: Rulebook, procedure: Procedure, possible: tuple[str, ...], at: Situation) -> ProcedureResult:
    here = tuple(regime for regime in possible if regime in procedure.regimes)
    if not here:
        return ProcedureResult(procedure, "closed", False, (), procedure.sections[0])
    procedure = rulebook.narrowed(procedure, here)
    openings = [procedure.opening(regime) for regime in here]
    answers = {True if each is None else each.test(at) for each in openings}
    certain = len(here) == len(possible)
    opening = openings[0]
    conditions = opening.conditions.get(here[0], ()) if opening else ()
    return ProcedureResult(
        procedure=procedure,
        status=_status(procedure, answers, certain),
        in_regime=True if certain else None,
        conditions=tuple(ConditionResult(each, each.test(at)) for each in conditions),
        section=opening.section if opening else procedure.sections[0],
    )


def _status(procedure: Procedure, answers: set[Answer], certain: bool) -> Status:
    if answers == {True} and certain:
        return "open"
    if True not in answers and procedure.conditional:
        return "conditional"
    return "closed" if answers == {False} else "depends"


def _asks(
    decision: Decision, procedures: tuple[ProcedureResult, ...], regime: Regime | None, facts: Facts, at: Situation
) -> tuple[str, ...]:
    """The facts that would settle what depends: those of the regime first."""
    unknown = [
        result.condition.fact
        for each in procedures
        if each.status == "depends"
        for result in each.conditions
        if result.met is None
    ]
    if regime and regime.exemption and at.needs is None:
        unknown.append("needs")
    unknown += (which_value(ask, facts) for ask in _notice(regime, at)[1])
    return tuple(dict.fromkeys((*decision.asks, *unknown)))


def _comparisons(rulebook: Rulebook, facts: Facts, at: Situation) -> tuple[Comparison, ...]:
    """The value beside each threshold that decides for this buyer and contract, the lowest first."""
    if at.group is None or facts.contract is None:
        return ()
    kinds = deciding_kinds(rulebook)
    limits = rulebook.limits(at.group, facts.contract, facts.date)
    found = sorted((each for kind, each in limits.items() if kind in kinds), key=lambda each: each.amount)
    value = at.value
    return tuple(Comparison(each, value, None if value is None else value >= each.amount) for each in found)


def _notice(regime: Regime | None, at: Situation) -> tuple[str | None, tuple[str, ...]]:
    """Where to publish, and the facts that would settle it when it is not settled."""
    if regime is None:
        return None, ()
    if exempt := regime.exempts(at.needs):
        return exempt.notice, ()
    for rule in regime.notice_rules:
        answer = rule.test(at)
        if answer is True:
            return rule.notice, ()
        if answer is None:
            return regime.notice, rule.asks
    return regime.notice, ()


def _notices(rulebook: Rulebook, regime: Regime | None, at: Situation) -> RegimeNotices | None:
    if regime is None:
        return None
    if exempt := regime.exempts(at.needs):
        return RegimeNotices(regime.id, exempt.mandatory, (), exempt.section)
    return rulebook.notices.by_regime.get(regime.id)


def _award_notice(rulebook: Rulebook, regime: Regime | None, at: Situation) -> bool:
    if regime is None:
        return False
    if exempt := regime.exempts(at.needs):
        return exempt.award_notice
    return rulebook.time_rule("award_notice", regime.id) is not None


def _deadlines(
    rulebook: Rulebook, regime: Regime | None, procedures: tuple[ProcedureResult, ...], facts: Facts, at: Situation
) -> tuple[Deadline, ...]:
    if regime is None:
        return ()
    found: list[Deadline] = []
    for each in procedures:
        if each.status == "open" and each.procedure.deadlines:
            found.extend(deadlines_of(rulebook, each.procedure, regime, facts, at))
    return tuple(found)


def _instruments(
    rulebook: Rulebook, possible: tuple[str, ...], procedures: tuple[ProcedureResult, ...], facts: Facts
) -> tuple[InstrumentResult, ...]:
    """What may be used. An instrument that is a procedure follows the procedure."""
    by_id = {each.procedure.id: each.status for each in procedures}
    found = []
    regimes = frozenset(possible)
    for instrument in rulebook.instruments.values():
        here = len(regimes & instrument.regimes)
        status: Status
        if not here or not instrument.is_valid(facts.date) or by_id.get(instrument.procedure) == "closed":
            status = "closed"
        elif here < len(possible):
            status = "depends"
        else:
            status = by_id[instrument.procedure] if instrument.procedure else "open"
        shown = instrument if status == "closed" else rulebook.narrowed(instrument, possible)
        bound = instrument.procedure or instrument.only_there or not instrument.is_valid(facts.date)
        found.append(InstrumentResult(shown, status, silent=not here and not bound))
    return tuple(found)


def _obligations(rulebook: Rulebook, regime: Regime, facts: Facts, at: Situation) -> tuple[ObligationResult, ...]:
    """The duties that hold on the date, and those that may."""
    found = []
    for obligation in rulebook.obligations:
        if obligation.is_valid(facts.date):
            holds = obligation.test(at)
            if holds is not False:
                found.append(ObligationResult(rulebook.narrowed(obligation, (regime.id,)), holds))
    return tuple(found)


def _small_lots(rulebook: Rulebook, regime: Regime | None, facts: Facts, at: Situation) -> SmallLots | None:
    """The lots that may follow a lighter regime. None when no such rule holds for the purchase."""
    if not facts.lots or at.value is None or at.group is None or facts.contract is None or regime is None:
        return None
    limits = rulebook.limits(at.group, facts.contract, facts.date)
    small = limits.get("small_lot")
    whole = limits.get(small.within) if small else None
    if small is None or whole is None or at.value < whole.amount or small.max_share_percent is None:
        return None
    smaller = facts.with_value(whole.amount - 1)
    if decide(rulebook, smaller, situation(rulebook, smaller)).possible == (regime.id,):
        return None  # the purchase is exempt whatever its value
    indexes = tuple(number for number, value in enumerate(facts.lots) if value < small.amount)
    together = sum(facts.lots[number] for number in indexes)
    return SmallLots(small, indexes, together, at.value * small.max_share_percent // 100)


def _notes(rulebook: Rulebook, step: Step | None, facts: Facts, at: Situation) -> tuple[Note, ...]:
    """What is to be said of the decision itself: the note of its step, and of amounts that are not certain."""
    said = step and step.note and (step.note_test is None or step.note_test(at) is not False)
    found = [Note(step.note, step.sections)] if step and said else []
    if at.group is not None and facts.contract is not None:
        kinds = deciding_kinds(rulebook)
        limits = rulebook.limits(at.group, facts.contract, facts.date)
        noted = (each for kind, each in limits.items() if kind in kinds and each.note)
        found += [Note(each.note, (each.section,), each.confidence) for each in noted]
    if facts.framework_years is not None and at.regime is not None:
        rule = rulebook.time_rule("framework_max", at.regime)
        if rule is not None and rule.years is not None and facts.framework_years > rule.years:
            found.append(Note(rule.text, rule.sections, rule.confidence))
    return tuple(found)
