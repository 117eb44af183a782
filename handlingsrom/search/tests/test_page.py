"""The search page, through the page."""

from __future__ import annotations

import pytest

from handlingsrom import search
from handlingsrom.network.models import Visibility
from tests import factories
from tests.helpers import page


@pytest.fixture
def found(initiative):
    """An initiative of Voss about nights, visible to the network, with the words in the title."""
    initiative.title = "Rolige netter på sykehjemmet"
    initiative.summary = "Nattevaktene får for mange falske alarmer."
    initiative.save()
    search.rebuild()
    return initiative


def hits(answer) -> list[str]:
    return [
        " ".join(link.text_content().split())
        for link in answer.tree.xpath("//ol[contains(@class, 'hr-results')]//h2/a")
    ]


def test_the_empty_page_tells_what_one_can_search_for(anonymous, db):
    answer = page(anonymous, "/sok/")
    assert "Dette kan du søke i" in answer.text
    assert answer.tree.xpath("//main//form[@action='/sok/']//input[@name='q']")


def test_a_colleague_finds_by_nynorsk_and_by_a_part_of_a_compound(found, colleague, as_user):
    browser = as_user(colleague)
    for words in ("sjukeheim", "vakt", "alarm", "sykehejm"):
        answer = page(browser, "/sok/", data={"q": words, "slag": "initiative"})
        assert "Rolige netter på sykehjemmet" in hits(answer), words


def test_the_hit_says_what_whose_when_and_for_whom(found, neighbour, as_user):
    answer = page(as_user(neighbour), "/sok/", data={"q": "falske alarmer", "slag": "initiative"})
    (row,) = answer.tree.xpath("//ol[contains(@class, 'hr-results')]/li")
    text = " ".join(row.text_content().split())
    assert "Initiativ" in text and "Voss" in text and "Synlig for nettverket" in text
    assert [mark.text for mark in row.iter("mark")] == ["falske", "alarmer"]
    assert row.xpath("string(.//h2/a/@href)") == found.get_absolute_url()


@pytest.mark.parametrize("who", ["outsider", "supplier"])
def test_other_networks_find_nothing(found, who, as_user, request):
    answer = page(as_user(request.getfixturevalue(who)), "/sok/", data={"q": "nattevaktene"})
    assert "Rolige netter" not in answer.text


def test_the_anonymous_are_invited_to_sign_in(found, anonymous):
    answer = page(anonymous, "/sok/", data={"q": "kvakkelburg"})
    assert "Ingen treff på kvakkelburg" in answer.text
    assert "Logg inn for å søke" in answer.text
    assert answer.tree.xpath("//main//a[contains(@href, 'ordliste')]")


def test_team_words_are_for_the_team(found, owner, colleague, as_user):
    found.visibility = Visibility.TEAM
    found.summary = "Kvakkelburgen"
    found.save()
    search.rebuild()
    assert hits(page(as_user(owner), "/sok/", data={"q": "kvakkelburgen"})) == ["Rolige netter på sykehjemmet"]
    answer = page(as_user(colleague), "/sok/", data={"q": "kvakkelburgne"})
    assert hits(answer) == [] and "kvakkelburgen" not in answer.text.lower()


def test_chips_narrow_and_keep_the_question(found, owner, as_user):
    answer = page(as_user(owner), "/sok/", data={"q": "behov"})
    addresses = answer.tree.xpath("//ul[@class='hr-chips']//a/@href")
    assert any("slag=method" in address and "q=behov" in address for address in addresses)
    assert all("side=" not in address for address in addresses)


def test_pages_of_hits(owner, voss, as_user):
    for number in range(25):
        factories.make_initiative(organisation=voss, lead=owner, title=f"Dampveivals {number}")
    search.rebuild()
    first = page(as_user(owner), "/sok/", data={"q": "dampveivals"})
    second = page(as_user(owner), "/sok/", data={"q": "dampveivals", "side": "2"})
    assert (len(hits(first)), len(hits(second))) == (20, 5)
    assert "Side 2 av 2" in second.text
    assert page(as_user(owner), "/sok/", data={"q": "dampveivals", "side": "99"}).status_code == 200


def test_a_misspelling_is_put_right_in_a_link(found, owner, as_user):
    answer = page(as_user(owner), "/sok/", data={"q": "nattevkater"})
    assert "Mente du" in answer.text


@pytest.mark.parametrize("text", ["<script>", "\x00", "%", "'", "a" * 5000, "😀", "«»", "&amp;", "{{ x }}"])
def test_any_text_is_answered_with_a_page(text, anonymous, db):
    answer = anonymous.get("/sok/", {"q": text, "slag": text, "virksomhet": text, "side": text})
    assert answer.status_code == 200
    assert b"<script>" not in answer.content.replace(b"<script src", b"")


def test_too_many_questions_are_stopped(anonymous, db, still_clock):
    for _ in range(120):
        status = anonymous.get("/sok/", {"q": "x"}).status_code
    assert status == 200
    assert anonymous.get("/sok/", {"q": "x"}).status_code == 429


@pytest.mark.parametrize(("language", "words"), [("nb", "Ingen treff"), ("nn", "Ingen treff"), ("en", "No hits")])
def test_in_every_language(language, words, anonymous, db):
    anonymous.cookies["django_language"] = language
    search.rebuild()
    answer = page(anonymous, "/sok/", data={"q": "kvakkelburg"})
    assert answer.tree.get("lang") == language
    assert words in answer.text
