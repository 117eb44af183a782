"""The smallest change, against trying everything: the fewest moves among all that the facts allow."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import random
import time
from collections.abc import Iterable
from dataclasses import replace

import pytest

from ..engine.assess import assess, is_open
from ..engine.building import build
from ..engine.changes import Change, changed, smallest_changes
from ..engine.facts import Facts, read_facts
from ..engine.model import Procedure, Rulebook
from ..engine.texts import in_bokmal
from .purchases import JURISDICTIONS, asked, book, draw, turning_amounts, written

Move = tuple[str, object]  # what is different, and what it is instead
CODES = ("73120000", "73430000", "79000000", "73121000")
MOST = 10_000


# --- trying everything ------------------------------------------------------------------------------------------------


def relevant_needs(rulebook: Rulebook, procedure: Procedure) -> set[str]:
    """Needs that the decision or the procedure ask for, as they are written; and two that nobody asks for."""
    data = written(rulebook.meta.jurisdiction)
    entry = next(each for each in data["procedures"] if each["id"] == procedure.id)
    found = {*asked(data["decision_steps"], "need"), *asked(entry.get("opens", []), "need")}
    return found | {rulebook.needs[need].pair for need in found if rulebook.needs[need].pair} | {"pilot", "urgency"}


def moves(rulebook: Rulebook, procedure: Procedure, facts: Facts) -> list[list[Move]]:
    """For each fact that may be different, all that it may be instead."""
    found: list[list[Move]] = []
    unpaired = sorted(need for need in relevant_needs(rulebook, procedure) if not rulebook.needs[need].pair)
    paired = sorted(need for need in relevant_needs(rulebook, procedure) if rulebook.needs[need].pair)
    have = facts.needs or frozenset()
    for need in unpaired:
        found.append([("need", (need, need not in have))])
    for need in paired:
        pair = rulebook.needs[need].pair
        if need < pair:
            found.append([("pair", (one, other)) for one, other in ((need, pair), (pair, need)) if one not in have])
    if facts.needs is None:
        found.append([("settle", None)])
    amounts = {each + step for each in (0, *turning_amounts(rulebook, facts.date)) for step in (-1, 0)}
    found.append([("value", each) for each in sorted(amounts) if each >= 0 and each != facts.total])
    found.append([("contract", each) for each in rulebook.contracts if each != facts.contract])
    found.append([("cpv", each) for each in CODES if each != facts.cpv])
    for flag in ("off_the_shelf", "electronic_submission", "full_electronic_access"):
        found.append([(flag, each) for each in (True, False) if each is not getattr(facts, flag)])
    if facts.exemption:
        found.append([("exemption", None)])
    if facts.authority is None:
        found.append([("authority", each) for each in rulebook.authorities])
    return found


def moved(facts: Facts, chosen: Iterable[Move]) -> Facts:
    for name, value in chosen:
        have = facts.needs or frozenset()
        if name == "need":
            need, there = value
            facts = replace(facts, needs=have | {need} if there else have - {need})
        elif name == "pair":
            one, other = value
            facts = replace(facts, needs=have - {other} | {one})
        elif name == "settle":
            facts = replace(facts, needs=have)
        elif name == "value":
            facts = facts.with_value(value)
        else:
            facts = replace(facts, **{name: value})
    return facts


def tried(rulebook: Rulebook, procedure: Procedure, facts: Facts, most: int) -> list[frozenset[Move]]:
    """The smallest sets of moves that open the procedure, by trying all sets of no move, one move, two …"""
    choices = moves(rulebook, procedure, facts)
    for size in range(most + 1):
        found = []
        for several in itertools.combinations(choices, size):
            for chosen in itertools.product(*several):
                names = {name for name, _ in chosen}
                if "settle" in names and names & {"need", "pair"}:
                    continue  # to settle the needs is only a move by itself
                if is_open(rulebook, procedure, moved(facts, chosen)):
                    found.append(frozenset(chosen))
        if found:
            return found
    return []


def as_moves(change: Change, tried_moves: Iterable[Move]) -> set[Move]:
    """The moves that a change stands for, among those that were tried."""
    return {move for move in tried_moves if _stands_for(change, move)}


def _stands_for(change: Change, move: Move) -> bool:
    name, value = move
    if change.fact == "needs":
        if name == "need":
            need, there = value
            return (
                change.before in (None,) and change.after == need
                if there
                else change.before == need and not change.after
            )
        if name == "pair":
            return change.after == value[0] and change.before in (None, value[1])
        return name == "settle" and change.after is None and change.before is None
    if name != change.fact:
        return False
    if name == "value":
        low = change.at_least.amount if change.at_least else 0
        return low <= value and (change.below is None or value < change.below.amount)
    if name == "cpv":
        return value in change.after if change.after else value not in LISTED
    return value in change.after if name == "authority" else value == change.after


LISTED = {code for code in CODES if code in ("73120000", "73430000")}


def expected_by(solutions: Iterable[tuple[Change, ...]], choices: list[list[Move]]) -> set[frozenset[Move]]:
    every = [move for several in choices for move in several]
    return {
        frozenset(chosen)
        for solution in solutions
        for chosen in itertools.product(*(as_moves(change, every) for change in solution))
    }


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@pytest.mark.parametrize("seed", range(8))
def test_is_what_trying_everything_finds(jurisdiction: str, seed: int) -> None:
    rulebook, rng = book(jurisdiction), random.Random(f"{jurisdiction} {seed}")
    compared = 0
    for _ in range(25):
        facts = draw(rng, rulebook)
        procedure = rng.choice(list(rulebook.procedures.values()))
        solutions = smallest_changes(rulebook, facts, procedure.id, most=MOST)
        sizes = {len(solution) for solution in solutions}
        assert len(sizes) <= 1, "all are of one size"
        found = tried(rulebook, procedure, facts, most=min(2, max(sizes, default=2)))
        if found == [frozenset()]:
            assert solutions == (), "an open procedure needs no change"
            continue
        if found or max(sizes, default=3) <= 2:
            assert expected_by(solutions, moves(rulebook, procedure, facts)) == set(found), (facts, procedure.id)
            compared += 1
        for solution in solutions:
            assert is_open(rulebook, procedure, changed(facts, solution))
    assert compared > 5


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_larger_sets_are_needed_when_it_says_so(jurisdiction: str) -> None:
    """Sets of three and more: no part of one opens it. Where nothing is found, nothing is there."""
    rulebook, rng = book(jurisdiction), random.Random(jurisdiction)
    larger = nothing = 0
    for _ in range(400):
        facts = draw(rng, rulebook, unknown=0.3)
        procedure = rng.choice(list(rulebook.procedures.values()))
        solutions = smallest_changes(rulebook, facts, procedure.id)
        if not solutions and not is_open(rulebook, procedure, facts):
            nothing += 1
            choices = moves(rulebook, procedure, facts)
            for _ in range(20):
                some = [rng.choice(several) for several in choices if several and rng.random() < 0.6]
                assert not is_open(rulebook, procedure, moved(facts, some))
        for solution in solutions:
            if len(solution) < 3:
                continue
            larger += 1
            for part in itertools.combinations(solution, len(solution) - 1):
                assert not is_open(rulebook, procedure, changed(facts, part)), (facts, solution)
    assert larger > 20
    assert nothing > 2 or jurisdiction == "EU", "every buyer may come to use every procedure of the directive"


def test_sets_of_three_by_trying_everything() -> None:
    rulebook = book()
    facts = read_facts(rulebook, {**MUNICIPALITY, "value_nok": 1})
    procedure = rulebook.procedures["innovasjonspartnerskap"]
    solutions = smallest_changes(rulebook, facts, procedure.id, most=MOST)
    assert expected_by(solutions, moves(rulebook, procedure, facts)) == set(tried(rulebook, procedure, facts, most=3))


# --- cases by hand ----------------------------------------------------------------------------------------------------

MUNICIPALITY = {
    "date": "2026-11-24",
    "authority": "municipality",
    "contract": "services",
    "needs": [],
    "off_the_shelf": False,
}


def ways(procedure: str, most: int = 3, **facts: object) -> list[list[tuple[object, ...]]]:
    """Changes in short: what, before, after or the bounds, sections."""
    found = smallest_changes(book(), read_facts(book(), {**MUNICIPALITY, **facts}), procedure, most=most)
    return [[_short(change) for change in solution] for solution in found]


def _short(change: Change) -> tuple[object, ...]:
    if change.fact == "value":
        return ("value", change.before, change.at_least and change.at_least.id, change.below and change.below.id)
    return (change.fact, change.before, change.after, *change.sections)


def test_one_need_opens_negotiation_the_first_of_the_rulebook_first() -> None:
    assert ways("konkurranse_med_forhandling", value_nok=4_200_000) == [
        [("needs", None, "adaptation", "FOA § 13-2 a")],
        [("needs", None, "innovation_or_design", "FOA § 13-2 b")],
        [("needs", None, "complexity_or_risk", "FOA § 13-2 c")],
    ]
    assert len(ways("konkurranse_med_forhandling", most=MOST, value_nok=4_200_000)) == 5


def test_below_the_threshold_the_value_must_be_higher_too() -> None:
    assert ways("innovasjonspartnerskap", value_nok=2_400_000) == [
        [
            ("needs", None, "not_on_market", "FOA § 13-1 (3)"),
            ("needs", None, "develop_and_buy", "FOA § 13-1 (3)"),
            ("value", 2_400_000, "eea_other_2026", None),
        ]
    ]


def test_a_value_is_bound_on_both_sides_where_both_bind() -> None:
    (first, *_) = ways("apen_tilbudskonkurranse", value_nok=3_000_000)
    assert first == [("value", 3_000_000, "national_2018", "eea_other_2026")]
    (first, *_) = ways("fritt_kjop", value_nok=500_000)
    assert first == [("value", 500_000, None, "loa_lower_2026")]


def test_the_nearest_amount_is_suggested() -> None:
    facts = read_facts(book(), {**MUNICIPALITY, "value_nok": 3_000_000})
    ((change,), *_) = smallest_changes(book(), facts, "apen_tilbudskonkurranse")
    assert change.after == 2_499_999
    ((change,), *_) = smallest_changes(book(), facts.with_value(400_000), "apen_tilbudskonkurranse")
    assert change.after == 1_300_000


def test_an_unknown_value_is_settled() -> None:
    ((change,),) = smallest_changes(book(), read_facts(book(), MUNICIPALITY), "apen_anbudskonkurranse")
    assert (change.fact, change.unknown, change.before, change.after) == ("value", True, None, 2_500_000)


def test_lots_and_yearly_values_count_as_the_value() -> None:
    for whole in ({"lots": [1_000_000, 400_000]}, {"yearly_value": 350_000, "framework_years": 4}):
        assert ways("apen_anbudskonkurranse", **whole)[0] == [("value", 1_400_000, "eea_other_2026", None)]
    assert ways("apen_anbudskonkurranse", yearly_value=700_000)[0] == [("value", None, "eea_other_2026", None)]


def test_needs_come_before_the_value_and_the_value_before_the_contract() -> None:
    found = ways("apen_tilbudskonkurranse", most=MOST, value_nok=3_000_000)
    assert [solution[0][0] for solution in found] == ["value", "contract", "contract"]


def test_a_need_takes_its_pairs_place_as_one_change() -> None:
    """Research that is exempt because the results are shared follows the rules when the buyer keeps them all."""
    found = ways(
        "apen_anbudskonkurranse",
        contract="rd_services",
        value_nok=4_000_000,
        cpv="73120000",
        needs=["shared_results", "buyer_pays_all"],
    )
    assert found[0] == [("needs", "shared_results", "buyer_keeps_all", "FOA § 2-5 (2)")]


def test_an_exemption_may_fall_away() -> None:
    assert ways("apen_anbudskonkurranse", value_nok=4_000_000, exemption="in_house") == [
        [("exemption", "in_house", None, "FOA kap. 3")]
    ]


def test_off_the_shelf_opens_the_dynamic_purchasing_system_by_its_own_section() -> None:
    assert ways("dynamisk_innkjopsordning", value_nok=4_000_000) == [[("off_the_shelf", False, True, "FOA § 26-4")]]
    assert ways("dynamisk_innkjopsordning", authority="utility", value_nok=6_000_000) == [
        [("off_the_shelf", False, True, "FSF § 22-2")]
    ]


def test_the_bound_of_a_contest_is_where_its_part_begins_though_another_amount_is_the_same() -> None:
    """1.63 million is both where part V begins and the EEA threshold of the state."""
    found = ways("plan_og_designkonkurranse", authority="state", contract="design_contest", value_nok=1_000_000)
    assert found == [[("value", 1_000_000, "design_part5_2026", None)]]


def test_nothing_opens_what_the_buyer_can_never_use() -> None:
    assert ways("apen_tilbudskonkurranse", authority="utility", value_nok=3_000_000) == []
    assert ways("del1_fri", value_nok=600_000) == [], "it is open already"


def test_an_unknown_buyer_may_be_settled_and_a_known_one_never_changes() -> None:
    facts = read_facts(book(), {"date": "2026-11-24", "contract": "services", "value_nok": 2_000_000, "needs": []})
    found = smallest_changes(book(), facts, "apen_anbudskonkurranse", most=MOST)
    assert [(change.fact, change.after) for solution in found for change in solution] == [
        ("value", 5_000_000),
        ("authority", ("state",)),
    ]
    rng = random.Random(3)
    for _ in range(15):
        drawn = draw(rng, book())
        for procedure in book().procedures:
            for solution in smallest_changes(book(), drawn, procedure):
                assert drawn.authority is None or "authority" not in [change.fact for change in solution]
                assert changed(drawn, solution).date == drawn.date


def test_every_change_has_a_section_and_the_order_is_always_the_same() -> None:
    rng = random.Random(4)
    for _ in range(15):
        facts = draw(rng, book())
        for procedure in book().procedures:
            found = smallest_changes(book(), facts, procedure)
            assert found == smallest_changes(book(), facts, procedure)
            assert len(found) <= 3
            assert all(change.sections and all(change.sections) for solution in found for change in solution)


def test_an_unknown_procedure_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        smallest_changes(book(), Facts(dt.date(2026, 11, 24)), "no such")


def test_it_is_quick() -> None:
    """The worked cases, every procedure that is not open: well under a millisecond in the middle."""
    rulebook = book()
    taken = []
    for case in rulebook.cases:
        facts = read_facts(rulebook, case.facts)
        for each in assess(rulebook, facts).procedures:
            if each.status != "open":
                smallest_changes(rulebook, facts, each.procedure.id)
                start = time.perf_counter()
                smallest_changes(rulebook, facts, each.procedure.id)
                taken.append(time.perf_counter() - start)
    assert sorted(taken)[len(taken) // 2] < 0.002


# --- a decision that hangs on more than the bundled rulebooks do ------------------------------------------------------


def test_a_rulebook_whose_decision_asks_for_other_facts() -> None:
    """Needs without a pair that must not be there, and yes-or-no facts, work in the decision as well."""
    rulebook = odd_rulebook()
    rng = random.Random(5)
    compared = 0
    for _ in range(30):
        facts = draw(rng, rulebook, unknown=0.3)
        for procedure in (rulebook.procedures[each] for each in ("apen_anbudskonkurranse", "konkurransepreget_dialog")):
            solutions = smallest_changes(rulebook, facts, procedure.id, most=MOST)
            for solution in solutions:
                assert is_open(rulebook, procedure, changed(facts, solution))
                for part in itertools.combinations(solution, len(solution) - 1):
                    assert not is_open(rulebook, procedure, changed(facts, part))
            if len(solutions[0] if solutions else ()) in (1, 2):
                found = tried(rulebook, procedure, facts, most=len(solutions[0]))
                assert expected_by(solutions, moves(rulebook, procedure, facts)) == set(found), (facts, procedure.id)
                compared += 1
    assert compared > 20


def odd_rulebook() -> Rulebook:
    data = copy.deepcopy(dict(written("NO")))
    small = {"all": [{"not": {"need": "pilot"}}, {"off_the_shelf": True}]}
    county = {"all": [{"authority": ["county"]}, {"need": "urgency"}]}
    data["decision_steps"][-1]["rules"][:0] = [
        {"regime": "foa_1_3", "when": county, "sections": ["art. 1"]},
        {"regime": "utenfor", "when": small, "sections": ["art. 2"]},
    ]
    return build(in_bokmal(data), "nb")


def test_decide_and_assess_agree_on_what_is_open() -> None:
    rng = random.Random(6)
    for jurisdiction in JURISDICTIONS:
        rulebook = book(jurisdiction)
        for _ in range(150):
            facts = draw(rng, rulebook)
            found = assess(rulebook, facts)
            for each in found.procedures:
                assert (each.status == "open") is is_open(rulebook, each.procedure, facts)
