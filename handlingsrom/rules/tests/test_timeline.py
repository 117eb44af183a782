"""The timeline: what holds for every purchase, and days worked out by hand around Christmas, Easter and 17 May."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ..engine.assess import assess
from ..engine.deadlines import ASSESS_REQUESTS
from ..engine.facts import Facts, read_facts
from ..engine.loading import bundled, read_text
from ..engine.model import Rulebook
from ..engine.result import Assessment
from ..engine.timeline import PHASES, Phase, Timeline, choose, timeline


def _rulebook() -> Rulebook:
    folder = next(iter(bundled()["NO"].values()))
    return read_text((folder / "rules.no.yaml").read_text(encoding="utf-8"), "", "nb")


def _rulebooks() -> list[Rulebook]:
    """One of each country."""
    found = []
    for jurisdiction, versions in bundled().items():
        file = next(iter(versions.values())) / f"rules.{jurisdiction.lower()}.yaml"
        found.append(read_text(file.read_text(encoding="utf-8"), "", "nb"))
    return found


RULEBOOK = _rulebook()
CALENDAR = RULEBOOK.calendar
unhurried = hypothesis_settings(deadline=None)  # a slow machine is no failure
TODAY = dt.date(2026, 11, 24)
ONE_DAY = dt.timedelta(days=1)
MIDDLE: dict[str, Any] = {
    "date": "2026-11-24",
    "authority": "municipality",
    "contract": "services",
    "value_nok": 4_200_000,
    "needs": ["adaptation"],
}
EXAMPLES: dict[str, dict[str, Any]] = {  # one purchase for each regime
    "utenfor": {"value_nok": 400_000},
    "foa_1": {"value_nok": 700_000},
    "foa_1_2": {"value_nok": 2_000_000},
    "foa_1_2_special": {"value_nok": 9_000_000, "contract": "special_services"},
    "foa_1_3": {},
    "foa_1_4": {"value_nok": 9_000_000, "contract": "health_social"},
    "foa_1_5": {"value_nok": 5_000_000, "contract": "design_contest"},
    "fsf_1": {"value_nok": 2_000_000, "authority": "utility"},
    "fsf_1_2": {"value_nok": 9_000_000, "authority": "utility"},
    "fsf_1_3": {"value_nok": 12_000_000, "authority": "utility", "contract": "special_services"},
    "fsf_1_4": {"value_nok": 9_000_000, "authority": "utility", "contract": "design_contest"},
}


def assessed(**changes: Any) -> Assessment:
    return assess(RULEBOOK, read_facts(RULEBOOK, {**MIDDLE, **changes}))


def the(found: Timeline, phase_id: str) -> Phase:
    phase = found.phase(phase_id)
    assert phase is not None, phase_id
    return phase


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- Random purchases -------------------------------------------------------------------------------------------------

amounts = st.one_of(
    st.sampled_from([each.amount + step for each in RULEBOOK.thresholds for step in (-1, 0, 1)]),
    st.integers(0, 200_000_000),
)


def _without_pairs(needs: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in needs if RULEBOOK.needs[each].pair not in needs)


facts_in_general = st.builds(
    Facts,
    date=st.dates(RULEBOOK.meta.covers_from, dt.date(2029, 12, 31)),
    authority=st.none() | st.sampled_from(list(RULEBOOK.authorities)),
    contract=st.none() | st.sampled_from(list(RULEBOOK.contracts)),
    value=st.none() | amounts,
    needs=st.none() | st.frozensets(st.sampled_from(list(RULEBOOK.needs)), max_size=4).map(_without_pairs),
    off_the_shelf=st.none() | st.booleans(),
    electronic_submission=st.booleans(),
    full_electronic_access=st.booleans(),
)
ways = st.integers(0, 9)  # which of the open procedures, as far as there are so many
days = st.dates(dt.date(2026, 1, 1), dt.date(2033, 12, 31))


def _procedure(assessment: Assessment, way: int) -> str | None:
    open_ones = assessment.procedures_open
    return open_ones[way % len(open_ones)] if open_ones else None


def _backwards(facts: Facts, way: int, wanted: dt.date, today: dt.date = TODAY) -> Timeline:
    assessment = assess(RULEBOOK, facts)
    return timeline(assessment, _procedure(assessment, way), today=today, wanted_start=wanted)


def _forwards(found: Timeline, begin: dt.date) -> Timeline:
    procedure = found.procedure.id if found.procedure else None
    return timeline(found.assessment, procedure, today=begin, mode="from_today")


@unhurried
@given(facts_in_general, ways, days)
def test_backwards_and_then_forwards_is_in_time_and_a_day_later_is_not(facts: Facts, way: int, wanted: dt.date) -> None:
    found = _backwards(facts, way, wanted)
    assert found.contract_minimum <= wanted
    assert found.contract_recommended <= wanted
    for begin, contract in (("starts_minimum", "contract_minimum"), ("starts_recommended", "contract_recommended")):
        latest = getattr(found, begin)
        assert getattr(_forwards(found, latest), contract) <= wanted
        assert getattr(_forwards(found, latest + ONE_DAY), contract) > wanted


@unhurried
@given(facts_in_general, ways, days, st.integers(0, 40))
def test_a_later_start_never_makes_one_begin_earlier(facts: Facts, way: int, wanted: dt.date, later: int) -> None:
    first = _backwards(facts, way, wanted)
    second = _backwards(facts, way, wanted + dt.timedelta(days=later))
    assert first.starts_minimum <= second.starts_minimum
    assert first.starts_recommended <= second.starts_recommended
    for one, other in zip(first.phases, second.phases, strict=True):
        assert one.recommended.starts <= other.recommended.starts
        assert one.minimum.starts <= other.minimum.starts


@unhurried
@given(facts_in_general, ways, st.sampled_from(["to_start", "from_today", "from_notice"]), days)
def test_what_is_recommended_is_never_shorter_than_the_law(facts: Facts, way: int, mode: Any, wanted: dt.date) -> None:
    assessment = assess(RULEBOOK, facts)
    start = wanted if mode == "to_start" else None
    found = timeline(assessment, _procedure(assessment, way), today=TODAY, wanted_start=start, mode=mode)
    if mode == "to_start":
        assert found.starts_recommended <= found.starts_minimum
    else:
        assert found.contract_recommended >= found.contract_minimum
    assert found.earliest_recommended >= found.earliest_minimum
    for phase in found.phases:
        span = phase.recommended
        if phase.law_days is not None:
            assert phase.minimum.period is not None
            assert phase.minimum.period.days == phase.law_days
            assert span.period is not None
            assert span.lawful is not None
            assert span.period.days >= phase.law_days
            assert span.lawful.ends <= span.period.ends


@unhurried
@given(facts_in_general, ways, st.sampled_from(["to_start", "from_today", "from_notice"]), days)
def test_the_days_hang_together(facts: Facts, way: int, mode: Any, wanted: dt.date) -> None:
    """Each phase begins after the one before it; periods run from what sets them off and end on working days."""
    assessment = assess(RULEBOOK, facts)
    start = wanted if mode == "to_start" else None
    found = timeline(assessment, _procedure(assessment, way), today=TODAY, wanted_start=start, mode=mode)
    assert [phase.id for phase in found.phases if phase.id in PHASES] == [phase.id for phase in found.phases]
    asked = facts.date + ONE_DAY if mode == "from_notice" else None  # where there is no notice
    for track in ("minimum", "recommended"):
        spans = [getattr(phase, track) for phase in found.phases]
        for before, after in itertools.pairwise(spans):
            assert before.free <= after.starts
            if after.period is not None:
                assert after.starts in (before.free, asked)
        for span in spans:
            assert span.ends is None or span.starts <= span.ends
            for period in (span.period, span.lawful):
                if period is not None:
                    assert period.starts == span.starts - ONE_DAY
                    assert CALENDAR.why_closed(period.ends) is None
    for phase in found.phases:  # people work on working days
        span = phase.recommended
        if span.period is None and span.ends is not None and (mode != "from_notice" or phase.id != "notice"):
            assert CALENDAR.why_closed(span.starts) is None
            assert CALENDAR.why_closed(span.ends) is None


@unhurried
@given(facts_in_general, ways, days)
def test_phases_that_the_law_does_not_time_take_no_time_there(facts: Facts, way: int, wanted: dt.date) -> None:
    found = _backwards(facts, way, wanted)
    for phase in found.phases:
        if phase.law_days is None:
            assert phase.minimum.period is None
            assert phase.minimum.ends in (None, phase.minimum.starts)  # at most the day something is sent
    if not found.law_known:
        assert not any(phase.law_days for phase in found.phases)


@unhurried
@given(facts_in_general, ways, days)
def test_whoever_has_time_is_in_time(facts: Facts, way: int, wanted: dt.date) -> None:
    found = _backwards(facts, way, wanted)
    assert found.days_short == max(0, (TODAY - found.starts_recommended).days)
    assert (found.days_short == 0) == (found.earliest_recommended <= wanted)
    assert (found.days_short_by_law == 0) == (found.earliest_minimum <= wanted)
    assert found.days_short >= found.days_short_by_law


@unhurried
@given(facts_in_general, ways)
def test_the_deadlines_are_those_of_the_assessment(facts: Facts, way: int) -> None:
    """From the notice, the minimum track ends its first deadline on the day the assessment says."""
    assessment = assess(RULEBOOK, facts)
    procedure = _procedure(assessment, way)
    found = timeline(assessment, procedure, today=TODAY, mode="from_notice")
    first = next((each for each in assessment.deadlines if each.procedure == procedure), None)
    if first is not None:
        phase = the(found, first.stage)
        assert phase.minimum.period == first.period
        assert phase.section == first.section
        assert phase.deadline == first
    for phase in found.phases:
        if phase.law_days:
            assert phase.section


# --- Every regime and procedure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("regime", EXAMPLES)
@pytest.mark.parametrize("wanted", [None, dt.date(2028, 1, 1)])
def test_every_regime_has_a_timeline(regime: str, wanted: dt.date | None) -> None:
    assessment = assessed(**EXAMPLES[regime])
    assert assessment.regime is not None
    assert assessment.regime.id == regime
    for procedure in [None, *assessment.procedures_open]:
        found = timeline(assessment, procedure, today=TODAY, wanted_start=wanted)
        assert found.phases[0].id == "need"
        assert found.phases[-1].id == "contract"
        assert found.law_known
        assert procedure is None or (found.procedure is not None and found.procedure.id == procedure)


ALL_CASES = [
    pytest.param(book, case, id=f"{book.meta.jurisdiction}-{case.id}") for book in _rulebooks() for case in book.cases
]


@pytest.mark.parametrize(("rulebook", "case"), ALL_CASES)
def test_every_worked_case_of_every_rulebook_has_a_timeline(rulebook: Rulebook, case: Any) -> None:
    assessment = assess(rulebook, read_facts(rulebook, case.facts))
    for procedure in [None, *assessment.procedures_open]:
        found = timeline(assessment, procedure, today=TODAY)
        assert found.contract_recommended > found.contract_minimum


def test_an_exempt_purchase_has_the_work_only() -> None:
    assessment = assessed(exemption=next(iter(RULEBOOK.exemptions)))
    found = timeline(assessment, today=TODAY)
    assert found.procedure is None
    assert [phase.id for phase in found.phases] == ["need", "dialogue", "documents", "tender", "evaluation", "contract"]
    assert found.contract_minimum == TODAY


def test_when_nothing_is_known_only_practice_is_shown() -> None:
    found = timeline(assess(RULEBOOK, Facts(date=TODAY)), today=TODAY)
    assert not found.law_known
    assert found.procedure is None
    assert not any(phase.law_days for phase in found.phases)
    assert found.contract_recommended > TODAY


def test_part_one_has_no_notice_no_standstill_and_shorter_times() -> None:
    small, middle = timeline(assessed(value_nok=700_000), today=TODAY), timeline(assessed(), today=TODAY)
    assert small.phase("notice") is None
    assert small.phase("standstill") is None
    assert small.contract_minimum == TODAY
    assert the(small, "need").recommended.ends is not None
    assert small.contract_recommended < middle.contract_recommended


def test_part_two_waits_reasonably_without_a_minimum() -> None:
    standstill = the(timeline(assessed(value_nok=2_000_000), today=TODAY), "standstill")
    assert standstill.law_days is None
    assert standstill.minimum.ends is None
    assert standstill.section == "FOA § 10-2 (1)"
    assert standstill.law_text
    assert standstill.recommended.period is not None


def test_without_a_notice_there_is_no_standstill_by_law_but_advice() -> None:
    found = timeline(assessed(needs=["only_one_supplier"]), "uten_konkurranse", today=TODAY)
    standstill = the(found, "standstill")
    assert found.phase("notice") is None
    assert standstill.law_days is None
    assert standstill.section == "FOA § 25-2 (2)"
    assert standstill.advice
    assert standstill.advice_section
    assert the(timeline(assessed(), today=TODAY), "standstill").law_days == 10


def test_a_contract_for_a_single_user_has_no_standstill() -> None:
    exempt = assessed(**EXAMPLES["foa_1_4"] | {"needs": ["individual_user_confidential"]})
    assert timeline(exempt, today=TODAY).phase("standstill") is None
    assert timeline(exempt, today=TODAY).phase("notice") is None


def test_in_a_competitive_dialogue_one_talks_before_the_final_tender() -> None:
    ids = [phase.id for phase in timeline(assessed(), "konkurransepreget_dialog", today=TODAY).phases]
    assert ids.index(ASSESS_REQUESTS) < ids.index("negotiation") < ids.index("tender")
    ids = [phase.id for phase in timeline(assessed(), "konkurranse_med_forhandling", today=TODAY).phases]
    assert ids.index("tender") < ids.index("negotiation") < ids.index("evaluation")


def test_open_and_restricted_procedures_have_no_negotiation() -> None:
    for procedure in ("apen_anbudskonkurranse", "begrenset_anbudskonkurranse"):
        found = timeline(assessed(), procedure, today=TODAY)
        assert found.procedure is not None
        assert found.procedure.id == procedure
        assert found.phase("negotiation") is None


@pytest.mark.parametrize(
    ("changes", "procedure"),
    [
        ({"needs": []}, "apen_anbudskonkurranse"),
        ({"needs": ["negotiation"]}, "apen_anbudskonkurranse"),  # a wish opens nothing
        ({"needs": ["adaptation"]}, "konkurranse_med_forhandling"),
        ({"needs": ["not_on_market", "develop_and_buy"]}, "innovasjonspartnerskap"),
        ({"needs": ["only_one_supplier"]}, "apen_anbudskonkurranse"),  # never a purchase without a notice by itself
        ({"value_nok": 2_000_000}, "apen_tilbudskonkurranse"),
        ({"value_nok": 700_000}, "del1_fri"),
        ({"authority": "utility", "value_nok": 9_000_000, "needs": []}, "apen_anbudskonkurranse"),
        ({"authority": "utility", "value_nok": 9_000_000}, "konkurranse_med_forhandling"),
    ],
)
def test_the_procedure_that_is_shown_first(changes: dict[str, Any], procedure: str) -> None:
    chosen = choose(assessed(**changes))
    assert chosen is not None
    assert chosen.id == procedure


@pytest.mark.parametrize("asked", ["innovasjonspartnerskap", "del1_fri", "finnes_ikke", "", "\x00", "☃"])
def test_a_procedure_that_is_not_open_gives_the_first_choice(asked: str) -> None:
    found = timeline(assessed(), asked, today=TODAY)
    assert found.procedure is not None
    assert found.procedure.id == "konkurranse_med_forhandling"


# --- Days worked out by hand ------------------------------------------------------------------------------------------


def test_an_open_procedure_over_christmas() -> None:
    """Sent 24 November: 30 days end on Christmas Eve, a working day. A letter the day after: ten days to 4 January."""
    found = timeline(assessed(needs=[]), today=TODAY)
    assert the(found, "tender").minimum.ends == day("2026-12-24")
    assert the(found, "evaluation").minimum.starts == day("2026-12-25")
    assert the(found, "standstill").minimum.ends == day("2027-01-04")
    assert found.contract_minimum == day("2027-01-05")
    period = the(found, "tender").minimum.period
    assert period is not None
    assert period.uncertain


def test_the_minimum_moves_past_christmas() -> None:
    """Sent 25 November: day 30 is Christmas Day, a Friday, so the deadline ends on Monday 28 December."""
    found = timeline(assessed(needs=[], date="2026-11-25"), today=TODAY)
    period = the(found, "tender").minimum.period
    assert period is not None
    assert [moved.why for moved in period.moved] == ["jul1", "saturday", "sunday"]
    assert period.ends == day("2026-12-28")


def test_a_negotiated_procedure_over_easter() -> None:
    """Sent Wednesday 24 February 2027: 30 days end on Good Friday, so on the Tuesday after; then the invitation."""
    found = timeline(assessed(date="2027-02-24"), today=TODAY)
    assert found.mode == "from_notice"
    assert the(found, "request").minimum.ends == day("2027-03-30")
    assert the(found, ASSESS_REQUESTS).minimum.ends == day("2027-03-31")
    assert the(found, "tender").minimum.ends == day("2027-04-26")  # 25 days end on Sunday 25 April
    assert the(found, "standstill").minimum.ends == day("2027-05-07")
    assert found.contract_minimum == day("2027-05-08")


def test_a_standstill_over_the_seventeenth_of_may_and_whitsun() -> None:
    """A letter on 7 or 8 May 2027 gives ten days to 17 or 18 May; the 17th is off, so both end on the 18th."""
    found = timeline(assessed(needs=[]), today=TODAY, wanted_start=day("2027-05-19"))
    assert the(found, "standstill").minimum.ends == day("2027-05-18")
    assert the(found, "evaluation").minimum.starts == day("2027-05-08")
    assert found.contract_minimum == day("2027-05-19")
    a_day_less = timeline(assessed(needs=[]), today=TODAY, wanted_start=day("2027-05-18"))
    assert the(a_day_less, "standstill").minimum.ends == day("2027-05-14")  # a Friday; the weekend and 17 May follow
    assert a_day_less.contract_minimum == day("2027-05-15")


def test_backwards_in_practice() -> None:
    """What is recommended for a contract from 1 September 2027, each phase as late as it can be."""
    found = timeline(assessed(), today=TODAY, wanted_start=day("2027-09-01"))
    assert found.mode == "to_start"
    assert found.starts_recommended == day("2026-09-28")
    assert found.days_short == 57
    assert found.days_short_by_law == 0
    assert the(found, "notice").minimum.starts == day("2027-06-23")
    assert found.contract_recommended == day("2027-09-01")


def test_days_that_are_known_are_kept() -> None:
    facts = read_facts(RULEBOOK, {**MIDDLE, "invitation_sent": "2027-01-12", "award_notice_sent": "2027-04-01"})
    found = timeline(assess(RULEBOOK, facts), today=TODAY, mode="from_notice")
    for track in ("minimum", "recommended"):
        assert getattr(the(found, ASSESS_REQUESTS), track).ends == day("2027-01-12")
        assert getattr(the(found, "tender"), track).starts == day("2027-01-13")
        assert getattr(the(found, "evaluation"), track).ends == day("2027-04-01")
    assert the(found, "standstill").minimum.ends == day("2027-04-12")  # ten days end on Sunday 11 April
    assert found.assessment.standstill.earliest_signature == found.contract_minimum == day("2027-04-13")


def test_a_known_day_is_not_before_the_law_allows() -> None:
    facts = read_facts(RULEBOOK, {**MIDDLE, "invitation_sent": "2026-11-25"})
    found = timeline(assess(RULEBOOK, facts), today=TODAY, mode="from_notice")
    assert the(found, ASSESS_REQUESTS).minimum.ends == the(found, "request").minimum.free


def test_the_notice_is_the_anchor_when_its_day_is_given() -> None:
    found = timeline(assessed(date="2027-03-01"), today=TODAY)
    assert the(found, "notice").minimum.starts == the(found, "notice").recommended.starts == day("2027-03-01")
    assert found.days_short == (TODAY - found.starts_recommended).days > 0
    assert the(found, "documents").recommended.ends == day("2027-02-26")
    sent = timeline(assessed(date="2026-11-02"), today=TODAY)
    assert sent.mode == "from_notice"
    assert sent.days_short == 0  # what is done is done


def test_a_sunday_may_be_the_day_of_the_notice_when_it_is_given() -> None:
    found = timeline(assessed(date="2026-11-29"), today=TODAY)
    assert the(found, "notice").recommended.starts == day("2026-11-29")


def test_other_thresholds_on_the_day_of_the_notice_are_noticed() -> None:
    """2 400 000 kroner in March 2026 was above the threshold of then; a notice in the autumn is below that of today."""
    before = assessed(date="2026-03-02", value_nok=2_400_000)
    assert before.regime is not None
    assert before.regime.id == "foa_1_3"
    assert timeline(before, today=day("2026-03-02")).other_regime == "foa_1_2"
    assert timeline(before, today=TODAY).other_regime is None  # the notice stands on its own day
    assert timeline(assessed(), today=TODAY).other_regime is None


def test_a_rulebook_without_practice_shows_the_law_alone() -> None:
    bare = replace(RULEBOOK, practice={}, cache={})
    found = timeline(assess(bare, read_facts(bare, MIDDLE)), today=TODAY)
    assert found.contract_recommended >= found.contract_minimum
    assert the(found, "need").recommended.ends is None
    assert the(found, "need").name == ""
    assert the(found, "request").recommended.period is not None
