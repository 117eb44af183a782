"""An assessment as plain data, for machines. Pure: no Django, no country. The ids are those of the rulebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .engine.changes import Change, smallest_changes
from .engine.conditions import Answer
from .engine.facts import as_data
from .engine.guidance import RegimeNotices
from .engine.model import Condition, Reduction, Regime, Rulebook, Threshold
from .engine.result import Assessment, Comparison, Deadline, ProcedureResult, SmallLots, Standstill

STATES: dict[Answer, str] = {True: "met", False: "unmet", None: "unknown"}


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Everything an assessment says, ready for json.dumps. Dates are ISO dates, amounts whole units without VAT."""
    rulebook, regime = assessment.rulebook, assessment.regime
    return {
        "jurisdiction": rulebook.meta.jurisdiction,
        "rulebook_version": rulebook.meta.version,
        "legal_text_checked_as_of": rulebook.meta.checked_as_of.isoformat(),
        "language": rulebook.language,
        "disclaimer": rulebook.meta.disclaimer,
        "facts": as_data(rulebook, assessment.facts),
        "value": assessment.facts.total,
        "regime": regime.id if regime else None,
        "regime_name": regime.name if regime else None,
        "sections": list(assessment.rule.sections) if assessment.rule else [],
        "possible_regimes": [_named_regime(rulebook.regimes[each]) for each in assessment.possible],
        "depends_on": [_question(rulebook, fact) for fact in assessment.asks],
        "comparisons": [_comparison(each) for each in assessment.comparisons],
        "notice": assessment.notice,
        "notices": _notices(assessment.notices, rulebook),
        "award_notice": assessment.award_notice if regime else None,
        "standstill_min_days": assessment.standstill.min_days,
        "standstill_reasonable": assessment.standstill.reasonable,
        "standstill_text": assessment.standstill.text or None,
        "standstill_section": assessment.standstill.section or None,
        "standstill": _standstill(assessment.standstill),
        "procedures_open": list(assessment.procedures_open),
        "procedures_closed": [each.procedure.id for each in assessment.procedures if each.status == "closed"],
        "procedures": [_procedure(each, assessment) for each in assessment.procedures],
        "deadlines": [_deadline(each, regime) for each in assessment.deadlines],
        "small_lots": _small_lots(assessment.small_lots),
        "dialogue": [
            {
                "id": each.id,
                "phase": each.phase,
                "allowed": each.allowed,
                "text": each.text,
                "sections": list(each.sections),
            }
            for each in assessment.dialogue
        ],
        "instruments": [
            {
                "id": each.instrument.id,
                "name": each.instrument.name,
                "status": each.status,
                "rules_are_silent": each.silent,
                "how": each.instrument.how,
                "fits": each.instrument.fit,
                "sections": list(each.instrument.sections),
                "confidence": each.instrument.confidence or None,
            }
            for each in assessment.instruments
        ],
        "obligations": [
            {
                "id": each.obligation.id,
                "text": each.obligation.text,
                "threshold": each.obligation.threshold or None,
                "state": STATES[each.holds],
                "sections": list(each.obligation.sections),
                "confidence": each.obligation.confidence or None,
            }
            for each in assessment.obligations
        ],
        "supervision": [
            {
                "id": each.id,
                "name": each.name,
                "role": each.role,
                "deadlines": list(each.deadlines),
                "sections": list(each.sections),
            }
            for each in rulebook.bodies
        ],
        "notes": [{"text": each.text, "sections": list(each.sections)} for each in assessment.notes],
    }


def _named_regime(regime: Regime) -> dict[str, Any]:
    return {"id": regime.id, "name": regime.name, "sections": list(regime.sections)}


def _question(rulebook: Rulebook, fact: str) -> dict[str, Any]:
    asked = rulebook.facts[fact]
    return {"fact": fact, "question": asked.ask, "help": asked.help, "sections": list(asked.sections)}


def _comparison(found: Comparison) -> dict[str, Any]:
    threshold = found.threshold
    return {
        "threshold": threshold.id,
        "kind": threshold.kind,
        "amount": threshold.amount,
        "value": found.value,
        "reaches": found.reaches,
        "section": threshold.section,
        "valid_from": threshold.valid_from.isoformat(),
        "valid_to": threshold.valid_to and threshold.valid_to.isoformat(),
        "confidence": threshold.confidence,
        "note": threshold.note or None,
    }


def _notices(notices: RegimeNotices | None, rulebook: Rulebook) -> dict[str, Any] | None:
    if notices is None:
        return None
    return {
        "mandatory": list(notices.mandatory),
        "voluntary": list(notices.voluntary),
        "alternative": notices.alternative or None,
        "where": rulebook.notices.platform,
        "section": notices.section,
    }


def _standstill(found: Standstill) -> dict[str, Any] | None:
    """The days of the standstill, once it is known when the award notice was sent."""
    if found.period is None or found.earliest_signature is None:
        return None
    return {
        "notice_sent": found.period.starts.isoformat(),
        "min_days": found.min_days,
        "last_day": found.period.ends.isoformat(),
        "earliest_signature": found.earliest_signature.isoformat(),
    }


def _in_regime(found: ProcedureResult, rulebook: Rulebook) -> dict[str, Any]:
    """The first condition of every procedure: that the purchase follows one of its regimes."""
    regimes = [regime for regime in rulebook.regimes.values() if regime.id in found.procedure.regimes]
    return {
        "id": "regime",
        "group": "all",
        "state": STATES[found.in_regime],
        "text": " / ".join(regime.name for regime in regimes),
        "section": regimes[0].sections[0],
    }


def _procedure(found: ProcedureResult, assessment: Assessment) -> dict[str, Any]:
    procedure = found.procedure
    return {
        "id": procedure.id,
        "name": procedure.name,
        "status": found.status,
        "in_regime": STATES[found.in_regime],
        "section": found.section,
        "summary": procedure.conditions,
        "conditions": [
            _in_regime(found, assessment.rulebook),
            *(_condition(each.condition, each.met) for each in found.conditions),
        ],
        "opens_if": _opens_if(found, assessment),
        "negotiation": procedure.negotiation,
        "min_candidates": procedure.min_candidates,
        "deadline_note": procedure.deadline_note or None,
    }


def _condition(condition: Condition, met: Answer) -> dict[str, Any]:
    return {
        "id": condition.id,
        "state": STATES[met],
        "text": condition.text,
        "section": condition.section,
        "group": condition.group,
        "fact": condition.fact,
    }


def _opens_if(found: ProcedureResult, assessment: Assessment) -> list[list[dict[str, Any]]]:
    """The smallest sets of changed facts that would open it, each set enough by itself; none when it is open."""
    if found.status == "open":
        return []
    sets = smallest_changes(assessment.rulebook, assessment.facts, found.procedure.id)
    return [[_change(change) for change in changes] for changes in sets]


def _change(change: Change) -> dict[str, Any]:
    after = list(change.after) if isinstance(change.after, tuple) else change.after
    told = {
        "fact": change.fact,
        "before": change.before,
        "after": after,
        "unknown": change.unknown,
        "sections": list(change.sections),
    }
    if change.fact == "value":
        told |= {"at_least": _limit(change.at_least), "below": _limit(change.below)}
    return told


def _limit(threshold: Threshold | None) -> dict[str, Any] | None:
    if threshold is None:
        return None
    return {"threshold": threshold.id, "amount": threshold.amount, "section": threshold.section}


def _deadline(found: Deadline, regime: Regime | None) -> dict[str, Any]:
    period = found.period
    told: dict[str, Any] = {
        "procedure": found.procedure,
        "what": found.what,
        "from": period.starts.isoformat(),
        "days": period.days,
        "ends": period.ends.isoformat(),
        "section": found.section,
        "assumed": found.assumed,
    }
    if period.nominal != period.ends:
        told["nominal_end"] = period.nominal.isoformat()
        told["moved"] = [{"day": each.day.isoformat(), "why": each.why} for each in period.moved]
    if period.uncertain:
        told["uncertain"] = True
    told["applied"] = _reductions(found.applied, regime)
    told["by_agreement"] = _reductions(found.by_agreement, regime)
    if found.absolute_min is not None:
        told["absolute_min"] = found.absolute_min
    return told


def _reductions(reductions: Iterable[Reduction], regime: Regime | None) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "text": each.text,
            "section": each.sections[regime.id] if regime else next(iter(each.sections.values())),
        }
        for each in reductions
    ]


def _small_lots(found: SmallLots | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "threshold": found.threshold.id,
        "amount": found.threshold.amount,
        "regime": found.threshold.lot_regime,
        "lots": list(found.indexes),
        "together": found.together,
        "limit": found.limit,
        "all_fit": found.all_fit,
        "section": found.threshold.section,
    }
