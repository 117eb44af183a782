"""What one looks up: thresholds, procedures, openings, changes of the law, supervision; and what the search finds."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse

from handlingsrom.rules import library, search
from handlingsrom.rules.engine.loading import LANGUAGES
from handlingsrom.search import query, rebuild
from tests.helpers import page

pytestmark = pytest.mark.django_db
LISTS = ("thresholds", "procedures", "instruments", "changes", "supervision")
ENGLISH = (
    "Deadline",
    "Negotiation",
    "How sure",
    "Threshold",
    "Section",
    "In force",
    "Fees",
    "On this page",
    "Can always",
)


def addresses():
    book = library.current("nb")
    yield from (reverse(f"rules:{name}") for name in LISTS)
    yield from (reverse("rules:procedure", args=[each]) for each in book.procedures)
    yield from (reverse("rules:instrument", args=[each]) for each in book.instruments)


@pytest.fixture(params=LANGUAGES)
def reader(request, anonymous):
    anonymous.cookies["django_language"] = request.param
    anonymous.language = request.param
    return anonymous


def test_every_page_in_every_language(reader, django_assert_max_num_queries):
    book = library.current(reader.language)
    titles = set()
    for address in addresses():
        with django_assert_max_num_queries(1):
            answer = page(reader, address)
        assert answer.tree.get("lang") == reader.language
        main = " ".join(answer.tree.find(".//main").text_content().split())
        assert book.meta.disclaimer in main
        assert book.meta.version in main
        assert "2026" in main
        if reader.language != "en":
            assert not [words for words in ENGLISH if words in main], address
        titles.add(answer.tree.findtext(".//title"))
        assert answer.tree.xpath("//nav[contains(@class, 'hr-crumbs')]//a[@href='/regler/']")
    assert len(titles) == len(list(addresses()))


def test_a_procedure_has_its_conditions_deadlines_reductions_and_dialogue(anonymous):
    text = page(anonymous, reverse("rules:procedure", args=["konkurranse_med_forhandling"])).text
    for part in (
        "Ett av disse er nok:",
        "Tilgjengelige løsninger må tilpasses",
        "FOA § 13-2 a",
        "Kan alltid brukes. FSF § 9-1 (1)",
        "30 dager",
        "aldri under 15 dager",
        "Etter avtale, ellers minst 10 dager",
        "5 dager til",
        "Forhandle om alle sider ved tilbudet",
        "2014/24/EU art. 29",
        "Konkurransestrategi og prosedyre",
        "Minst tre inviteres",
    ):
        assert part in text, part
    book = library.current("nb")
    for procedure in book.procedures.values():
        text = page(anonymous, reverse("rules:procedure", args=[procedure.id])).text
        parts = [
            procedure.name,
            procedure.conditions,
            procedure.innovation_fit,
            *procedure.sections,
            *procedure.directive,
        ]
        parts += [reduction.text for reduction in procedure.reductions]
        parts += [
            condition.text
            for opening in procedure.openings
            for some in opening.conditions.values()
            for condition in some
        ]
        parts += [book.regimes[regime].name for regime in procedure.regimes]
        assert [part for part in parts if " ".join(part.split()) not in text] == [], procedure.id


def test_an_opening_has_how_where_and_what_helps(anonymous):
    book = library.current("nb")
    for instrument in book.instruments.values():
        text = page(anonymous, reverse("rules:instrument", args=[instrument.id])).text
        parts = [instrument.name, instrument.how, *instrument.sections]
        parts += [book.regimes[regime].name for regime in instrument.regimes]
        assert [part for part in parts if " ".join(part.split()) not in text] == [], instrument.id
    dialogue = page(anonymous, reverse("rules:instrument", args=["market_dialogue"]))
    assert dialogue.tree.xpath("//a[@href='/metode/innovativ-anskaffelse/markedsdialog/#ark-dialognotat']")
    clause = page(anonymous, reverse("rules:instrument", args=["innovation_clause"])).text
    assert "I denne formen fra 1. juli 2026." in clause


def test_every_amount_stands_with_when_section_certainty_and_source(anonymous):
    answer = page(anonymous, reverse("rules:thresholds"))
    text = answer.text.replace("\u00a0", " ")
    book = library.current("nb")
    for each in book.thresholds:
        assert f"{each.amount:,} kroner".replace(",", " ") in text, each.id
        assert answer.tree.xpath("//a[@href=$url]", url=each.source_url), each.id
        assert each.note in answer.text
    assert "14. mars 2024 til 20. april 2026" in text
    assert "140 000" in text  # the euro amounts
    assert all(rule.text in answer.text for rule in book.value_rules)
    drawings = answer.tree.xpath("//*[local-name()='svg'][@role='img']/@aria-label")
    assert len(drawings) == 3
    assert drawings[0].startswith("Terskelverdier over tid, staten.")


def test_changes_are_in_force_or_announced_and_what_is_not_verified_is_said(anonymous):
    answer = page(anonymous, reverse("rules:changes"))
    book = library.current("nb")
    assert all(change.what in answer.text for change in book.law_changes)
    assert all(text.text in answer.text for text in book.unverified)
    assert book.transition.text in answer.text
    headings = [heading.text for heading in answer.tree.xpath("//h2")]
    assert headings.index("I kraft") < headings.index("Varslet eller vedtatt, uten dato")
    announced = answer.tree.xpath("//section[h2[text()='Varslet eller vedtatt, uten dato']]")[0].text_content()
    assert "LOA § 4" in announced


def test_each_body_has_its_role_deadlines_and_examples(anonymous):
    answer = page(anonymous, reverse("rules:supervision"))
    for body in library.current("nb").bodies:
        section = answer.tree.xpath("//section[@id=$id]", id=body.id)[0]
        text = " ".join(section.text_content().split())
        for part in (body.name, body.role, *body.deadlines, *body.sections, *(words for words, _url in body.examples)):
            assert part in text
        for _words, url in body.examples:
            assert not url or section.xpath(".//a[@href=$url]", url=url)
    assert "8 000 kroner" in answer.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "address", ["/regler/prosedyrer/ukjent/", "/regler/virkemidler/ukjent/", "/regler/prosedyrer/a%00b/"]
)
def test_what_is_not_in_the_rulebook_is_not_found(anonymous, address):
    assert anonymous.get(address).status_code == 404


def test_the_search_knows_the_rulebook_once_in_each_language():
    entries = list(search.entries())
    assert len({entry.pk for entry in entries}) == len(entries)
    book = library.current("nb")
    counts = Counter((entry.language, entry.part) for entry in entries)
    for language in LANGUAGES:
        assert counts[language, "procedure"] == len(book.procedures)
        assert counts[language, "instrument"] == len(book.instruments)
        assert counts[language, "body"] == len(book.bodies)
        assert counts[language, "page"] == 3


@pytest.mark.parametrize(
    ("language", "words", "url"),
    [
        ("nb", "innovasjonspartnerskap", "/regler/prosedyrer/innovasjonspartnerskap/"),
        ("nn", "innovasjonspartnarskap", "/regler/prosedyrer/innovasjonspartnerskap/"),
        ("en", "competitive dialogue", "/regler/prosedyrer/konkurransepreget_dialog/"),
        ("nb", "KOFA", "/regler/tilsyn/#kofa"),
        ("nb", "terskelverdier", "/regler/terskler/"),
    ],
)
def test_pages_are_found_by_what_they_are_about(language, words, url):
    rebuild()
    hits = query(words, tokens=frozenset({"public"}), kinds=["rule"], language=language).hits
    assert url in [hit.url for hit in hits]
    assert {hit.language for hit in hits} == {language}
