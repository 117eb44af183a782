"""Sentences from an assessment: the conclusion, why, what it depends on, how days were counted."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.utils.translation import override

from handlingsrom.core.clock import frozen_at
from handlingsrom.rules import library
from handlingsrom.rules.address import address
from handlingsrom.rules.engine.assess import assess
from handlingsrom.rules.engine.facts import read_facts
from handlingsrom.rules.engine.loading import LANGUAGES
from handlingsrom.rules.scale import scale, sentence
from handlingsrom.rules.wording import Answer
from tests.helpers import soft

pytestmark = pytest.mark.django_db
MUNICIPALITY = {"date": "2026-11-24", "authority": "municipality", "contract": "services"}


def answer(language="nb", **facts):
    """The answer to these facts, in a language that is active."""
    book = library.current(language)
    return Answer(assess(book, read_facts(book, MUNICIPALITY | facts)))


@pytest.fixture(autouse=True)
def bokmal():
    with override("nb"):
        yield


@pytest.mark.parametrize(
    ("value", "conclusion", "why"),
    [
        (499_999, "Kjøpet er utenfor anskaffelsesloven.", "499 999 kroner er under innslagspunktet"),
        (500_000, "Kjøpet følger anskaffelsesforskriften del I.", "500 000 kroner er nøyaktig lik innslagspunktet"),
        (
            1_299_999,
            "Kjøpet følger anskaffelsesforskriften del I.",
            "1 299 999 kroner er under den nasjonale terskelen",
        ),
        (
            1_300_000,
            "Kjøpet følger anskaffelsesforskriften del I og II.",
            "2 500 000 kroner, som gjelder fra 21. april 2026",
        ),
        (2_499_999, "Kjøpet følger anskaffelsesforskriften del I og II.", "2 499 999 kroner er under EØS-terskelen"),
        (
            2_500_000,
            "Kjøpet følger anskaffelsesforskriften del I og III.",
            "2 500 000 kroner er nøyaktig lik EØS-terskelen",
        ),
        (2_500_001, "Kjøpet følger anskaffelsesforskriften del I og III.", "2 500 001 kroner er over EØS-terskelen"),
    ],
)
def test_one_krone_decides_and_the_sentence_says_why(value, conclusion, why):
    found = answer(value_nok=value)
    assert found.headline == conclusion
    assert why in soft(" ".join(line.text for line in found.why))
    assert all(line.sections for line in found.why)
    assert found.sections


def test_an_amount_that_held_before_is_told_with_both_its_days():
    found = answer(date="2026-04-20", value_nok=2_400_000)
    assert soft(found.why[0].text) == (
        "2 400 000 kroner er over EØS-terskelen på 2 300 000 kroner, "
        "som gjaldt fra 14. mars 2024 til og med 20. april 2026."
    )
    with frozen_at(dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)):  # while it held
        assert "som gjelder fra 14. mars 2024 til og med 20. april 2026." in soft(
            answer(date="2026-04-20", value_nok=2_400_000).why[0].text
        )


def test_what_is_unknown_is_what_it_depends_on():
    found = answer()
    assert found.headline == "Det kommer an på verdien."
    assert [ask.fact for ask in found.asks if ask.decides] == ["value"]
    assert [soft(room.span) for room in found.brackets] == [
        "Under 500 000 kroner",
        "Fra 500 000 kroner til under 1 300 000 kroner",
        "Fra 1 300 000 kroner til under 2 500 000 kroner",
        "Fra 2 500 000 kroner",
    ]
    assert not any(room.here for room in found.brackets)


def test_several_unknown_facts_stand_in_one_sentence():
    book = library.current("nb")
    found = Answer(assess(book, read_facts(book, {"date": "2026-11-24"})))
    assert found.headline.startswith("Det kommer an på hvem som kjøper, hva slags kontrakt det er")
    assert found.brackets == ()
    assert len(found.possible) == len(found.assessment.possible) > 5


@pytest.mark.parametrize("value", [0, 1, 499_999, 500_000, 1_299_999, 2_500_000, 10**12])
def test_the_purchase_stands_in_exactly_one_room(value):
    found = answer(value_nok=value)
    here = [room for room in found.brackets if room.here]
    assert len(here) == 1
    assert here[0].regimes == (found.assessment.regime,)
    drawn = scale(found.brackets, value)
    assert drawn.count('class="dot"') == 2  # the wide drawing and the tall one
    assert "Kjøpet er her" in sentence(found.brackets)


def test_the_rooms_follow_each_other_without_a_gap():
    for contract in ("goods", "works", "health_social", "special_services", "design_contest", "rd_services"):
        for authority in ("state", "municipality", "utility"):
            rooms = answer(contract=contract, authority=authority).brackets
            assert rooms[0].low == 0
            assert rooms[-1].high is None
            assert all(one.high == other.low for one, other in itertools.pairwise(rooms))


def test_a_value_that_was_worked_out_says_how():
    found = answer(yearly_value=600_000, framework_years=4)
    assert soft(found.why[0].text) == "600 000 kroner i året i fire år blir 2 400 000 kroner til sammen."
    assert found.why[0].sections == ("FOA § 5-4 (5)",)
    lots = answer(lots=[900_000, 2_000_000])
    assert soft(lots.why[0].text) == "Delkontraktene blir 2 900 000 kroner til sammen."


def test_an_exemption_is_its_own_reason():
    found = answer(value_nok=4_000_000, exemption="exclusive_right")
    assert found.headline == "Kjøpet er unntatt fra anskaffelsesloven."
    assert [line.sections for line in found.why] == [("FOA § 2-3",)]
    assert found.brackets == ()


def test_research_is_exempt_for_what_was_said_of_cost_and_results():
    found = answer(contract="rd_services", value_nok=4_000_000, needs=["shared_results", "shared_cost"], cpv="73120000")
    texts = [line.text for line in found.why]
    assert "Oppdragsgiver betaler ikke alt." in texts
    assert "Utbyttet tilfaller ikke oppdragsgiver alene." in texts
    assert "CPV-koden er 73120000." in texts


def test_what_a_need_exempts_from_stands_with_the_conclusion():
    words = {"value_nok": 12_000_000, "contract": "health_social"}
    told = answer(**words, needs=["individual_user_confidential"])
    assert told.why[-1].text.startswith("Kontrakt for en enkeltbruker: del IV gjelder ikke")
    assert told.why[-1].sections == ("FOA § 30-4",)
    assert told.notices.rules.mandatory == ("kunngjøring av kontraktsinngåelse",)
    assert [line.text for line in told.duties] == ["Kunngjør kontrakten innen 30 dager (FOA § 30-7)."]
    assert "enkeltbruker" not in " ".join(line.text for line in answer(**words, needs=[]).why)


def test_another_kind_of_contract_is_told_of_only_where_nothing_else_opens():
    closed = {each.procedure.id: each for each in answer(value_nok=2_400_000, needs=[]).procedures["closed"]}
    assert [soft(way.text) for way in closed["del1_fri"].ways] == [
        "verdien er fra 500 000 kroner til under 1 300 000 kroner"
    ]
    assert [way.text for way in closed["plan_og_designkonkurranse"].ways] == [
        "kontrakten er av typen «Plan- og designkonkurranse»"
    ]


def test_what_the_rules_say_nothing_of_is_not_told_to_be_closed():
    told = answer(value_nok=400_000)
    assert {"functional_requirements", "variants", "lcc"} <= {each.id for each in told.silent}
    assert {"innovation_partnership", "rd_exemption"} <= {each.id for each in told.shut}
    assert not {each.id for each in told.silent} & {each.id for each in told.shut}
    before = answer(value_nok=400_000, date="2026-03-01")
    assert "innovation_clause" in {each.id for each in before.shut}  # not yet in force


def test_each_deadline_says_which_days_do_not_count():
    counted = answer(date="2027-04-16", value_nok=6_000_000, needs=["cannot_specify"]).deadlines
    dialogue = next(each for each in counted if each.procedure_id == "konkurransepreget_dialog").counted
    assert dialogue.ends == dt.date(2027, 5, 18)
    text = soft(" ".join(dialogue.how))
    assert "Dag 1 er lørdag 17. april 2027" in text
    assert "Dag 30 er søndag 16. mai 2027." in text
    assert "forbi søndag 16. mai og mandag 17. mai til tirsdag 18. mai 2027" in text
    christmas = (
        answer(date="2026-12-10", value_nok=5_000_000, prior_information_notice="2026-10-01").deadlines[0].counted
    )
    assert "fredag 25. desember (1. juledag), lørdag 26. desember og søndag 27. desember" in soft(
        " ".join(christmas.how)
    )
    assert christmas.ends == dt.date(2026, 12, 28)
    assert "28.\u00a0desember" in christmas.warning  # a doubtful day


def test_what_would_it_take_is_a_sentence_with_sections():
    closed = answer(value_nok=3_400_000, needs=[]).procedures["closed"]
    found = {each.procedure.id: each for each in closed}
    ways = [way.text for way in found["innovasjonspartnerskap"].ways]
    assert ways == ["«Løsningen finnes ikke på markedet» stemmer og «Vil både utvikle og kjøpe» stemmer"]
    ways = [soft(way.text) for way in found["del1_fri"].ways]
    assert "verdien er fra 500 000 kroner til under 1 300 000 kroner" in ways
    assert all(way.sections for each in closed for way in each.ways)


def test_a_closed_procedure_names_only_rules_this_buyer_may_meet():
    closed = {each.procedure.id: each for each in answer(value_nok=2_400_000).procedures["closed"]}
    assert (
        closed["apen_anbudskonkurranse"].why_closed == "Hører til andre regler: anskaffelsesforskriften del I og III."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worked_case_is_told_in_whole_sentences_with_sections(language):
    book = library.current(language)
    with override(language):
        for case in book.cases:
            found = Answer(assess(book, read_facts(book, case.facts)))
            texts = [found.headline, *(line.text for line in (*found.why, *found.notes, found.transition))]
            texts += [
                found.disclaimer,
                found.freshness,
                *(sentence for each in found.deadlines for sentence in each.counted.how),
            ]
            assert [text for text in texts if "%(" in text or not text.strip() or text.strip()[-1] not in ".)"] == []
            assert all(each.sections and each.sections[0] for each in found.deadlines), case.id
            assert all(
                line.sections for line in (*found.why, *found.duties, *(line for line, _holds in found.obligations))
            )
            conditions = [each for group in found.procedures.values() for one in group for each in one.conditions]
            assert all(each.section for each in conditions)
            assert all(each.sections for group in found.instruments.values() for each in group)
            assert all(rule.sections for group in found.dialogue.values() for rule in group)


def test_the_address_of_facts_reads_back_to_the_same_facts():
    from django.http import QueryDict

    from handlingsrom.rules.forms import GuideForm

    book = library.current("nb")
    for case in book.cases:
        facts = read_facts(book, case.facts)
        form = GuideForm(QueryDict(address(facts).partition("?")[2]), rulebook=book)
        assert form.is_valid(), (case.id, form.errors)
        assert form.facts == facts
