"""The pattern of a network: what is counted, what is not, and who may see it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom.core.norwegian import count_word, sentence_case
from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules import actions
from handlingsrom.rules.models import OpeningChoice
from handlingsrom.rules.pattern import pattern_of
from tests.factories import make_worksheet
from tests.helpers import as_user, page

from .conftest import make_purchase

PAGE = "rules:network"


@pytest.fixture
def three(voss, gjesdal, west, owner, neighbour):
    """Three purchases that the network may see."""
    return [
        make_purchase(voss, owner, network=west, visibility="network"),
        make_purchase(voss, owner, network=west, visibility="public"),
        make_purchase(gjesdal, neighbour, network=west, visibility="network"),
    ]


def row(network, opening="variants"):
    """A row of the pattern; None when there is none."""
    return next((each for each in pattern_of(network).rows if each.instrument.id == opening), None)


def test_it_counts_who_may_who_do_and_why_not(three, west, owner, neighbour):
    actions.decide_opening(three[0], by=owner, opening="variants", choice="used")
    actions.decide_opening(three[1], by=owner, opening="variants", choice="not_used", reason="no_time")
    actions.decide_opening(three[2], by=neighbour, opening="variants", choice="not_used", reason="no_time")
    found = row(west)
    assert (found.may, found.used, found.declined, found.waiting) == (3, 1, 2, 0)
    assert found.reasons == (("For lite tid", 2),)
    pattern = pattern_of(west)
    assert pattern.initiatives == 3 and pattern.commonest_reason == ("For lite tid", 2)
    assert {each.unused for each in pattern.most_unused} == {3} and len(pattern.most_unused) > 3
    assert [each.unused for each in pattern.rows] == sorted((each.unused for each in pattern.rows), reverse=True)


def test_shared_worksheets_count_and_team_worksheets_do_not(three, west):
    make_worksheet(three[0], "funksjonskrav", visibility="network", answers={"krav": "x"})
    make_worksheet(three[1], "funksjonskrav", visibility="team", answers={"krav": "x"})
    make_worksheet(three[2], "dialognotat", visibility="network", answers={"x": "y"})
    assert row(west, "functional_requirements").used == 1


@pytest.mark.parametrize("visibility", ["team", "organisation"])
def test_what_the_network_may_not_see_leaves_no_trace(three, voss, west, owner, neighbour, visibility):
    before = page(as_user(neighbour), reverse(PAGE, args=[west.slug])).text
    hidden = make_purchase(voss, owner, network=west, visibility=visibility, contract_kind="design_contest")
    actions.decide_opening(hidden, by=owner, opening="design_contest", choice="not_used", reason="other", note="x")
    make_worksheet(hidden, "funksjonskrav", visibility="public", answers={"krav": "x"})
    assert row(west, "design_contest") is None
    assert page(as_user(neighbour), reverse(PAGE, args=[west.slug])).text == before


def test_other_networks_are_not_counted(three, stavanger, pilot, west, outsider):
    make_purchase(stavanger, outsider, network=pilot, visibility="public")
    assert pattern_of(west).initiatives == 3 and pattern_of(pilot).initiatives == 1


def test_those_that_ended_count_as_they_were_recorded(three, west, owner):
    actions.record_assessment(three[0], by=owner)
    Initiative.objects.filter(pk=three[0].pk).update(status="done", outcome="x", value_nok=1)
    Initiative.objects.filter(pk=three[1].pk).update(status="stopped", status_reason="x")
    pattern = pattern_of(west)
    assert (pattern.initiatives, pattern.uncounted) == (2, 1)
    assert row(west).may == 2


def test_bad_recorded_outcomes_count_as_nothing(three, west, owner):
    actions.record_assessment(three[0], by=owner).__class__.objects.update(outcome=[1])
    Initiative.objects.filter(pk=three[0].pk).update(status="done", outcome="x")
    assert row(west).may == 2


def test_an_opening_that_is_gone_from_the_rulebook_is_passed_over(three, west, owner):
    OpeningChoice.objects.create(
        initiative=three[0], opening="gone", choice="used", decided_at=three[0].created_at, decided_by=owner
    )
    assert row(west, "gone") is None


def test_it_takes_few_queries_however_many_there_are(
    three, voss, west, owner, neighbour, django_assert_max_num_queries
):
    for _ in range(15):
        make_purchase(voss, owner, network=west, visibility="network")
    client = as_user(neighbour)
    with django_assert_max_num_queries(14):
        client.get(reverse(PAGE, args=[west.slug]))


@pytest.mark.parametrize(
    "name, status",
    [("owner", 200), ("reader", 200), ("neighbour", 200), ("coordinator", 200), ("outsider", 403), ("supplier", 403)],
)
def test_it_is_for_those_who_belong_to_the_network(request, three, west, name, status):
    client = as_user(request.getfixturevalue(name))
    assert client.get(reverse(PAGE, args=[west.slug])).status_code == status
    link = f'href="{reverse(PAGE, args=[west.slug])}"' in client.get(west.get_absolute_url()).content.decode()
    assert link is (status == 200)


def test_strangers_are_asked_to_sign_in_or_told_nothing(anonymous, west, owner):
    assert anonymous.get(reverse(PAGE, args=[west.slug])).status_code in (302, 403)
    assert as_user(owner).get(reverse(PAGE, args=["no-such-network"])).status_code == 404


def test_the_page_says_it_in_words_numbers_and_bars(three, west, owner, neighbour):
    actions.decide_opening(three[0], by=owner, opening="variants", choice="used", note="kanarifugl")
    actions.decide_opening(three[1], by=owner, opening="variants", choice="not_used", reason="no_time")
    seen = page(as_user(neighbour), reverse(PAGE, args=[west.slug]))
    assert "oftest ubrukt" in seen.text and "Talt over tre initiativ" in seen.text and "For lite tid (1)" in seen.text
    assert "kanarifugl" not in seen.content.decode()
    assert seen.tree.xpath("//table//*[local-name()='svg']")


def test_an_empty_network_says_what_comes_here(west, neighbour):
    assert "Her kommer mønsteret" in page(as_user(neighbour), reverse(PAGE, args=[west.slug])).text


def test_the_sentence_names_the_openings_that_lie_unused_equally_often(three, west, owner, neighbour):
    told = page(as_user(neighbour), reverse(PAGE, args=[west.slug])).text
    count = len(pattern_of(west).most_unused)
    assert count > 3
    assert f"{sentence_case(count_word(count))} åpninger ligger oftest ubrukt, blant dem «" in told
    for opening in [row.instrument.id for row in pattern_of(west).rows if row.instrument.id not in ("variants", "lcc")]:
        for one, by in zip(three, (owner, owner, neighbour), strict=True):
            actions.decide_opening(one, by=by, opening=opening, choice="used")
    told = page(as_user(neighbour), reverse(PAGE, args=[west.slug])).text
    assert "Oftest ubrukt: «Alternative tilbud» og «Livssykluskostnader»." in told
    actions.decide_opening(three[0], by=owner, opening="lcc", choice="used")
    told = page(as_user(neighbour), reverse(PAGE, args=[west.slug])).text
    assert "Oftest ubrukt: «Alternative tilbud». Ingen av de tre som kan bruke den, gjør det." in told
