"""The front page and the pages about the service, in three languages."""

from __future__ import annotations

import pytest

from tests.factories import make_example
from tests.helpers import page

PAGES = ["/", "/om/", "/tilgjengelighet/", "/personvern/", "/kontakt/", "/status/", "/komponenter/"]
H1 = {
    "nb": [
        "Kjøp bedre løsninger",
        "Om tjenesten",
        "Tilgjengelighet",
        "Personvern",
        "Kontakt",
        "Tjenesten",
        "Komponenter",
    ],
    "nn": ["Kjøp betre løysingar", "Om tenesta", "Tilgjenge", "Personvern", "Kontakt", "Tenesta", "Komponentar"],
    "en": [
        "Buy better solutions",
        "About the service",
        "Accessibility",
        "Privacy",
        "Contact",
        "The service",
        "Components",
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_page_is_wholly_in_its_language(anonymous, language):
    anonymous.cookies["django_language"] = language
    for url, h1 in zip(PAGES, H1[language], strict=True):
        answer = page(anonymous, url)
        assert answer.tree.get("lang") == language
        assert answer.headers["Content-Language"] == language
        assert answer.tree.findtext(".//h1").startswith(h1), url


@pytest.mark.django_db
def test_titles_differ(anonymous):
    titles = [page(anonymous, url).tree.findtext(".//title") for url in PAGES]
    assert len(set(titles)) == len(PAGES)


@pytest.mark.django_db
def test_the_front_page_shows_the_way_and_three_things_to_do(anonymous, west):
    answer = page(anonymous, "/")
    wide, tall = answer.tree.xpath("//svg[contains(@class, 'hr-way')]")
    assert len(wide.xpath(".//a")) == len(tall.xpath(".//a")) == 12
    assert wide.xpath(".//a/@href")[0] == "/metode/innovativ-anskaffelse/behov/"
    assert len(answer.tree.xpath("//section[@class='hr-doors']//h2/a")) == 3
    assert "Vestlandsnettverket" in answer.text
    filled = answer.tree.xpath("//main//*[contains(@class, 'ds-button') and not(@data-variant)]")
    assert not filled, "The one filled button of the front page is that in the head."


@pytest.mark.django_db
def test_the_front_page_asks_the_database_few_times(anonymous, west, pilot, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page(anonymous, "/")


@pytest.mark.django_db
def test_the_front_page_shows_only_an_example_that_everyone_may_read(anonymous, voss, west):
    make_example(voss, title="Hemmelig for andre", network=west, visibility="network")
    assert "Hemmelig for andre" not in page(anonymous, "/").text


@pytest.mark.django_db
def test_the_menu_shows_where_one_is(owner, as_user):
    answer = page(as_user(owner), "/min-side/")
    here = answer.tree.xpath("//nav[@id='meny']//a[@aria-current]")
    assert [(a.get("href"), a.get("aria-current")) for a in here] == [("/min-side/", "page")]


@pytest.mark.django_db
def test_only_administrators_see_what_is_wrong(anonymous, owner, admin, as_user):
    for client in (anonymous, as_user(owner)):
        assert not client.get("/status/").context.get("detailed")
    answer = as_user(admin).get("/status/")
    assert answer.context["detailed"] and b"core.audit" in answer.content


def test_what_machines_ask_for(client):
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain") and b"Disallow: /min-side/" in robots.content
    security = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: http" in security and "Expires: 20" in security
    assert client.get("/favicon.ico").status_code == 301
