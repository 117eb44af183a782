"""Every threshold, a krone below, on and above, on every day around a change: never two regimes, never none.

Each case of the Norwegian rulebook is also decided by hand, with the amounts as they stand in the law and nothing from
the rulebook.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from ..engine.assess import assess
from ..engine.conditions import kind_of, leaves
from ..engine.facts import Facts, FactsError, read_facts, situation
from ..engine.hinges import deciding_kinds, rules
from ..engine.listing import boundaries, days_around, document, purchases, turning_days
from ..engine.model import Rulebook
from ..engine.regimes import decide
from .purchases import JURISDICTIONS, book, turning_amounts

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "rule-boundaries.md"
CASES = {jurisdiction: list(boundaries(book(jurisdiction))) for jurisdiction in JURISDICTIONS}

# From FOA § 5-3 and § 5-1 (5), FSF § 5-2: the first day, then state, others, works, special services, design contests
# (Part V), and for utilities goods and services, works, special services. In thousands.
AMOUNTS = (
    ("2022-03-23", 1_400, 2_200, 56_000, 7_800, 1_400, 4_500, 56_000, 10_000),
    ("2024-03-14", 1_490, 2_300, 57_800, 7_800, 1_490, 4_600, 57_800, 10_400),
    ("2026-04-21", 1_630, 2_500, 62_900, 8_700, 1_630, 5_000, 62_900, 11_600),
)


def by_hand(authority: str, contract: str, value: int, day: str) -> tuple[str, str]:
    """The regime and the notice of a purchase that is not exempt, as section 2 of the regulations has it."""
    amounts = [row for row in AMOUNTS if row[0] <= day][-1][1:]
    state, other, works, special, part_five, utility, utility_works, utility_special = (each * 1000 for each in amounts)
    if value < (500_000 if day >= "2026-07-01" else 100_000):  # LOA § 2
        return "utenfor", "none"
    light = contract in ("special_services", "health_social")
    if authority == "utility":  # FSF § 5-1
        if value < (utility_works if contract == "works" else utility_special if light else utility):
            return "fsf_1", "none"
        return "fsf_1_3" if light else "fsf_1_4" if contract == "design_contest" else "fsf_1_2", "doffin_ted"
    if contract == "health_social":  # FOA § 5-1 (2) a and (4)
        return ("foa_1", "none") if value < special else ("foa_1_4", "doffin_ted")
    ordinary = works if contract == "works" else state if authority == "state" else other
    if contract == "design_contest":  # FOA § 5-1 (5), § 31-2
        if value < part_five:
            return "foa_1", "none"
        return "foa_1_5", "doffin" if value < ordinary else "doffin_ted"
    if value < 1_300_000:  # FOA § 5-1 (1) and (2)
        return "foa_1", "none"
    if contract == "special_services":  # FOA § 5-1 (2) b, § 8-17 (4)
        return ("foa_1_2", "doffin") if value < special else ("foa_1_2_special", "doffin_ted")
    return ("foa_1_2", "doffin") if value < ordinary else ("foa_1_3", "doffin_ted")


# --- the cases --------------------------------------------------------------------------------------------------------


def test_there_are_enough_cases_and_none_is_left_out() -> None:
    assert len(CASES["NO"]) > 1500
    assert len(CASES["EU"]) > 200
    assert [f"{day}" for day in turning_days(book())] == ["2022-03-23", "2024-03-14", "2026-04-21", "2026-07-01"]
    asked = {each.threshold.id for each in CASES["NO"]}
    kinds = deciding_kinds(book())
    groups = {each.group for each in book().authorities.values()}
    for threshold in book().thresholds:
        if threshold.kind in kinds and threshold.groups & groups and not threshold.contracts & {"concession"}:
            assert threshold.id in asked, "every amount that decides is tried"


def test_every_norwegian_case_is_as_the_law_has_it_by_hand() -> None:
    for each in CASES["NO"]:
        facts = each.facts
        found = assess(book(), facts)
        assert found.regime is not None
        contract = "services" if facts.contract == "rd_services" else str(facts.contract)
        wanted = by_hand(str(facts.authority), contract, facts.value or 0, f"{facts.date}")
        assert (found.regime.id, found.notice) == wanted, facts


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_exactly_one_rule_decides(jurisdiction: str) -> None:
    """With each rule made to hold only where none before it does: exactly one holds, and no answer is unknown."""
    rulebook = book(jurisdiction)
    for each in CASES[jurisdiction]:
        at = situation(rulebook, each.facts)
        answers = [rule.test(at) for _, rule in rules(rulebook)]
        first = answers.index(True)
        assert None not in answers[: first + 1]
        exclusive = [answer and not any(answers[:place]) for place, answer in enumerate(answers)]
        assert exclusive.count(True) == 1
        regime = rules(rulebook)[first][1].regime
        assert decide(rulebook, each.facts, at).possible == (regime,)
        found = assess(rulebook, each.facts)
        assert found.regime is not None and (found.regime.id, found.possible) == (regime, (regime,))
        assert found.asks == () or set(found.asks) <= {"off_the_shelf"}


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_the_threshold_is_named_and_says_what_the_value_reaches(jurisdiction: str) -> None:
    rulebook = book(jurisdiction)
    for each in CASES[jurisdiction]:
        (comparison,) = (one for one in assess(rulebook, each.facts).comparisons if one.threshold is each.threshold)
        assert comparison.reaches is ((each.facts.value or 0) >= each.threshold.amount)
        assert each.threshold.valid_from <= each.facts.date <= (each.threshold.valid_to or each.facts.date)


# --- a higher value ---------------------------------------------------------------------------------------------------


NOTICES = {"none": 0, "doffin": 1, "doffin_ted": 2, "ted": 2}


def weight(rulebook: Rulebook, facts: Facts) -> tuple[int, int, int, bool]:
    """How much a purchase must do: inside the law, notice, standstill, notice of the award."""
    found = assess(rulebook, facts)
    assert found.regime is not None and found.notice is not None
    standstill = -1 if found.standstill.min_days is None else found.standstill.min_days
    lowest = assess(rulebook, facts.with_value(0)).regime
    return found.regime is not lowest, NOTICES[found.notice], standstill, found.award_notice


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_a_higher_value_never_has_lighter_rules_and_no_rules_come_back(jurisdiction: str) -> None:
    rulebook = book(jurisdiction)
    for facts in purchases(rulebook):
        for day in days_around(rulebook):
            values = {0, 10**12} | {
                max(0, each + step) for each in turning_amounts(rulebook, day) for step in (-1, 0, 1)
            }
            before = (0, 0, -1, False)
            seen: list[str] = []
            for value in sorted(values):
                priced = on(facts, day, value)
                found = assess(rulebook, priced)
                assert found.regime is not None
                if not seen or seen[-1] != found.regime.id:
                    assert found.regime.id not in seen, "rules that are left do not come back"
                    seen.append(found.regime.id)
                after = weight(rulebook, priced)
                assert all(new >= old for new, old in zip(after, before, strict=True)), (priced, before, after)
                before = after


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_nothing_turns_between_the_thresholds(jurisdiction: str) -> None:
    rulebook = book(jurisdiction)
    for facts in purchases(rulebook):
        group = rulebook.authorities[str(facts.authority)].group
        for day in days_around(rulebook):
            limits = rulebook.limits(group, str(facts.contract), day)
            amounts = sorted({0} | {each.amount for kind, each in limits.items() if kind in deciding_kinds(rulebook)})
            for low, high in zip(amounts, [*amounts[1:], 10**12], strict=True):
                found = {answer(rulebook, on(facts, day, value)) for value in (low, (low + high) // 2, high - 1)}
                assert len(found) == 1


def test_every_amount_turns_something() -> None:
    """A threshold that no purchase notices would be a mistake in the rulebook."""
    turned = defaultdict(bool)
    for each in CASES["NO"]:
        if each.facts.value == each.threshold.amount:
            below = on(each.facts, each.facts.date, each.threshold.amount - 1)
            turned[each.threshold.id] |= answer(book(), each.facts) != answer(book(), below)
    assert turned and all(turned.values()), [name for name, did in turned.items() if not did]


# --- the days ---------------------------------------------------------------------------------------------------------


def test_a_day_changes_only_what_its_amounts_change() -> None:
    """The day before and the day after a change differ just where the value lies between the old and the new amount."""
    rulebook = book()
    for facts in purchases(rulebook):
        group = rulebook.authorities[str(facts.authority)].group
        for day in turning_days(rulebook)[1:]:
            yesterday = day - dt.timedelta(days=1)
            old, new = (rulebook.limits(group, str(facts.contract), each) for each in (yesterday, day))
            moved = [
                tuple(sorted((old[kind].amount, new[kind].amount))) for kind in deciding_kinds(rulebook) & set(old)
            ]
            for value in {amount + step for pair in moved for amount in pair for step in (-1, 0, 1)}:
                same = answer(rulebook, on(facts, yesterday, value)) == answer(rulebook, on(facts, day, value))
                assert same or any(low <= value < high for low, high in moved)


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_days_before_the_rulebook_covers_are_refused_in_a_sentence(jurisdiction: str) -> None:
    rulebook = book(jurisdiction)
    first = rulebook.meta.covers_from
    read_facts(rulebook, {"date": f"{first}"})
    for day in (first - dt.timedelta(days=1), dt.date(2017, 1, 1)):
        with pytest.raises(FactsError) as error:
            read_facts(rulebook, {"date": f"{day}"})
        assert [wrong.key for wrong in error.value.wrongs] == ["date"]
        assert f"{first}" in str(error.value) and f"{error.value}".endswith(".")


def test_every_rule_of_the_decision_decides_some_case() -> None:
    """Also the exemptions, which the cases at the thresholds do not have."""
    for jurisdiction in JURISDICTIONS:
        rulebook = book(jurisdiction)
        facts = [each.facts for each in CASES[jurisdiction]]
        exempt = next(iter(rulebook.exemptions))
        day = dt.date(2026, 11, 24)
        facts += [Facts(day, exemption=exempt), Facts(day, contract="rd_services", cpv="79000000")]
        used = {id(assess(rulebook, each).rule) for each in facts}
        assert all(id(rule) in used for _, rule in rules(rulebook))
        for _, rule in rules(rulebook):
            assert rule.sections and all(kind_of(leaf) for leaf in (leaves(rule.when) if rule.when else ()))


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_for_people_is_what_the_engine_says() -> None:
    written = document([book("NO", "en"), book("EU", "en")])
    assert PAGE.read_text(encoding="utf-8") == written, (
        "Run: python -m handlingsrom.rules.engine.listing > " + PAGE.name
    )
    assert f"{len(CASES['NO'])} cases" in written


# --- helpers ----------------------------------------------------------------------------------------------------------


def on(facts: Facts, day: dt.date, value: int) -> Facts:
    return Facts(day, facts.authority, facts.contract, value, cpv=facts.cpv, needs=facts.needs, off_the_shelf=False)


def answer(rulebook: Rulebook, facts: Facts) -> tuple[str, str | None]:
    found = assess(rulebook, facts)
    assert found.regime is not None
    return found.regime.id, found.notice
