"""The worked cases of the rulebooks field by field, and more cases worked out by hand from the regulations."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ..engine.assess import assess
from ..engine.facts import read_facts
from ..engine.result import Assessment, Deadline
from .purchases import JURISDICTIONS, book

CASES = [(jurisdiction, case.id) for jurisdiction in JURISDICTIONS for case in book(jurisdiction).cases]
FIELDS = {
    "regime",
    "notice",
    "procedures_open",
    "procedures_closed",
    "standstill_min_days",
    "standstill_reasonable",
    "standstill",
    "deadlines",
    "award_notice",
}
# Weekdays from April 2026 to May 2027 on which nothing ends, written down from the calendars of those years.
CLOSED = {
    dt.date.fromisoformat(day)
    for day in (
        *("2026-04-02", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-12-25"),
        *("2027-01-01", "2027-03-25", "2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"),
    )
}


def naive_end(starts: dt.date, days: int) -> tuple[dt.date, dt.date]:
    """The day a period would end, and the day it does: the first that is no weekend and not closed."""
    day = nominal = starts + dt.timedelta(days=days)
    while day.weekday() >= 5 or day in CLOSED:
        day += dt.timedelta(days=1)
    return nominal, day


def deadline(found: Deadline) -> dict[str, Any]:
    period = found.period
    return {
        "what": found.what,
        "from": f"{period.starts}",
        "days": period.days,
        "ends": f"{period.ends}",
        "section": found.section,
        "nominal_end": f"{period.nominal}",
    }


# --- the cases of the rulebooks ---------------------------------------------------------------------------------------


def test_there_are_as_many_as_there_should_be() -> None:
    assert [case.id for case in book("NO").cases] == [f"C{number:02}" for number in range(1, 26)]
    assert len(book("EU").cases) >= 14


@pytest.mark.parametrize(("jurisdiction", "name"), CASES)
def test_a_case_comes_out_field_by_field(jurisdiction: str, name: str) -> None:
    rulebook = book(jurisdiction)
    case = next(each for each in rulebook.cases if each.id == name)
    expected = dict(case.expected)
    found = assess(rulebook, read_facts(rulebook, case.facts))
    assert set(expected) <= FIELDS, "a field that is not looked at proves nothing"
    assert {"regime", "notice", "procedures_open", "standstill_min_days"} <= set(expected)

    assert found.regime is not None and found.regime.id == expected["regime"]
    assert found.possible == (expected["regime"],)
    assert found.notice == expected["notice"]
    assert list(found.procedures_open) == expected["procedures_open"]
    assert not set(expected.get("procedures_closed", ())) & set(found.procedures_open)
    assert found.standstill.min_days == expected["standstill_min_days"]
    assert found.standstill.reasonable is expected.get("standstill_reasonable", False)
    if "award_notice" in expected:
        assert found.award_notice is expected["award_notice"]
    have = [deadline(each) for each in found.deadlines]
    for wanted in expected.get("deadlines", ()):
        matching = [each for each in have if each["what"] == wanted["what"] and wanted.items() <= each.items()]
        assert matching, (wanted, have)
        assert all(each["nominal_end"] == wanted.get("nominal_end", wanted["ends"]) for each in matching)
    if "deadlines" not in expected and jurisdiction == "NO":
        assert have == [], "no deadline is told where the case has none"
    if "standstill" in expected:
        dates, standstill = expected["standstill"], found.standstill
        assert f"{found.facts.award_notice_sent}" == dates["notice_sent"]
        assert standstill.period is not None
        assert (standstill.min_days, f"{standstill.period.ends}") == (dates["min_days"], dates["last_day"])
        assert f"{standstill.earliest_signature}" == dates["earliest_signature"]


@pytest.mark.parametrize(("jurisdiction", "name"), CASES)
def test_every_date_of_a_case_counts_the_same_by_hand(jurisdiction: str, name: str) -> None:
    """Also the deadlines that the case does not name."""
    rulebook = book(jurisdiction)
    case = next(each for each in rulebook.cases if each.id == name)
    found = assess(rulebook, read_facts(rulebook, case.facts))
    periods = [each.period for each in found.deadlines]
    if found.standstill.period:
        periods.append(found.standstill.period)
    for period in periods:
        assert (period.nominal, period.ends) == naive_end(period.starts, period.days)


# --- worked out by hand -----------------------------------------------------------------------------------------------


def told(**facts: Any) -> Assessment:
    """A municipality buys services on 24 November 2026, unless told otherwise. Nothing characterises the need."""
    base = {"date": "2026-11-24", "authority": "municipality", "contract": "services", "needs": []}
    given = {key: value for key, value in {**base, **facts}.items() if value != "unknown"}
    return assess(book(), read_facts(book(), given))


def days(found: Assessment, procedure: str) -> list[tuple[str, int, str]]:
    """The deadlines of a procedure in short: what, days, ends."""
    return [
        (each.what, each.period.days, f"{each.period.ends}") for each in found.deadlines if each.procedure == procedure
    ]


NATIONAL = ["apen_tilbudskonkurranse", "begrenset_tilbudskonkurranse"]
TENDERS = ["apen_anbudskonkurranse", "begrenset_anbudskonkurranse"]
FREE = ["del1_fri"]
CONTEST = ["plan_og_designkonkurranse"]
UTILITY = [*TENDERS, "konkurranse_med_forhandling", "konkurransepreget_dialog"]
LIMIT = 10**9


@pytest.mark.parametrize(
    ("facts", "regime", "notice", "opened", "standstill", "award_notice"),
    [
        # Utilities: special, health and social services in part III from 11.6 million (FSF § 5-1 (3), § 5-2 (2)).
        (("utility", "special_services", 11_599_999), "fsf_1", "none", FREE, None, False),
        (("utility", "special_services", 11_600_000), "fsf_1_3", "doffin_ted", ["del4_fri"], 10, True),
        (("utility", "health_social", 11_600_000), "fsf_1_3", "doffin_ted", ["del4_fri"], 10, True),
        # Design contests of utilities in part IV from 5.0 million (FSF § 5-1 (4)); the result has a notice of its own.
        (("utility", "design_contest", 4_999_999), "fsf_1", "none", FREE, None, False),
        (("utility", "design_contest", 5_000_000), "fsf_1_4", "doffin_ted", CONTEST, None, False),
        # Other utility purchases in part II from 5.0 and 62.9 million (FSF § 5-2 (1)); negotiation is always open.
        (("utility", "goods", 4_999_999), "fsf_1", "none", FREE, None, False),
        (("utility", "goods", 5_000_000), "fsf_1_2", "doffin_ted", UTILITY, 10, True),
        (("utility", "works", 62_899_999), "fsf_1", "none", FREE, None, False),
        (("utility", "works", 62_900_000), "fsf_1_2", "doffin_ted", UTILITY, 10, True),
        # Design contests (FOA § 5-1 (5), § 31-2): part V from 1.63 million, in TED from the EEA threshold.
        (("municipality", "design_contest", 1_300_000), "foa_1", "none", FREE, None, False),
        (("municipality", "design_contest", 1_629_999), "foa_1", "none", FREE, None, False),
        (("municipality", "design_contest", 1_630_000), "foa_1_5", "doffin", CONTEST, None, False),
        (("municipality", "design_contest", 2_499_999), "foa_1_5", "doffin", CONTEST, None, False),
        (("municipality", "design_contest", 2_500_000), "foa_1_5", "doffin_ted", CONTEST, None, False),
        (("state", "design_contest", 1_629_999), "foa_1", "none", FREE, None, False),
        (("state", "design_contest", 1_630_000), "foa_1_5", "doffin_ted", CONTEST, None, False),
        # Special services (FOA § 5-1 (2) b): the ordinary thresholds do not matter.
        (("state", "special_services", 1_299_999), "foa_1", "none", FREE, None, False),
        (("state", "special_services", 1_630_000), "foa_1_2", "doffin", NATIONAL, 0, False),
        (("county", "special_services", 8_699_999), "foa_1_2", "doffin", NATIONAL, 0, False),
        (("county", "special_services", 8_700_000), "foa_1_2_special", "doffin_ted", NATIONAL, 10, True),
        # Health and social services (FOA § 5-1 (2) a and (4)): never part II.
        (("municipality", "health_social", 8_699_999), "foa_1", "none", FREE, None, False),
        (("municipality", "health_social", 8_700_000), "foa_1_4", "doffin_ted", ["del4_fri"], 10, True),
        # The rest, at the amounts (FOA § 5-1, § 5-3).
        (("association", "goods", 499_999), "utenfor", "none", ["fritt_kjop"], None, False),
        (("public_body", "services", 2_499_999), "foa_1_2", "doffin", NATIONAL, 0, False),
        (("public_body", "services", 2_500_000), "foa_1_3", "doffin_ted", TENDERS, 10, True),
        (("state", "services", 1_629_999), "foa_1_2", "doffin", NATIONAL, 0, False),
        (("state", "works", 62_899_999), "foa_1_2", "doffin", NATIONAL, 0, False),
        (("state", "works", 62_900_000), "foa_1_3", "doffin_ted", TENDERS, 10, True),
    ],
)
def test_at_the_amounts_of_november_2026(
    facts: tuple[str, str, int],
    regime: str,
    notice: str,
    opened: list[str],
    standstill: int | None,
    award_notice: bool,
) -> None:
    authority, contract, value = facts
    found = told(authority=authority, contract=contract, value_nok=value)
    assert found.regime is not None
    assert (found.regime.id, found.notice) == (regime, notice)
    assert list(found.procedures_open) == opened
    assert (found.standstill.min_days, found.award_notice) == (standstill, award_notice)
    assert found.standstill.reasonable is (standstill == 0)


@pytest.mark.parametrize(
    ("before", "authority", "contract", "value", "regimes"),
    [
        ("2026-04-20", "state", "services", 1_490_000, ("foa_1_3", "foa_1_2")),
        ("2026-04-20", "state", "services", 1_489_999, ("foa_1_2", "foa_1_2")),
        ("2026-04-20", "county", "goods", 2_300_000, ("foa_1_3", "foa_1_2")),
        ("2026-04-20", "county", "works", 57_800_000, ("foa_1_3", "foa_1_2")),
        ("2026-04-20", "county", "special_services", 7_800_000, ("foa_1_2_special", "foa_1_2")),
        ("2026-04-20", "county", "health_social", 7_800_000, ("foa_1_4", "foa_1")),
        ("2026-04-20", "county", "design_contest", 1_490_000, ("foa_1_5", "foa_1")),
        ("2026-04-20", "utility", "goods", 4_600_000, ("fsf_1_2", "fsf_1")),
        ("2026-04-20", "utility", "special_services", 10_400_000, ("fsf_1_3", "fsf_1")),
        ("2026-06-30", "county", "goods", 499_999, ("foa_1", "utenfor")),
        ("2026-06-30", "county", "goods", 100_000, ("foa_1", "utenfor")),
        ("2026-06-30", "county", "goods", 99_999, ("utenfor", "utenfor")),
        ("2026-06-30", "county", "goods", 500_000, ("foa_1", "foa_1")),
        ("2026-06-30", "utility", "goods", 499_999, ("fsf_1", "utenfor")),
        ("2024-03-13", "state", "goods", 1_400_000, ("foa_1_3", "foa_1_2")),
        ("2024-03-13", "county", "goods", 2_200_000, ("foa_1_3", "foa_1_2")),
        ("2024-03-13", "county", "works", 56_000_000, ("foa_1_3", "foa_1_2")),
    ],
)
def test_on_both_sides_of_a_day_that_changed_the_amounts(
    before: str, authority: str, contract: str, value: int, regimes: tuple[str, str]
) -> None:
    after = f"{dt.date.fromisoformat(before) + dt.timedelta(days=1)}"
    found = [told(date=day, authority=authority, contract=contract, value_nok=value) for day in (before, after)]
    assert [each.regime and each.regime.id for each in found] == list(regimes)


def test_a_contest_below_part_five_has_the_advice_to_publish() -> None:
    notes = [note for note in told(contract="design_contest", value_nok=1_300_000).notes if "31-2" in note.text]
    assert [note.sections for note in notes] == [("FOA § 5-1 (5)", "FOA § 31-2")]


def test_a_service_to_one_person_that_would_be_given_away() -> None:
    """FOA § 30-4: no notice of the competition and no standstill; what is left is the notice of the award."""
    found = told(contract="health_social", value_nok=9_000_000, needs=["individual_user_confidential"])
    assert found.regime is not None
    assert (found.regime.id, found.notice, found.award_notice) == ("foa_1_4", "none_competition", True)
    assert (found.standstill.min_days, found.standstill.section) == (None, "FOA § 30-4")
    sent = told(
        contract="health_social",
        value_nok=9_000_000,
        needs=["individual_user_confidential"],
        award_notice_sent="2026-12-01",
    )
    assert sent.standstill.period is None
    below = told(contract="health_social", value_nok=8_699_999, needs=["individual_user_confidential"])
    assert (below.notice, below.award_notice) == ("none", False)


def test_exceptions_from_part_two_do_not_hold_for_special_services_above_the_threshold() -> None:
    """FOA § 5-2 (2) and § 8-17 (5) b: §§ 13-3 and 13-4 take their place."""
    below = told(contract="special_services", value_nok=3_000_000, needs=["only_one_supplier"])
    above = told(contract="special_services", value_nok=8_700_000, needs=["only_one_supplier"])
    assert [*below.procedures_open] == [*NATIONAL, "del2_unntak"]
    assert [*above.procedures_open] == [*NATIONAL, "uten_konkurranse"]
    assert above.procedure("del2_unntak").status == "closed"


def test_grounds_to_buy_without_publishing_are_conditional_until_one_is_told() -> None:
    found = told(contract="goods", value_nok=4_000_000)
    assert found.procedure("forhandling_uten_kunngjoring").status == "conditional"
    found = told(contract="goods", value_nok=4_000_000, needs=["rd_goods_only", "sole_design_winner"])
    assert [*found.procedures_open] == [*TENDERS, "forhandling_uten_kunngjoring", "uten_konkurranse"]
    for authority, status in (("county", "open"), ("utility", "conditional")):  # FSF § 9-2 has no such ground
        found = told(authority=authority, value_nok=6_000_000, needs=["unacceptable_tenders_reinvited"])
        assert found.procedure("forhandling_uten_kunngjoring").status == status


def test_research_is_exempt_unless_it_is_listed_and_the_buyer_pays_all_and_keeps_all() -> None:
    """FOA § 2-5."""
    research = {"contract": "rd_services", "value_nok": 4_000_000}
    both = ["buyer_keeps_all", "buyer_pays_all"]
    for cpv, needs, regime in (
        ("73200000", both, "unntatt"),  # not on the list
        ("73121000", both, "unntatt"),  # below a code of the list, but not on it
        ("73120000", ["buyer_keeps_all", "shared_cost"], "unntatt"),
        ("73120000", ["shared_results", "buyer_pays_all"], "unntatt"),
        ("73430000", both, "foa_1_3"),
    ):
        found = told(**research, cpv=cpv, needs=needs)
        assert (found.regime and found.regime.id, found.possible) == (regime, (regime,)), (cpv, needs)
    found = told(**research, cpv="73120000", needs=both, authority="utility")
    assert found.regime is not None and found.regime.id == "fsf_1"


@pytest.mark.parametrize(
    ("facts", "possible", "asks"),
    [
        ({"cpv": "unknown", "needs": "unknown"}, {"unntatt", "foa_1_3"}, {"cpv", "needs"}),
        ({"cpv": "73120000", "needs": "unknown"}, {"unntatt", "foa_1_3"}, {"needs"}),
        ({"cpv": "73120000", "needs": []}, {"unntatt", "foa_1_3"}, {"needs"}),
        ({"cpv": "unknown", "needs": ["buyer_keeps_all", "buyer_pays_all"]}, {"unntatt", "foa_1_3"}, {"cpv"}),
        ({"cpv": "unknown", "needs": ["shared_cost"]}, {"unntatt"}, set()),
        ({"cpv": "73200000", "needs": "unknown"}, {"unntatt"}, set()),
    ],
)
def test_research_of_which_little_is_told(facts: dict[str, Any], possible: set[str], asks: set[str]) -> None:
    found = told(contract="rd_services", value_nok=4_000_000, **facts)
    assert set(found.possible) == possible
    decisive = set(found.asks) if found.regime is None else set()
    assert asks <= decisive <= asks | {"off_the_shelf", "needs"}


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({}, {"utenfor", "foa_1", "foa_1_2", "foa_1_3"}),
        ({"contract": "works"}, {"utenfor", "foa_1", "foa_1_2", "foa_1_3"}),
        ({"contract": "special_services"}, {"utenfor", "foa_1", "foa_1_2", "foa_1_2_special"}),
        ({"contract": "health_social"}, {"utenfor", "foa_1", "foa_1_4"}),
        ({"contract": "design_contest"}, {"utenfor", "foa_1", "foa_1_5"}),
        ({"authority": "utility"}, {"utenfor", "fsf_1", "fsf_1_2"}),
        ({"authority": "utility", "contract": "design_contest"}, {"utenfor", "fsf_1", "fsf_1_4"}),
        ({"authority": "unknown", "value_nok": 2_000_000}, {"foa_1_2", "foa_1_3", "fsf_1"}),
        ({"contract": "unknown", "value_nok": 2_000_000}, {"unntatt", "foa_1", "foa_1_2", "foa_1_5"}),
        ({"contract": "unknown", "value_nok": 10}, {"unntatt", "utenfor"}),
        ({"yearly_value": 400_000}, {"utenfor", "foa_1", "foa_1_2", "foa_1_3"}),
        ({"yearly_value": 600_000}, {"foa_1", "foa_1_2", "foa_1_3"}),  # one year at least
    ],
)
def test_what_it_may_be_when_a_fact_is_unknown(facts: dict[str, Any], possible: set[str]) -> None:
    found = told(**facts)
    assert set(found.possible) == possible
    assert found.regime is None and found.notice is None and found.deadlines == ()
    unknown = {"authority", "contract"} & {key for key, value in facts.items() if value == "unknown"}
    assert (unknown or {"framework_years" if "yearly_value" in facts else "value"}) <= set(found.asks)


def test_an_exemption_comes_before_everything() -> None:
    for authority in ("state", "county", "utility"):
        found = told(authority=authority, value_nok=LIMIT, exemption="in_house")
        assert found.regime is not None
        assert (found.regime.id, found.procedures_open) == ("unntatt", ())


# --- deadlines --------------------------------------------------------------------------------------------------------


def test_the_state_may_not_agree_on_a_deadline() -> None:
    """FOA § 20-3 (3) is for others than the state; without agreement at least 10 days."""
    for authority, agreed in (("state", []), ("county", [("agreement", 10)])):
        found = told(authority=authority, value_nok=5_000_000, needs=["adaptation"], off_the_shelf=True)
        tenders = [each for each in found.deadlines if each.stage == "tender" and each.what != "tender_open"]
        assert {each.procedure for each in tenders} == {
            "begrenset_anbudskonkurranse",
            "konkurranse_med_forhandling",
            "dynamisk_innkjopsordning",
        }
        for each in tenders:
            assert [(one.id, one.fallback_days) for one in each.by_agreement] == agreed


def test_urgency_shortens_all_but_the_dialogue() -> None:
    """FOA §§ 20-2 (3), 20-3 (5) and 20-4 (3); § 20-5 has no such rule."""
    found = told(date="2026-11-23", value_nok=4_000_000, needs=["urgency", "adaptation"], invitation_sent="2026-12-14")
    assert days(found, "apen_anbudskonkurranse") == [("tender_open", 15, "2026-12-08")]
    assert days(found, "begrenset_anbudskonkurranse") == [("request", 15, "2026-12-08"), ("tender", 10, "2026-12-24")]
    assert days(found, "konkurranse_med_forhandling") == [
        ("request", 15, "2026-12-08"),
        ("first_tender", 10, "2026-12-24"),
    ]
    assert days(found, "konkurransepreget_dialog") == [("request", 30, "2026-12-23")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, (30, "2026-12-24")),
        ({"full_electronic_access": False}, (35, "2026-12-29")),
        ({"full_electronic_access": False, "needs": ["urgency"]}, (15, "2026-12-09")),
        ({"electronic_submission": False}, (35, "2026-12-29")),
        ({"electronic_submission": False, "full_electronic_access": False}, (40, "2027-01-04")),
        ({"full_electronic_access": False, "prior_information_notice": "2026-10-01"}, (20, "2026-12-14")),
        ({"prior_information_notice": "2026-10-20"}, (15, "2026-12-09")),  # 35 days before
        ({"prior_information_notice": "2026-10-21"}, (30, "2026-12-24")),  # 34 days before
        ({"prior_information_notice": "2025-11-24"}, (15, "2026-12-09")),  # 12 months before
        ({"prior_information_notice": "2025-11-23"}, (30, "2026-12-24")),  # 12 months and a day before
        ({"date": "2027-02-23"}, (30, "2027-03-30")),  # Maundy Thursday, and then the first day after Easter
        ({"date": "2027-04-07"}, (30, "2027-05-07")),
        ({"date": "2027-04-06"}, (30, "2027-05-07")),  # Ascension Day
    ],
)
def test_the_deadline_of_the_open_procedure(facts: dict[str, Any], expected: tuple[int, str]) -> None:
    found = told(value_nok=4_000_000, **facts)
    assert days(found, "apen_anbudskonkurranse") == [("tender_open", *expected)]


def test_a_prior_information_notice_does_not_shorten_requests() -> None:
    """FOA § 20-3 (4) is for tenders."""
    found = told(value_nok=4_000_000, prior_information_notice="2026-10-20", invitation_sent="2027-01-11")
    assert days(found, "begrenset_anbudskonkurranse") == [("request", 30, "2026-12-24"), ("tender", 10, "2027-01-21")]


def test_without_electronic_submission_the_tender_deadline_is_thirty_days() -> None:
    """FOA §§ 20-3 (2) and 20-4 (2); and five more without full electronic access."""
    for full, expected in ((True, (30, "2027-02-10")), (False, (35, "2027-02-15"))):
        found = told(
            value_nok=4_000_000,
            needs=["cannot_specify"],
            electronic_submission=False,
            full_electronic_access=full,
            invitation_sent="2027-01-11",
        )
        assert days(found, "begrenset_anbudskonkurranse")[1] == ("tender", *expected)
        assert days(found, "konkurranse_med_forhandling")[1] == ("first_tender", *expected)


def test_the_deadlines_of_utilities() -> None:
    """FSF §§ 16-2 and 16-3: requests 30 days, never under 15; tenders by agreement with all, otherwise 10 days."""
    found = told(
        date="2027-01-18",
        authority="utility",
        value_nok=6_000_000,
        needs=["not_on_market", "develop_and_buy"],
        off_the_shelf=True,
        invitation_sent="2027-02-22",
    )
    assert [*found.procedures_open] == [*UTILITY, "innovasjonspartnerskap", "dynamisk_innkjopsordning"]
    assert days(found, "apen_anbudskonkurranse") == [("tender_open", 30, "2027-02-17")]
    request, tender = ("request", 30, "2027-02-17"), (10, "2027-03-04")
    assert days(found, "begrenset_anbudskonkurranse") == [request, ("tender", *tender)]
    assert days(found, "konkurranse_med_forhandling") == [request, ("first_tender", *tender)]
    assert days(found, "konkurransepreget_dialog") == days(found, "innovasjonspartnerskap") == [request]
    assert days(found, "dynamisk_innkjopsordning") == [request, ("tender", *tender)]
    assert {each.absolute_min for each in found.deadlines if each.what == "request"} == {15}
    assert all(each.section.startswith("FSF") for each in found.deadlines)
    for change, expected in (
        ({"electronic_submission": False}, 35),
        ({"full_electronic_access": False}, 35),
        ({"needs": ["urgency"]}, 15),
        ({"prior_information_notice": "2026-12-01"}, 15),
    ):
        found = told(date="2027-01-18", authority="utility", value_nok=6_000_000, **change)
        assert days(found, "apen_anbudskonkurranse")[0][1] == expected, change


@pytest.mark.parametrize(
    ("sent", "electronic", "last", "sign"),
    [
        ("2026-12-01", True, "2026-12-11", "2026-12-12"),
        ("2026-12-14", True, "2026-12-24", "2026-12-25"),  # Christmas Eve is a working day, with a warning
        ("2026-12-16", True, "2026-12-28", "2026-12-29"),  # the 26th is a holiday and a Saturday
        ("2026-12-10", False, "2026-12-28", "2026-12-29"),  # fifteen days without electronic communication
        ("2027-05-07", True, "2027-05-18", "2027-05-19"),  # 17 May, and Whit Monday
    ],
)
def test_the_standstill_on_the_calendar(sent: str, electronic: bool, last: str, sign: str) -> None:
    for facts in (
        {"value_nok": 4_000_000},
        {"contract": "health_social", "value_nok": 9_000_000},
        {"contract": "special_services", "value_nok": 9_000_000},
        {"authority": "utility", "value_nok": 9_000_000},
        {"authority": "utility", "contract": "health_social", "value_nok": 19_000_000},
    ):
        found = told(**facts, award_notice_sent=sent, electronic_submission=electronic).standstill
        assert found.period is not None
        assert found.min_days == (10 if electronic else 15)
        assert (f"{found.period.ends}", f"{found.earliest_signature}") == (last, sign)
        assert found.period.uncertain is (last[5:] in ("12-24", "12-28", "12-31"))


# --- values -----------------------------------------------------------------------------------------------------------


def test_a_yearly_value_counts_for_all_the_years() -> None:
    for yearly, years, regime in (
        (625_000, 4, "foa_1_3"),
        (624_999, 4, "foa_1_2"),
        (325_000, 4, "foa_1_2"),
        (324_999, 4, "foa_1"),
        (499_999, 1, "utenfor"),
    ):
        found = told(yearly_value=yearly, framework_years=years)
        assert found.regime is not None and found.regime.id == regime


def test_a_framework_longer_than_the_law_allows_is_told() -> None:
    """Four years (FOA § 26-1 (4)); eight for utilities (FSF § 22-1 (4))."""
    for authority, longest in (("county", 4), ("utility", 8)):
        rule = book().time_rule("framework_max", "fsf_1_2" if authority == "utility" else "foa_1_3")
        assert rule is not None and rule.years == longest
        for years in (longest, longest + 1):
            found = told(authority=authority, yearly_value=6_000_000, framework_years=years)
            assert any(rule.text == note.text for note in found.notes) is (years > longest)


@pytest.mark.parametrize(
    ("authority", "contract", "lots", "small", "fits", "regime"),
    [
        ("county", "goods", [400_000, 400_000, 3_200_000], (0, 1), True, "foa_1"),  # exactly 20 percent
        ("county", "goods", [400_000, 400_001, 3_200_000], (0, 1), False, "foa_1"),  # one krone more
        ("county", "goods", [931_999, 4_000_000], (0,), True, "foa_1"),
        ("county", "goods", [932_000, 4_000_000], (), True, "foa_1"),
        ("county", "works", [11_599_999, 60_000_000], (0,), True, "foa_1_2"),
        ("county", "works", [11_600_000, 60_000_000], (), True, "foa_1_2"),
        ("utility", "services", [900_000, 900_000, 8_000_000], (0, 1), True, "fsf_1"),
        ("utility", "works", [11_599_999, 60_000_000], (0,), True, "fsf_1"),
    ],
)
def test_small_lots(
    authority: str, contract: str, lots: list[int], small: tuple[int, ...], fits: bool, regime: str
) -> None:
    """FOA § 5-4 (8), FSF § 5-3 (8): together at most 20 percent of the whole. All the lots decide the regime."""
    found = told(authority=authority, contract=contract, lots=lots)
    assert found.regime is not None and found.regime.id == ("fsf_1_2" if authority == "utility" else "foa_1_3")
    assert found.small_lots is not None
    assert (found.small_lots.indexes, found.small_lots.all_fit) == (small, fits)
    assert found.small_lots.threshold.lot_regime == regime


def test_no_lot_is_small_below_the_threshold_or_where_the_rule_does_not_hold() -> None:
    assert told(lots=[100_000, 2_399_999]).small_lots is None
    assert told(contract="health_social", lots=[100_000, 9_000_000]).small_lots is None
    assert told(lots=[100_000, 9_000_000], exemption="in_house").small_lots is None


def test_no_lot_is_small_when_research_is_exempt() -> None:
    lots = [100_000, 9_000_000]
    assert told(contract="rd_services", lots=lots, cpv="73200000").small_lots is None
    both = ["buyer_keeps_all", "buyer_pays_all"]
    assert told(contract="rd_services", lots=lots, cpv="73120000", needs=both).small_lots is not None


def test_the_amounts_for_small_lots_before_april_2026() -> None:
    for day, small in (("2026-04-20", ()), ("2026-04-21", (0,))):
        found = told(date=day, contract="goods", lots=[836_000, 6_000_000]).small_lots
        assert found is not None and found.indexes == small
    assert told(date="2026-04-20", authority="utility", lots=[100_000, 9_000_000]).small_lots is None, "not verified"


# --- what is unknown, and what is uncertain ---------------------------------------------------------------------------


def test_what_is_unknown_makes_no_deadline_shorter() -> None:
    """The five days fall away in urgency (FOA § 20-2 (4)); when it is unknown whether it is urgent, they are there."""
    for needs, expected in (("unknown", 35), ([], 35), (["urgency"], 15)):
        found = told(value_nok=4_000_000, needs=needs, full_electronic_access=False)
        assert days(found, "apen_anbudskonkurranse")[0][1] == expected


def test_a_single_user_is_asked_for_where_it_matters() -> None:
    """FOA § 30-4 changes the notice and the standstill of part IV, so the needs are asked for there."""
    assert "needs" in told(contract="health_social", value_nok=9_000_000, needs="unknown").asks
    assert "needs" not in told(contract="health_social", value_nok=9_000_000).asks
    assert "needs" not in told(contract="health_social", value_nok=6_000_000, needs="unknown").asks


def test_a_tender_deadline_runs_from_a_planned_day_until_the_invitation_is_sent() -> None:
    found = told(value_nok=4_000_000)
    request, tender = (each for each in found.deadlines if each.procedure == "begrenset_anbudskonkurranse")
    assert (request.assumed, tender.assumed) == (False, True)
    assert tender.period.starts > request.period.ends
    found = told(value_nok=4_000_000, invitation_sent="2027-01-11")
    assert not any(each.assumed for each in found.deadlines if each.procedure == "begrenset_anbudskonkurranse")


def test_the_uncertain_amount_of_utilities_is_told() -> None:
    """FSF § 5-2 (2) shows both 11.6 and 10.4 million in the text that was read."""
    notes = told(authority="utility", contract="health_social", value_nok=11_000_000).notes
    assert [(note.sections, note.confidence) for note in notes] == [(("FSF § 5-2 (2)",), "medium")]


# --- duties -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "have", "lack"),
    [
        ({"date": "2026-06-30", "value_nok": 2_000_000}, {"before_2026_07"}, {"wages", "tax"}),
        ({"date": "2026-07-01", "value_nok": 1_300_000}, {"wages", "apprentices", "tax"}, {"before_2026_07"}),
        ({"value_nok": 1_299_999}, {"strategy", "tax"}, {"wages", "apprentices", "control"}),
        ({"contract": "goods", "value_nok": 4_000_000}, {"control"}, {"wages", "works_cleaning", "apprentices"}),
        ({"cpv": "90911000", "value_nok": 4_000_000}, {"works_cleaning"}, {"utilities"}),
        ({"cpv": "79000000", "value_nok": 4_000_000}, {"wages"}, {"works_cleaning"}),
        ({"contract": "works", "value_nok": 70_000_000}, {"works_cleaning"}, set()),
        ({"authority": "utility", "value_nok": 6_000_000}, {"utilities", "security"}, {"strategy", "wages", "tax"}),
        ({"value_nok": 450_000}, set(), {"strategy", "wages", "security", "tax"}),
    ],
)
def test_the_duties_of_the_contract(facts: dict[str, Any], have: set[str], lack: set[str]) -> None:
    """LOA §§ 5a to 5p from 1 July 2026; the trigger of §§ 5e and 5f is read as 1.3 million."""
    found = {each.obligation.id for each in told(**facts).obligations}
    assert have <= found
    assert not lack & found


def test_cleaning_is_asked_for_where_the_code_is_unknown() -> None:
    found = {each.obligation.id: each.holds for each in told(value_nok=4_000_000).obligations}
    assert found["works_cleaning"] is None
    assert found["wages"] is True
