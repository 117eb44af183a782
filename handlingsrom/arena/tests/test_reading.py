"""Who reads examples where, how they look, and the list."""

import pytest
from django.urls import reverse

from handlingsrom.arena.search import document
from handlingsrom.arena.templatetags.arena_text import story
from handlingsrom.core.clock import now
from tests.factories import make_example
from tests.helpers import page

from .conftest import OPEN_CANARY

pytestmark = pytest.mark.django_db
LIST = "/eksempler/"
CAST = ["owner", "colleague", "reader", "manager", "neighbour", "coordinator", "outsider", "supplier", "admin"]
READERS = {
    "organisation": {"owner", "colleague", "reader", "manager"},
    "network": {"owner", "colleague", "reader", "manager", "neighbour", "coordinator"},
    "public": {*CAST, "anonymous"},
}


@pytest.mark.parametrize("visibility", list(READERS))
def test_visibility_in_page_list_and_search(request, as_user, anonymous, voss, west, initiative, visibility):
    from handlingsrom.initiatives.access import tokens

    example = make_example(voss, network=west, visibility=visibility, title="Synlighetsprøve", initiative=initiative)
    readers = set(document(example).readers)
    for who in [*CAST, "anonymous"]:
        person = None if who == "anonymous" else request.getfixturevalue(who)
        browser = as_user(person) if person else anonymous
        allowed = who in READERS[visibility]
        assert browser.get(example.get_absolute_url()).status_code == (200 if allowed else 404), who
        assert ("Synlighetsprøve" in browser.get(LIST).content.decode()) is allowed, who
        if person:
            assert bool(readers & tokens(person)) is allowed, who


def test_inactive_person_reads_only_what_is_public(voss, west, colleague):
    from handlingsrom.arena.access import published_examples

    make_example(voss, network=west, visibility="network")
    assert published_examples(colleague).count() == 1
    colleague.is_active = False
    colleague._belonging = None
    assert published_examples(colleague).count() == 0


def test_drafts_are_not_indexed(example):
    example.status = "withdrawn"
    assert document(example) is None


def test_lervig_page_says_not_measured_source_and_timeline(anonymous, stavanger):
    example = make_example(
        stavanger,
        title="Signalanlegg på Lervig sykehjem",
        source="Kort gjengitt etter offentlig omtale.",
        disclaimer="Kontroller detaljer før bruk.",
        timeline=[{"when": "Mars 2017", "what": "Kontrakt signeres.", "step": "kontrakt"}],
        figures=[{"figure": "6", "what": "tilbud, alle ble forhandlet"}],
        is_demo=True,
    )
    answer = page(anonymous, example.get_absolute_url())
    for text in [
        "Ikke målt.",
        "Kort gjengitt",
        "Kontroller detaljer",
        "Kontrakt signeres.",
        "Spør virksomheten om tall",
    ]:
        assert text in answer.text
    assert "laget for å vise fram" not in answer.text
    assert answer.tree.xpath(f"//a[@href='{stavanger.get_absolute_url()}'][contains(., 'Kontakt virksomheten')]")
    assert "@" not in answer.tree.find(".//main").text_content()


def test_made_up_example_is_marked(anonymous, voss):
    example = make_example(voss, is_demo=True)
    assert "Saken er laget for å vise fram tjenesten." in page(anonymous, example.get_absolute_url()).text
    assert "Tenkt eksempel" in page(anonymous, LIST).tree.xpath("//span[contains(@class, 'ds-tag')]/text()")


def test_link_to_the_initiative_only_for_those_who_may_see_it(as_user, owner, anonymous, example, initiative):
    example.visibility = "public"
    example.save()
    link = f"//a[@href='{initiative.get_absolute_url()}']"
    assert page(as_user(owner), example.get_absolute_url()).tree.xpath(link)
    assert not page(anonymous, example.get_absolute_url()).tree.xpath(link)
    assert OPEN_CANARY not in page(anonymous, example.get_absolute_url()).text


def test_text_carries_its_language(anonymous, voss):
    example = make_example(voss, language="nn", need="Dei høyrer ikkje alarmane.")
    answer = page(anonymous, example.get_absolute_url())
    assert answer.tree.get("lang") == "nb"
    assert answer.tree.xpath("//div[@lang='nn'][contains(., 'Dei høyrer')]")


def test_story_is_escaped():
    text = story("<script>alert(1)</script>\n– <b>en</b>\n- to\n\nSlutt")
    assert "<script>" not in text and "<b>" not in text
    assert "<ul><li>&lt;b&gt;en&lt;/b&gt;</li><li>to</li></ul><p>Slutt</p>" in text


def test_filters_are_in_the_address(anonymous, voss, gjesdal, west):
    make_example(voss, title="Målt i Voss", effect_measured="measured", effect="Tre", theme="health", network=west)
    make_example(gjesdal, title="Ikke i Gjesdal", theme="climate")
    for query, seen, hidden in [
        (f"virksomhet={voss.pk}", "Målt i Voss", "Ikke i Gjesdal"),
        (f"nettverk={west.slug}", "Målt i Voss", "Ikke i Gjesdal"),
        ("tema=climate", "Ikke i Gjesdal", "Målt i Voss"),
        ("effekt=malt", "Målt i Voss", "Ikke i Gjesdal"),
        ("effekt=ikke-malt", "Ikke i Gjesdal", "Målt i Voss"),
    ]:
        text = page(anonymous, f"{LIST}?{query}").text
        assert seen in text and hidden not in text, query
    for nonsense in ["virksomhet=tull", "nettverk=finnes-ikke", "tema=x", "effekt=x", "side=999"]:
        page(anonymous, f"{LIST}?{nonsense}")
    assert "Ingen eksempler passer" in page(anonymous, f"{LIST}?tema=transport").text


def test_filters_offer_nothing_that_one_may_not_read(anonymous, voss, gjesdal, west):
    make_example(voss, visibility="organisation")
    make_example(gjesdal, visibility="public")
    text = page(anonymous, LIST).text
    assert "Gjesdal kommune" in text
    assert "Voss kommune" not in text and "Vestlandsnettverket" not in text


def test_empty_list_says_what_comes_here(anonymous, db):
    assert "Her kommer eksemplene" in page(anonymous, LIST).text


def test_the_number_of_queries_does_not_grow(as_user, neighbour, voss, west, django_assert_max_num_queries):
    browser = as_user(neighbour)
    make_example(voss, network=west, visibility="network")
    counts = []
    for extra in (0, 30):
        for number in range(extra):
            make_example(voss, network=west, visibility="network", title=f"Nummer {number}")
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as found:
            browser.get(LIST)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 14, counts


def test_pages_of_the_list(anonymous, voss):
    for number in range(25):
        make_example(voss, title=f"Sak {number:02}", published_at=now())
    first, second = page(anonymous, LIST), page(anonymous, f"{LIST}?side=2")
    titles = (
        first.tree.xpath("//ul[contains(@class, 'hr-results')]//h2"),
        second.tree.xpath("//ul[contains(@class, 'hr-results')]//h2"),
    )
    assert (len(titles[0]), len(titles[1])) == (20, 5)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_other_languages(as_user, owner, initiative, example, language):
    owner.language = language
    owner.save()
    browser = as_user(owner)
    for url in [
        LIST,
        example.get_absolute_url(),
        reverse("arena:share", args=[initiative.pk]),
        reverse("arena:edit", args=[example.slug]),
        reverse("arena:withdraw", args=[example.slug]),
        reverse("arena:copy-need", args=[example.slug]),
        reverse("arena:preview", args=[example.slug]),
    ]:
        assert page(browser, url).tree.get("lang") == language
