"""A rulebook speaks three languages, and they say the same."""

from __future__ import annotations

import pytest

from handlingsrom.rules.engine.assess import assess
from handlingsrom.rules.engine.facts import read_facts
from handlingsrom.rules.engine.loading import check_texts, read_text
from handlingsrom.rules.engine.texts import addresses, overlay_addresses
from handlingsrom.rules.engine.yaml_text import load

from .rulebooks import EU, NO, as_text, text_of


@pytest.mark.parametrize("jurisdiction", [NO, EU])
def test_every_text_is_translated(jurisdiction):
    wanted = dict(addresses(load(text_of(jurisdiction))))
    assert len(wanted) > 300
    for language in ("nn", "en"):
        have = dict(overlay_addresses(load(text_of(jurisdiction, language))))
        assert [where for where in wanted if where not in have] == []


@pytest.mark.parametrize("jurisdiction", [NO, EU])
@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_answers_are_the_same_in_every_language(jurisdiction, language):
    plain = read_text(text_of(jurisdiction), "", "nb")
    other = read_text(text_of(jurisdiction), text_of(jurisdiction, language), language)
    assert other.meta.name != plain.meta.name
    for case in plain.cases:
        one = assess(plain, read_facts(plain, case.facts))
        two = assess(other, read_facts(other, case.facts))
        assert one.procedures_open == two.procedures_open
        assert [each.period for each in one.deadlines] == [each.period for each in two.deadlines]


LANGUAGE_MISTAKES = [
    ("meta.name", lambda o: o["meta"].pop("name"), "is missing.", "Translate «EU-direktivet"),
    ("meta.title", lambda o: o["meta"].update(title="x"), "is no text of the rulebook.", "confidence_scale"),
    ("regimes.gone.name", lambda o: o["regimes"].update(gone={"name": "x"}), "is no text", "exempt"),
    ("thresholds.works_2026.amount", lambda o: o["thresholds"].update(works_2026={"amount": 5}), "is no text", ""),
    (
        "regimes.exempt.obligations",
        lambda o: o["regimes"]["exempt"]["obligations"].pop(),
        "has 1, and the rulebook has 2.",
        "",
    ),
    ("calendar.rules", lambda o: o["calendar"]["rules"].append("x"), "has 6, and the rulebook has 5.", "same order"),
    ("regimes.exempt.name", lambda o: o["regimes"]["exempt"].update(name=5), "is «5».", "in quotes"),
    ("regimes.exempt.name", lambda o: o["regimes"]["exempt"].update(name={"a": "x"}), "is missing.", "Translate"),
    ("reference_words", lambda o: o.update(reference_words=["and"]), "is a list of 1.", "a word for each word"),
]


@pytest.mark.parametrize(("place", "mistake", "message", "remedy"), LANGUAGE_MISTAKES)
@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_mistake_in_an_overlay_names_its_file(language, place, mistake, message, remedy):
    overlays = {each: load(text_of(EU, each)) for each in ("nn", "en")}
    mistake(overlays[language])
    problems = check_texts(text_of(EU), as_text(overlays["nn"]), as_text(overlays["en"]))
    told = [problem for problem in problems if problem.place == place]
    assert told, [str(problem) for problem in problems]
    assert {problem.file for problem in problems} == {f"rules.{language}.yaml"}
    assert message in told[0].message
    assert remedy in told[0].remedy


def test_sections_are_the_same_in_every_language():
    text = text_of(NO, "nn").replace('innan 30 dagar (FOA § 30-7).", "Ingen', '(FOA § 30-8).", "Ingen')
    (problem,) = check_texts(text_of(NO), text)
    assert problem.place == "regimes.foa_1_4.obligations.2"
    assert "30-7, 30-8" in problem.message


def test_an_overlay_without_a_text_keeps_bokmal():
    rulebook = read_text(text_of(EU), "meta: {name: x}", "nn")
    assert (rulebook.meta.name, rulebook.meta.vat) == ("x", "Alle beløp er uten merverdiavgift.")


def test_the_words_between_sections_are_in_the_language():
    english = read_text(text_of(EU), text_of(EU, "en"), "en")
    assert english.exemptions["security"].section == "2014/24/EU art. 15 to 17"
    assert english.time_rules["standstill"].section_in["directive"] == "89/665/EEC art. 2a (2)"
