"""What holds for every purchase: unknown facts never mislead, and nothing is said without a section."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..engine.assess import assess
from ..engine.facts import KEYS, Facts, FactsError, as_data, read_facts
from ..engine.model import Rulebook
from ..engine.result import Assessment
from .purchases import JURISDICTIONS, book, draw, turning_amounts

few = settings(max_examples=60, deadline=None)
seeds = st.integers(0, 2**32)
jurisdictions = st.sampled_from(JURISDICTIONS)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def drawn(jurisdiction: str, seed: int, unknown: float = 0.3) -> tuple[Rulebook, Facts]:
    rulebook = book(jurisdiction)
    return rulebook, draw(random.Random(seed), rulebook, unknown=unknown)


def completed(rng: random.Random, rulebook: Rulebook, facts: Facts) -> Facts:
    """The same purchase with all told that was unknown, in one of the ways it may be."""
    if facts.authority is None:
        facts = replace(facts, authority=rng.choice(list(rulebook.authorities)))
    if facts.contract is None:
        facts = replace(facts, contract=rng.choice(list(rulebook.contracts)))
    if facts.yearly_value is not None and facts.framework_years is None:
        facts = replace(facts, framework_years=rng.randrange(1, 30))
    if facts.total is None:
        facts = replace(facts, value=rng.choice(turning_amounts(rulebook, facts.date)) + rng.choice((-1, 0, 1)))
    if facts.cpv is None:
        facts = replace(facts, cpv=rng.choice(("73120000", "79000000", "73430000", "45000000")))
    needs = set(facts.needs or ())
    if facts.needs is None:
        needs = {need for need in rulebook.needs if rng.random() < 0.2}
    for need in sorted(rulebook.needs):
        pair = rulebook.needs[need].pair
        if pair and pair not in needs and need not in needs:
            needs.add(rng.choice((need, pair)))
        elif pair in needs and need in needs:
            needs.discard(need)
    if facts.off_the_shelf is None:
        facts = replace(facts, off_the_shelf=rng.random() < 0.5)
    return replace(facts, needs=frozenset(needs))


# --- unknown facts ----------------------------------------------------------------------------------------------------


@few
@given(jurisdictions, seeds)
def test_what_is_said_of_unknown_facts_holds_however_they_turn_out(jurisdiction: str, seed: int) -> None:
    rulebook, facts = drawn(jurisdiction, seed)
    vague, rng = assess(rulebook, facts), random.Random(seed + 1)
    for _ in range(6):
        whole = completed(rng, rulebook, facts)
        sharp = assess(rulebook, whole)
        assert sharp.regime is not None, "all is told, and still it depends"
        assert sharp.regime.id in vague.possible
        if vague.regime is not None:
            assert sharp.regime is vague.regime
        for before, after in zip(vague.procedures, sharp.procedures, strict=True):
            assert after.status != "depends"
            if before.status in ("open", "closed"):
                assert after.status == before.status, (before.procedure.id, whole)
            assert before.in_regime is None or after.in_regime is before.in_regime
            if before.in_regime:
                told = {each.condition.id: each.met for each in after.conditions}
                for each in before.conditions if vague.regime else ():
                    assert each.met is None or told[each.condition.id] is each.met
        for one, other in zip(vague.instruments, sharp.instruments, strict=True):
            if one.status in ("open", "closed"):
                assert other.status == one.status
        if vague.regime is not None:
            for duty in vague.obligations:
                if duty.holds:
                    assert any(duty.obligation is each.obligation and each.holds for each in sharp.obligations)


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@pytest.mark.parametrize("seed", range(25))
def test_every_possible_regime_can_come_true(jurisdiction: str, seed: int) -> None:
    """The list is not longer than it must be: more tries than there are ways to turn the decision find each of them."""
    rulebook, facts = drawn(jurisdiction, seed)
    vague = assess(rulebook, facts)
    missing, rng = set(vague.possible), random.Random(seed)
    for _ in range(2000):
        if not missing:
            return
        found = assess(rulebook, completed(rng, rulebook, facts)).regime
        assert found is not None
        missing.discard(found.id)
    raise AssertionError(f"{missing} never came true for {facts}")


@few
@given(jurisdictions, seeds)
def test_it_asks_when_it_depends(jurisdiction: str, seed: int) -> None:
    rulebook, facts = drawn(jurisdiction, seed)
    found = assess(rulebook, facts)
    depends = found.regime is None or any(each.status == "depends" for each in found.procedures)
    assert found.asks or not depends
    assert facts.needs is None or depends or not found.asks
    assert set(found.asks) <= set(rulebook.facts)
    assert len(found.possible) == len(set(found.possible)) >= 1
    assert (found.regime is None) is (len(found.possible) > 1)


# --- reading facts ----------------------------------------------------------------------------------------------------


@few
@given(jurisdictions, json_values | st.dictionaries(st.sampled_from([*KEYS, "value_nok", "x"]), json_values))
def test_anything_is_read_or_refused_in_sentences(jurisdiction: str, data: Any) -> None:
    rulebook = book(jurisdiction)
    try:
        facts = read_facts(rulebook, data)
    except FactsError as error:
        assert error.wrongs and all(wrong.sentence.endswith((".", "…")) for wrong in error.wrongs)
    else:
        assess(rulebook, facts)


@few
@given(jurisdictions, seeds, st.sampled_from([*KEYS, "value_nok", "value_eur"]), json_values)
def test_one_strange_fact_among_sound_ones(jurisdiction: str, seed: int, key: str, value: Any) -> None:
    rulebook, facts = drawn(jurisdiction, seed)
    try:
        read = read_facts(rulebook, {**as_data(rulebook, facts), key: value})
    except FactsError as error:
        assert error.wrongs
    else:
        assess(rulebook, read)


@few
@given(jurisdictions, seeds)
def test_facts_are_read_back_as_they_were(jurisdiction: str, seed: int) -> None:
    rulebook, facts = drawn(jurisdiction, seed)
    if facts.exemption is None and facts.lots and facts.total and sum(facts.lots) > facts.total:
        return
    assert read_facts(rulebook, as_data(rulebook, facts)) == facts


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_the_latest_and_earliest_days_and_the_largest_amounts_are_assessed(jurisdiction: str) -> None:
    rulebook = book(jurisdiction)
    for day in (rulebook.meta.covers_from, dt.date(2200, 12, 31)):
        for lots in ((), (10**13,)):
            data = {"date": f"{day}", "award_notice_sent": "2200-12-31", "invitation_sent": "2200-12-31"}
            value = {"lots": list(lots)} if lots else {"yearly_value": 10**13, "framework_years": 100}
            for authority in rulebook.authorities:
                assess(rulebook, read_facts(rulebook, {**data, **value, "authority": authority, "contract": "goods"}))


# --- sections, days, languages ----------------------------------------------------------------------------------------


@few
@given(jurisdictions, seeds)
def test_nothing_is_said_without_a_section(jurisdiction: str, seed: int) -> None:
    rulebook, facts = drawn(jurisdiction, seed, unknown=0.1)
    found = assess(rulebook, facts)
    sections: list[Any] = [each.section for each in (*found.procedures, *found.deadlines)]
    sections += [each.condition.section for result in found.procedures for each in result.conditions]
    sections += [each.threshold.section for each in found.comparisons]
    sections += [each.instrument.sections for each in found.instruments]
    sections += [each.obligation.sections for each in found.obligations]
    sections += [each.sections for each in (*found.dialogue, *found.notes)]
    sections += [rulebook.facts[each].sections for each in found.asks]
    if found.regime and found.rule:
        sections += [found.regime.sections, found.rule.sections, found.standstill.section]
    assert all(sections) and all(all(each) for each in sections)


@few
@given(jurisdictions, seeds)
def test_no_deadline_ends_on_a_closed_day_and_none_is_too_short(jurisdiction: str, seed: int) -> None:
    rulebook, facts = drawn(jurisdiction, seed, unknown=0)
    found = assess(rulebook, facts)
    periods = [each.period for each in found.deadlines]
    periods += [found.standstill.period] if found.standstill.period else []
    for period in periods:
        assert rulebook.calendar.why_closed(period.ends) is None
        assert period.ends.weekday() < 5
        assert period.ends >= period.nominal == period.starts + dt.timedelta(days=period.days)
    if found.standstill.period:
        assert found.standstill.earliest_signature == found.standstill.period.ends + dt.timedelta(days=1)


def ids(found: Assessment) -> Any:
    """All that an assessment says, without its texts."""
    return (
        found.regime and found.regime.id,
        found.possible,
        found.asks,
        found.notice,
        found.award_notice,
        found.standstill.min_days,
        [(each.procedure.id, each.status, each.in_regime) for each in found.procedures],
        [[(one.condition.id, one.met) for one in each.conditions] for each in found.procedures],
        [(each.procedure, each.what, each.period) for each in found.deadlines],
        [(each.instrument.id, each.status) for each in found.instruments],
        [(each.obligation.id, each.holds) for each in found.obligations],
        [(each.threshold.id, each.reaches) for each in found.comparisons],
        len(found.notes),
    )


@few
@given(jurisdictions, seeds)
def test_the_answer_is_the_same_in_every_language_and_every_time(jurisdiction: str, seed: int) -> None:
    rulebook, facts = drawn(jurisdiction, seed)
    first = assess(rulebook, facts)
    assert assess(rulebook, replace(facts)) == first
    for language in ("nn", "en"):
        assert ids(assess(book(jurisdiction, language), facts)) == ids(first)


def test_facts_cannot_be_changed_by_assessing_them() -> None:
    _, facts = drawn("NO", 1)
    kept = [getattr(facts, each.name) for each in fields(facts)]
    assess(book(), facts)
    assert kept == [getattr(facts, each.name) for each in fields(facts)]
