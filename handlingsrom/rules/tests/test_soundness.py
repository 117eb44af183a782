"""Harder questions to the engine: is anything taken back, is any question missing, and what makes no difference."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ..engine.assess import assess
from ..engine.facts import KEYS, Facts, FactsError, as_data, read_facts, situation
from ..engine.hinges import deciding_needs
from ..engine.model import Rulebook
from ..engine.regimes import decide
from ..engine.result import Assessment
from .purchases import JURISDICTIONS, asked, book, draw, turning_amounts, written
from .test_properties import completed, ids

SEEDS = st.integers(0, 2**32)
WHICH = st.sampled_from(JURISDICTIONS)
CODES = ("73120000", "90911000", "79000000")


def often(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None)


# --- unknown facts ----------------------------------------------------------------------------------------------------


def taken_back(before: Assessment, after: Assessment) -> Iterator[str]:
    """What was said of notices, waiting, duties, days and values when less was known, and is not so."""
    for was, now in zip(before.procedures, after.procedures, strict=True):
        if was.status == "conditional" and now.status not in ("conditional", "open", "closed"):
            yield f"{was.procedure.id} was conditional, and is {now.status}"
        if was.status == "conditional" and was.in_regime and now.status == "closed":
            yield f"{was.procedure.id} could have been opened by a ground"
    reached = {each.threshold.id: each.reaches for each in after.comparisons}
    for each in before.comparisons:
        if each.reaches is not None and reached[each.threshold.id] is not each.reaches:
            yield f"the value beside {each.threshold.id}"
    if before.regime is None:
        return
    if not (before.regime.exemption and "needs" in before.asks):
        kinds = {rule.notice for rule in before.regime.notice_rules} if before.asks else set()
        if before.notice != after.notice and not (before.notice == before.regime.notice and after.notice in kinds):
            yield f"the notice was {before.notice}, and is {after.notice}"
        if (before.standstill, before.award_notice) != (after.standstill, after.award_notice):
            yield "the standstill or the notice of the award"
    duties = {each.obligation.id: each.holds for each in after.obligations}
    told = {each.obligation.id: each.holds for each in before.obligations}
    if any(holds and duties.get(name) is not True for name, holds in told.items()) or not set(duties) <= set(told):
        yield "the duties"
    days = {(each.procedure, each.what): each.period.days for each in after.deadlines}
    for each in before.deadlines:
        if each.period.days < days[each.procedure, each.what]:
            yield f"{each.procedure}: {each.what} is longer than was told"


@given(WHICH, SEEDS)
@example("NO", 3839)  # a design contest of an unknown number of years
@often(200)
def test_nothing_said_of_unknown_facts_is_taken_back(jurisdiction: str, seed: int) -> None:
    rulebook, rng = book(jurisdiction), random.Random(seed)
    facts = draw(rng, rulebook, unknown=0.4)
    before = assess(rulebook, facts)
    for _ in range(5):
        full = completed(rng, rulebook, facts)
        assert list(taken_back(before, assess(rulebook, full))) == [], full


@given(WHICH, SEEDS)
@often(60)
def test_it_may_be_exactly_the_regimes_that_some_purchase_would_have(jurisdiction: str, seed: int) -> None:
    """Every way to tell what is unknown, tried one by one: no regime is left out and none is too many."""
    rulebook = book(jurisdiction)
    facts = draw(random.Random(seed), rulebook, unknown=0.4)
    found = set()
    for full in every_way(rulebook, facts):
        decision = decide(rulebook, full, situation(rulebook, full))
        assert decision.rule is not None
        found.add(decision.rule.regime)
    possible = decide(rulebook, facts, situation(rulebook, facts)).possible
    assert list(possible) == [regime for regime in rulebook.regimes if regime in found]


def every_way(rulebook: Rulebook, facts: Facts) -> Iterator[Facts]:
    buyers = {each.group: each.id for each in rulebook.authorities.values()}.values()
    amounts = [facts.total] if facts.total is not None else [0, *turning_amounts(rulebook, facts.date)]
    if facts.total is None and facts.yearly_value is not None:
        amounts = [facts.yearly_value, *(each for each in amounts if (each or 0) > facts.yearly_value)]
    pairs = [(need.id, need.pair) for need in rulebook.needs.values() if need.pair and need.id < need.pair]
    have = facts.needs or frozenset()
    for authority, contract, value, cpv, needs in itertools.product(
        [facts.authority] if facts.authority else buyers,
        [facts.contract] if facts.contract else rulebook.contracts,
        amounts,
        [facts.cpv] if facts.cpv else CODES,
        itertools.product(*(pair for pair in pairs if not set(pair) & have)),
    ):
        known = replace(facts, authority=authority, contract=contract, cpv=cpv, needs=have | set(needs))
        yield known.with_value(value)


@given(WHICH, SEEDS)
@often(100)
def test_answering_the_questions_settles_the_rules(jurisdiction: str, seed: int) -> None:
    """Whoever answers what is asked, and then what is asked next, comes to one set of rules within a few rounds."""
    rulebook, rng = book(jurisdiction), random.Random(seed)
    facts = draw(rng, rulebook, unknown=0.6)
    full = completed(rng, rulebook, facts)
    for _ in range(5):
        found = assess(rulebook, facts)
        assert "date" not in found.asks
        if found.regime:
            break
        assert found.asks, "what depends has a question"
        for fact in found.asks:
            value = {"value": full.total} if fact == "value" else {fact: getattr(full, fact)}
            facts = replace(facts, **value)
    assert found.regime is assess(rulebook, full).regime


# --- whatever is sent -------------------------------------------------------------------------------------------------

ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.text(max_size=3))
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)).map(str)
SOUND: dict[str, st.SearchStrategy[Any]] = {
    "date": DAYS,
    "authority": st.sampled_from([*book("NO").authorities, *book("EU").authorities]),
    "contract": st.sampled_from([*book("NO").contracts, *book("EU").contracts]),
    "value_nok": st.integers(0, 10**9),
    "value_eur": st.integers(0, 10**9),
    "yearly_value": st.integers(0, 10**7),
    "framework_years": st.integers(1, 12),
    "lots": st.lists(st.integers(0, 10**7), max_size=4),
    "cpv": st.sampled_from(["73120000", "73120000-3", "90911000"]),
    "needs": st.lists(st.sampled_from(sorted({*book("NO").needs, *book("EU").needs})), max_size=4),
    "off_the_shelf": st.booleans(),
    "electronic_submission": st.booleans(),
    "full_electronic_access": st.booleans(),
    "prior_information_notice": DAYS,
    "exemption": st.sampled_from([*book("NO").exemptions, *book("EU").exemptions]),
    "invitation_sent": DAYS,
    "award_notice_sent": DAYS,
}
ALMOST = {key: st.one_of(sound, sound, sound, ANY) for key, sound in SOUND.items() if key != "date"}


def test_the_strategies_know_every_key() -> None:
    assert set(SOUND) == {*KEYS, "value_nok", "value_eur"}


@given(WHICH, st.fixed_dictionaries({"date": DAYS}, optional=ALMOST))
@example("NO", {"date": "2026-11-24", "\ud800": 1})
@example("NO", {"date": "2026-11-24", "needs": [[]], "lots": [float("nan")], "value_nok": float("inf")})
@example("NO", {"date": "9999-12-31", "prior_information_notice": "0001-01-01"})
@example("EU", {"date": "2026-11-24", "value_eur": 10**400})
@example("NO", {"date": "2026-11-24", "cpv": "٧٣١٢٠٠٠٠"})
@example("NO", {"date": "2026-11-24", "cpv": "73120000\n"})
@often(150)
def test_whatever_is_sent_has_an_answer_or_sentences_that_can_be_printed(jurisdiction: str, data: Any) -> None:
    rulebook = book(jurisdiction)
    try:
        facts = read_facts(rulebook, data)
    except FactsError as error:
        assert error.wrongs
        for wrong in error.wrongs:
            assert (wrong.sentence + wrong.key).encode()
            assert len(wrong.sentence) < 3000
        return
    assert data.get("cpv") is None or data["cpv"].isascii()
    assert read_facts(rulebook, json.loads(json.dumps(as_data(rulebook, facts)))) == facts
    found = assess(rulebook, facts)
    assert (found.regime is not None) is (len(found.possible) == 1)


# --- what makes no difference, and what only opens --------------------------------------------------------------------


@given(WHICH, SEEDS, st.integers(1, 40))
@often(100)
def test_a_later_start_never_has_an_earlier_end(jurisdiction: str, seed: int, later: int) -> None:
    """For deadlines with the same number of days."""
    rulebook = book(jurisdiction)
    facts = replace(draw(random.Random(seed), rulebook, unknown=0.05), invitation_sent=None, award_notice_sent=None)
    moved = replace(facts, date=facts.date + dt.timedelta(days=later))
    ends = {(each.procedure, each.what): each.period for each in assess(rulebook, facts).deadlines}
    for each in assess(rulebook, moved).deadlines:
        first = ends.get((each.procedure, each.what))
        if first is not None and first.days == each.period.days:
            assert first.ends <= each.period.ends


@given(WHICH, SEEDS)
@often(100)
def test_another_need_closes_nothing_unless_the_decision_asks_for_it(jurisdiction: str, seed: int) -> None:
    rulebook, rng = book(jurisdiction), random.Random(seed)
    facts = draw(rng, rulebook)
    have = facts.needs or frozenset()
    paired = {need.id for need in rulebook.needs.values() if need.pair}
    need = rng.choice([each for each in rulebook.needs if each not in paired])
    before = set(assess(rulebook, replace(facts, needs=have)).procedures_open)
    assert before <= set(assess(rulebook, replace(facts, needs=have | {need})).procedures_open)
    assert set(deciding_needs(rulebook)) <= paired


@given(WHICH, SEEDS)
@often(80)
def test_the_value_counts_the_same_however_it_is_told(jurisdiction: str, seed: int) -> None:
    rulebook, rng = book(jurisdiction), random.Random(seed)
    years, yearly = rng.randrange(1, 5), rng.randrange(2_000_000)
    plain = draw(rng, rulebook).with_value(yearly * years)
    by_year = replace(plain, value=None, yearly_value=yearly, framework_years=years)
    by_lot = replace(plain, value=None, lots=(yearly, yearly * (years - 1)))
    for other in (by_year, by_lot):
        assert other.total == plain.total
        assert ids(assess(rulebook, other))[:-1] == ids(assess(rulebook, plain))[:-1]


@given(WHICH, SEEDS)
@often(60)
def test_buyers_of_a_group_are_treated_alike_and_research_as_services(jurisdiction: str, seed: int) -> None:
    """Research that is not exempt, that is; it may have a note of its own."""
    rulebook = book(jurisdiction)
    facts = draw(random.Random(seed), rulebook, unknown=0)
    group = rulebook.authorities[str(facts.authority)].group
    alike = [each.id for each in rulebook.authorities.values() if each.group == group]
    assert len({str(ids(assess(rulebook, replace(facts, authority=each)))) for each in alike}) == 1
    kept = (facts.needs or frozenset()) - {"shared_cost", "shared_results"} | {"buyer_keeps_all", "buyer_pays_all"}
    research = replace(facts, contract="rd_services", cpv="73120000", needs=kept)
    services = replace(research, contract="services")
    assert ids(assess(rulebook, research))[:-1] == ids(assess(rulebook, services))[:-1]


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_lots_are_never_small_where_the_purchase_is_exempt(jurisdiction: str) -> None:
    rulebook = book(jurisdiction)
    facts = Facts(dt.date(2026, 11, 24), next(iter(rulebook.authorities)), "goods", lots=(50_000, 90_000_000))
    assert assess(rulebook, facts).small_lots is not None
    assert assess(rulebook, replace(facts, exemption="in_house")).small_lots is None


# --- the engine knows no country --------------------------------------------------------------------------------------


def test_nothing_norwegian_is_left_in_an_answer_of_the_directive_alone() -> None:
    norwegian = {*book("NO").regimes, *book("NO").procedures} - {*book("EU").regimes, *book("EU").procedures}
    for seed in range(40):
        found = assess(book("EU"), draw(random.Random(seed), book("EU")))
        words = str((ids(found), [each.section for each in (*found.procedures, *found.deadlines)]))
        assert not [word for word in (*norwegian, "doffin") if f"'{word}'" in words]
        assert not any(law in words for law in ("FOA", "LOA", "FSF"))


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_every_need_that_a_rule_asks_for_has_a_name(jurisdiction: str) -> None:
    data = written(jurisdiction)
    asks = {*asked(data["decision_steps"], "need"), *asked(data["procedures"], "need")}
    assert asks <= set(book(jurisdiction).needs)
