"""Why certain rules apply: how the value was worked out, the value beside the thresholds, and what else decided."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from handlingsrom.core import norwegian
from handlingsrom.core.clock import today

from .engine.conditions import kind_of, leaves
from .engine.model import Rulebook
from .engine.result import Assessment, Comparison
from .wording_parts import Line
from .words import amount, full_day, sure


def value_lines(assessment: Assessment) -> tuple[Line, ...]:
    """How the value was worked out, where it was not simply given."""
    book, facts = assessment.rulebook, assessment.facts
    if facts.total is None or facts.value is not None:
        return ()
    total = amount(book, facts.total)
    if facts.yearly_value is not None:
        values = {"yearly": amount(book, facts.yearly_value), "total": total}
        values["years"] = norwegian.count_word(facts.framework_years, neuter=True)
        return (
            _from_fact(
                book, "framework_years", _("%(yearly)s a year for %(years)s years is %(total)s in all.") % values
            ),
        )
    return (_from_fact(book, "lots", _("The lots come to %(total)s in all.") % {"total": total}),)


def compared(assessment: Assessment) -> tuple[Line, ...]:
    """The value beside the threshold above it, then the one below; with no value, all of them."""
    step, comparisons = assessment.step, assessment.comparisons
    if step is not None and not any(
        kind_of(leaf).startswith("value_") for rule in step.rules if rule.when for leaf in leaves(rule.when)
    ):
        return ()
    above = [each for each in comparisons if each.reaches is False][:1]
    below = [each for each in comparisons if each.reaches is True][-1:]
    unknown = [each for each in comparisons if each.reaches is None]
    return tuple(_comparison(assessment.rulebook, each) for each in (*above, *below, *unknown))


def decided_by(assessment: Assessment) -> tuple[Line, ...]:
    """What decided besides the value, buyer and contract: an exemption, a need, a code; what a need exempts from."""
    book, rule, facts = assessment.rulebook, assessment.rule, assessment.facts
    found = []
    for leaf in leaves(rule.when) if rule and rule.when else ():
        kind = kind_of(leaf)
        if kind == "exemption" and facts.exemption:
            exemption = book.exemptions[facts.exemption]
            found.append(Line(exemption.name, (exemption.section,)))
        elif kind == "need":
            need = book.needs[leaf["need"]]
            said = next((each for each in (need.id, need.pair) if each in (facts.needs or ())), None)
            if said:
                found.append(Line(f"{book.needs[said].name}.", (book.needs[said].section,)))
        elif kind == "cpv" and facts.cpv:
            found.append(_from_fact(book, "cpv", _("The CPV code is %(code)s.") % {"code": facts.cpv}))
    exempt = assessment.regime.exempts(facts.needs) if assessment.regime else None
    if exempt:
        found.append(Line(exempt.text, (exempt.section,)))
    return tuple(dict.fromkeys(found))


def _from_fact(book: Rulebook, fact_id: str, text: str) -> Line:
    fact = book.facts.get(fact_id)
    return Line(text, fact.sections if fact else ())


def _comparison(book: Rulebook, comparison: Comparison) -> Line:
    threshold = comparison.threshold
    values = {
        "limit": book.threshold_kinds.get(threshold.kind, threshold.kind),
        "amount": amount(book, threshold.amount),
        "value": amount(book, comparison.value) if comparison.value is not None else "",
        "when": _when(threshold.valid_from, threshold.valid_to),
    }
    if comparison.reaches is None:
        text = norwegian.sentence_case(_("%(limit)s is %(amount)s and %(when)s.") % values)
    elif comparison.reaches is False:
        text = _("%(value)s is below %(limit)s of %(amount)s, which %(when)s.") % values
    elif comparison.value == threshold.amount:
        text = _("%(value)s is exactly %(limit)s, which %(when)s. An amount equal to it counts as above.") % values
    else:
        text = _("%(value)s is above %(limit)s of %(amount)s, which %(when)s.") % values
    return Line(text, (threshold.section,), sure(threshold.confidence), threshold.note)


def _when(first: dt.date, last: dt.date | None) -> str:
    values = {"first": full_day(first), "last": full_day(last) if last else ""}
    if last is None:
        return _("applies from %(first)s") % values
    if last >= today():
        return _("applies from %(first)s to %(last)s") % values
    return _("applied from %(first)s to %(last)s") % values
