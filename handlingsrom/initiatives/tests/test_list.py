"""The list of initiatives."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handlingsrom.core.clock import today
from handlingsrom.initiatives.actions.scores import NewScore, save_scores
from handlingsrom.initiatives.models import Initiative, QuestionScore, StepState
from handlingsrom.initiatives.portfolio import safe_cell
from tests.factories import METHOD, make_initiative
from tests.helpers import page

URL = reverse("initiatives:list")
CSV = reverse("initiatives:list-csv")


def make(organisation, lead, title, days=5, **changes):
    """An initiative due in so many days, for the organisation."""
    values = {"visibility": "organisation", "current_step": "behov", **changes}
    return make_initiative(organisation, lead, title=title, due_on=today() + dt.timedelta(days=days), **values)


def titles(answer):
    """The titles in the order of the rows."""
    return answer.tree.xpath("//table[contains(@class, 'hr-list')]//th[@scope='row']/a/text()")


@pytest.fixture
def five(voss, owner, colleague, west):
    """Initiatives of several sorts."""
    make(voss, owner, "Om fem dager")
    make(voss, colleague, "Ti dager for sent", -10, current_step="markedsdialog", visibility="network", network=west)
    make(voss, owner, "I morgen", 1, visibility="team")
    make(voss, owner, "Parkert", -3, status="parked", status_reason="Venter")
    make(voss, owner, "Ferdig", status="done", outcome="Virket")


def test_my_organisation_comes_first_and_what_is_late_comes_first_in_it(as_user, five, owner):
    answer = page(as_user(owner), URL)
    assert titles(answer) == ["Ti dager for sent", "I morgen", "Om fem dager"]
    assert "Voss kommune" in answer.tree.findtext(".//h1")
    assert len(answer.tree.xpath("//table[contains(@class, 'hr-list')]//thead//th")) == 5
    assert answer.tree.xpath("//tbody/tr[1]//span[@data-s='sen']")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?forsinket=1", ["Ti dager for sent"]),
        ("?ansvarlig=meg", ["I morgen", "Om fem dager"]),
        ("?status=parkert", ["Parkert"]),
        ("?status=avsluttet", ["Ferdig"]),
        ("?status=alle", ["Ti dager for sent", "I morgen", "Om fem dager", "Parkert", "Ferdig"]),
        ("?fase=forberede", ["Ti dager for sent"]),
        ("?fase=forsta", ["I morgen", "Om fem dager"]),
        ("?q=dager", ["Ti dager for sent", "Om fem dager"]),
        ("?q=finnesikke", []),
        ("?nettverk=vestlandsnettverket", ["Ti dager for sent"]),
        ("?virksomhet=alle&forsinket=1", ["Ti dager for sent"]),
        ("?status=tull&fase=tull&virksomhet=tull&side=tull", ["Ti dager for sent", "I morgen", "Om fem dager"]),
    ],
)
def test_filters_stand_in_the_address(as_user, five, owner, query, expected):
    answer = page(as_user(owner), URL + query)
    assert titles(answer) == expected
    rows = list(csv.reader(io.StringIO(as_user(owner).get(CSV + query).content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == expected


def test_the_chips_count_and_lead_to_what_they_count(as_user, five, owner):
    client = as_user(owner)
    answer = page(client, URL)
    chips = answer.context["chips"]
    assert [chip["count"] for chip in chips] == [3, 1, 2, 1, 1]
    for chip in chips:
        found = page(client, URL + chip["url"])
        assert len(titles(found)) == chip["count"]
        assert [each["current"] for each in found.context["chips"]].count(True) == 1


def test_the_form_of_words_carries_the_other_filters_along(as_user, five, owner):
    answer = page(as_user(owner), URL + "?forsinket=1&q=ti&fase=forberede")
    kept = dict(
        zip(
            answer.tree.xpath("//form[@role='search']//input[@type='hidden']/@name"),
            answer.tree.xpath("//form[@role='search']//input[@type='hidden']/@value"),
            strict=True,
        )
    )
    assert kept["forsinket"] == "1"
    assert answer.tree.xpath("//main//select[@name='fase']/option[@selected]/@value") == ["forberede"]


def test_each_sees_only_what_they_may(as_user, five, voss, gjesdal, neighbour, outsider, supplier, admin, anonymous):
    of_voss = f"?virksomhet={voss.pk}&status=alle"
    assert titles(page(as_user(neighbour), URL + of_voss)) == ["Ti dager for sent"]
    for who in (outsider, supplier, admin):
        assert titles(page(as_user(who), URL + of_voss)) == []
        assert "Ti dager" not in as_user(who).get(CSV + "?virksomhet=alle&status=alle").content.decode()
    assert titles(page(anonymous, URL + of_voss)) == []
    assert titles(page(as_user(neighbour), URL)) == []


def test_counts_tell_nothing_of_what_one_may_not_see(as_user, five, voss, neighbour):
    answer = page(as_user(neighbour), URL + f"?virksomhet={voss.pk}")
    assert [chip["count"] for chip in answer.context["chips"]] == [1, 1, 0, 0, 0]


def test_without_signing_in_one_sees_what_is_for_everyone_and_no_names(anonymous, voss, owner):
    make(voss, owner, "For alle", visibility="public")
    answer = page(anonymous, URL)
    assert titles(answer) == ["For alle"]
    assert owner.name not in answer.content.decode()
    assert owner.name not in anonymous.get(CSV).content.decode()


def test_those_that_take_part_find_it_in_their_own_list(as_user, voss, owner, stavanger, outsider):
    make(voss, owner, "Felles").taking_part.create(organisation=stavanger)
    assert titles(page(as_user(outsider), URL)) == ["Felles"]


def test_twenty_a_page_and_the_filters_follow(as_user, voss, owner):
    for number in range(30):
        make(voss, owner, f"Nr. {number:02}", number)
    client = as_user(owner)
    answer = page(client, URL + "?q=Nr")
    assert len(titles(answer)) == 20
    following = answer.tree.xpath("//a[@rel='next']/@href")[0]
    assert "q=Nr" in following
    assert titles(page(client, URL + following)) == [f"Nr. {number}" for number in range(20, 30)]


def test_an_empty_list_says_what_belongs_there_and_a_filter_without_hits_says_so(as_user, owner, five, gjesdal):
    client = as_user(owner)
    empty = page(client, URL + f"?virksomhet={gjesdal.pk}")
    assert reverse("initiatives:create") in empty.tree.xpath("//main//a/@href")
    narrowed = page(client, URL + "?q=finnesikke&status=avsluttet")
    assert narrowed.tree.xpath("//div[contains(@class, 'hr-empty')]//a/@href")


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+47", "'+47"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("Vann = liv", "Vann = liv"),
        (None, ""),
    ],
)
def test_a_spreadsheet_takes_no_cell_for_a_formula(written, cell):
    assert safe_cell(written) == cell


def test_the_file(as_user, voss, owner):
    make(voss, owner, '=HYPERLINK("x")', next_action="Å ringe; så skrive")
    answer = as_user(owner).get(CSV)
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == '\'=HYPERLINK("x")' and rows[1][4] == "Å ringe; så skrive"
    assert rows[1][5] == owner.name


def test_the_leader_reads_the_mean_of_the_five_questions(as_user, voss, owner):
    for level in (1, 2, 4):
        scored = make(voss, owner, f"Nivå {level}")
        save_scores(scored, by=owner, scores=[NewScore("q1", 0, "først")])
        save_scores(scored, by=owner, scores=[NewScore("q1", level, "kanarifuglord")])
    make(voss, owner, "Uten vurdering")
    lead_on = page(as_user(owner), URL).tree.xpath("//section[@id='sammendrag']//a/@href")[0]
    answer = page(as_user(owner), URL + lead_on)
    first = answer.context["means"][0]
    assert (round(first.mean, 2), first.level, first.count, first.missing) == (2.33, 2, 3, 1)
    assert answer.context["weakest"].missing == 4
    assert "kanarifuglord" not in answer.text


def test_the_same_few_queries_for_ten_and_for_a_thousand(as_user, voss, owner):
    client = as_user(owner)
    many(voss, owner, 10)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    many(voss, owner, 990)
    with CaptureQueriesContext(connection) as as_many:
        answer = page(client, URL)
    assert len(few) == len(as_many) <= 10
    assert answer.context["counts"].active == 1000


def many(organisation, owner, count):
    """Rows in bulk, each with three steps and five scores."""
    from handlingsrom.core.clock import now

    made = Initiative.objects.bulk_create(
        Initiative(
            title=f"Initiativ {number}",
            organisation=organisation,
            responsible=owner,
            next_action="Ringe",
            due_on=today() + dt.timedelta(days=number % 60 - 10),
            visibility="organisation",
            method_id=METHOD[0],
            method_version=METHOD[1],
            current_step="alternativer",
            created_at=now(),
            updated_at=now(),
        )
        for number in range(count)
    )
    StepState.objects.bulk_create(
        StepState(initiative=each, step_id=step, state="done", changed_at=now())
        for each in made
        for step in ("behov", "brukerinvolvering")
    )
    QuestionScore.objects.bulk_create(
        QuestionScore(
            initiative=each,
            question_id=f"q{question}",
            level=question % 5,
            evidence="x",
            scored_on=today(),
            scored_at=now(),
        )
        for each in made
        for question in range(1, 6)
    )
