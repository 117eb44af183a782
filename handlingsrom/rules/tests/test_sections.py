"""An answer names the sections that hold for the purchase, and not those of other rules."""

from __future__ import annotations

from typing import Any

import pytest

from ..engine.assess import assess
from ..engine.facts import read_facts
from ..engine.result import Assessment
from .purchases import book

MUNICIPALITY = {"date": "2026-11-24", "authority": "municipality"}
PART_2 = {**MUNICIPALITY, "contract": "services", "value_nok": 2_000_000}
PART_3 = {**MUNICIPALITY, "contract": "services", "value_nok": 3_000_000}
UTILITY = {**PART_3, "authority": "utility", "value_nok": 9_000_000}
OUTSIDE = {**PART_2, "value_nok": 400_000}


def of(facts: dict[str, Any]) -> Assessment:
    return assess(book(), read_facts(book(), facts))


def sections(facts: dict[str, Any], entry: str) -> tuple[str, ...]:
    found = of(facts)
    entries = [*found.dialogue, *(each.instrument for each in found.instruments if each.status != "closed")]
    (one,) = [each for each in entries if each.id == entry]
    return one.sections


@pytest.mark.parametrize(
    ("facts", "expected"),
    [(PART_2, ("FOA § 8-1",)), (PART_3, ("FOA § 12-1",)), (UTILITY, ("FSF § 8-1",))],
)
def test_the_section_is_that_of_the_rules_that_apply(facts: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert sections(facts, "before_allowed") == expected
    assert sections(facts, "market_dialogue") == expected


def test_both_are_named_while_both_may_apply() -> None:
    unsure = {**MUNICIPALITY, "contract": "services"}
    assert {"FOA § 8-1", "FOA § 12-1"} <= set(sections(unsure, "market_dialogue"))
    assert "FSF § 8-1" not in sections(unsure, "market_dialogue")


def test_outside_the_law_and_under_its_principles_alone_it_is_the_law_itself() -> None:
    assert sections(OUTSIDE, "market_dialogue") == ("LOA § 2",)
    assert sections({**PART_2, "value_nok": 900_000}, "market_dialogue") == ("LOA § 4",)
    assert sections({**PART_2, "value_nok": 900_000}, "functional_requirements") == ("LOA § 4",)


def test_an_entry_keeps_its_sections_when_none_of_them_holds() -> None:
    rule = book().time_rules["award_notice"]
    assert book().narrowed(rule, ("utenfor",)) == rule


def test_what_is_closed_keeps_its_sections() -> None:
    (found,) = [each for each in of(PART_2).instruments if each.instrument.id == "innovation_partnership"]
    assert found.status == "closed"
    assert found.instrument.sections == book().instruments["innovation_partnership"].sections


def test_no_answer_after_the_regulation_for_buyers_names_that_for_utilities() -> None:
    for facts in (PART_2, PART_3):
        found = of(facts)
        shown = [each.sections for each in found.dialogue]
        shown += [each.instrument.sections for each in found.instruments if each.status == "open"]
        shown += [each.obligation.sections for each in found.obligations]
        assert not [each for sections in shown for each in sections if each.startswith("FSF")]


@pytest.mark.parametrize(
    ("facts", "is_said"),
    [
        (PART_2, False),
        (
            {**PART_2, "contract": "rd_services", "cpv": "73120000", "needs": ["buyer_keeps_all", "buyer_pays_all"]},
            True,
        ),
    ],
)
def test_the_note_on_research_is_for_research(facts: dict[str, Any], is_said: bool) -> None:
    assert any("FoU-tjenester" in note.text for note in of(facts).notes) is is_said


@pytest.mark.parametrize(("value", "is_said"), [(900_000, False), (1_400_000, True), (1_700_000, False)])
def test_the_note_on_design_contests_is_for_the_amounts_in_doubt(value: int, is_said: bool) -> None:
    found = of({**MUNICIPALITY, "contract": "design_contest", "value_nok": value})
    assert any("§ 31-2 (2)" in note.text for note in found.notes) is is_said


@pytest.mark.parametrize("needs", [[], ["not_on_market", "develop_and_buy"]])
def test_the_procedures_of_utilities_have_sections_of_their_own_regulation(needs: list[str]) -> None:
    found = of({**UTILITY, "needs": needs})
    assert {each.procedure.id for each in found.procedures if each.status == "open"}
    for each in found.procedures:
        if each.status in ("open", "conditional"):
            assert each.section.startswith("FSF"), each.procedure.id
            assert not [section for section in each.procedure.sections if section.startswith("FOA")]
            assert all(one.condition.section.startswith("FSF") for one in each.conditions), each.procedure.id
