"""Signs of innovation: where words are found, what suggests a code, and that a person decides."""

from __future__ import annotations

import time

import pytest

from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules import actions, library, queries
from handlingsrom.rules.models import InnovationMark, PurchaseFacts
from handlingsrom.rules.signals import WordFinder, quote_around, suggestions
from tests.factories import make_worksheet
from tests.helpers import page

from .test_initiative import url

CODES = ["mar-nov", "proc-innov", "prod-innov", "rd-act"]


def suggested(person, purchase):
    """The codes with the ids of the signals found for each."""
    fresh = Initiative.objects.get(pk=purchase.pk)
    rulebook = library.current()
    found = suggestions(person, fresh, rulebook, queries.facts_of(fresh, rulebook))
    return {each.code.id: [one.signal.id for one in each.found] for each in found}


def words_in(text, *words):
    return [text[start:end] for start, end in WordFinder(words).spans(text)]


# --- Words ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text, word, found",
    [
        ("En pilot i vår", "pilot", ["pilot"]),
        ("PILOTEN starter", "pilot", ["PILOT"]),
        ("Et kopilotprosjekt", "pilot", []),
        ("co-pilot", "pilot", ["pilot"]),
        ("pilot2", "pilot", ["pilot"]),
        ("ny\n  måte å jobbe på", "ny måte", ["ny\n  måte"]),
        ("denny måte", "ny måte", []),
        ("NY MÅTE", "ny måte", ["NY MÅTE"]),
        ("Straße i STRASSE", "straße", ["Straße", "STRASSE"]),
        ("ßßß pilot", "pilot", ["pilot"]),
        ("İİ Pilot", "pilot", ["Pilot"]),
        ("a+b (c)", "a+b (c", ["a+b (c"]),
        ("ingenting", "", []),
        ("", "pilot", []),
    ],
)
def test_words_are_found_where_they_begin(text, word, found):
    assert words_in(text, word) == found


def test_no_words_find_nothing():
    assert not list(WordFinder([]).spans("pilot"))
    assert not list(WordFinder(["", "  "]).spans("pilot"))


@pytest.mark.parametrize("piece", ["pilo ", "ny ", " ", "ny\n", "automati", "ny  måt ", "ß", "a"])
def test_finding_takes_time_in_step_with_the_text(db, piece):
    finder = WordFinder([word for signal in library.current("nb").signals for word in signal.words])

    def seconds(times):
        text = piece * times
        start = time.process_time()
        list(finder.spans(text))
        return time.process_time() - start

    seconds(1000)
    small, large = seconds(20_000), seconds(80_000)
    assert large < 4 * small * 3 + 0.05


@pytest.mark.parametrize("at", [0, 3, 89, 90, 91, 200])
def test_a_quote_has_the_whole_word_and_is_cut_between_words(at):
    text = "ord " * (at // 4) + "piloten " + "slutt " * 40
    start = text.index("pilot")
    before, word, after = quote_around(text, start, start + 5)
    assert word == "piloten"
    assert all(piece in ("ord", "…", "") for piece in before.split(" "))
    assert all(piece in ("slutt", "…", "") for piece in after.split(" "))
    assert len(before) + len(after) < 200


# --- Signals ----------------------------------------------------------------------------------------------------------
def test_answers_worksheets_and_words_suggest_codes(purchase, owner):
    assert suggested(owner, purchase) == {code: [] for code in CODES}
    PurchaseFacts.objects.update(needs=["not_on_market", "pilot"])
    make_worksheet(purchase, "testplan", answers={"mal": "Prøve sensor"})
    make_worksheet(purchase, answers={"problem": "Vi trenger en Ny  måte å våke på, og vil prøve ut tre."})
    found = suggested(owner, purchase)
    assert found["mar-nov"] == ["not_on_market"]
    assert found["proc-innov"] == ["process_words"]
    assert found["rd-act"] == ["pilot", "test_planned", "research_words"]
    assert found["prod-innov"] == []


def test_the_word_is_marked_in_what_was_written(as_user, purchase, owner):
    sheet = make_worksheet(purchase, answers={"problem": "Vi vil lage en Prototypløsning <b>først</b>."})
    seen = page(as_user(owner), url("innovation", purchase))
    assert seen.tree.xpath("//blockquote/mark/text()") == ["Prototypløsning"]
    assert "<b>først" not in seen.content.decode()
    assert seen.tree.xpath(f"//figcaption/a[@href='{sheet.get_absolute_url()}']")


def test_choices_people_and_files_are_no_words(purchase, owner):
    make_worksheet(purchase, "konkurransestrategi", answers={"framgangsmate": "pilot"})
    assert suggested(owner, purchase)["rd-act"] == []


def test_an_empty_worksheet_is_no_sign(purchase, owner):
    make_worksheet(purchase, "testplan", answers={"mal": ""})
    assert suggested(owner, purchase)["rd-act"] == []


def test_a_reader_is_told_only_of_what_is_shared(as_user, purchase, owner, neighbour):
    make_worksheet(purchase, visibility="team", title="Kanari", answers={"problem": "Hemmelig pilot kanarifugl"})
    assert suggested(owner, purchase)["rd-act"] == ["research_words"]
    assert suggested(neighbour, purchase)["rd-act"] == []
    told = page(as_user(neighbour), url("innovation", purchase)).content.decode()
    assert "anari" not in told


def test_many_hits_are_told_with_a_few(purchase, owner):
    for number in range(1, 9):
        make_worksheet(purchase, "innspill", number=number, answers={"hovedpunkter": "pilot " * 50})
    fresh = Initiative.objects.get()
    (found,) = [each for each in suggestions(owner, fresh, library.current(), queries.facts_of(fresh)) if each.found]
    assert sum(len(one.quotes) for one in found.found) == 3


# --- A person decides -------------------------------------------------------------------------------------------------
def answer_to(client, purchase, code="rd-act", svar="ja"):
    return client.post(url("innovation-code", purchase, code), {"svar": svar})


def test_nothing_is_put_in_the_notice_before_a_person_says_yes(as_user, purchase, owner):
    make_worksheet(purchase, answers={"problem": "En pilot"})
    client = as_user(owner)
    assert "inn-pur" not in page(client, url("innovation", purchase)).text
    assert answer_to(client, purchase).status_code == 302
    mark = InnovationMark.objects.get()
    assert (mark.code, mark.confirmed, mark.signals, mark.decided_by) == ("rd-act", True, ["research_words"], owner)
    assert AuditEvent.objects.get(verb="rules.innovation_decided").data == {"code": "rd-act", "confirmed": True}
    told = page(client, url("innovation", purchase)).text
    assert "BT-06" in told and "inn-pur" in told and "BT-776" in told and "rd-act" in told


def test_no_is_an_answer_and_can_be_changed_or_taken_back(as_user, purchase, owner):
    client = as_user(owner)
    answer_to(client, purchase, svar="nei")
    assert not InnovationMark.objects.get().confirmed
    assert "inn-pur" not in page(client, url("innovation", purchase)).text
    answer_to(client, purchase, svar="ja")
    assert InnovationMark.objects.get().confirmed
    answer_to(client, purchase, svar="angre")
    assert not InnovationMark.objects.exists()


@pytest.mark.parametrize(
    "code, svar, status", [("rd-act", "kanskje", 302), ("rd-act", "", 302), ("buy-eff", "ja", 404)]
)
def test_other_answers_change_nothing(as_user, purchase, owner, code, svar, status):
    assert answer_to(as_user(owner), purchase, code, svar).status_code == status
    assert not InnovationMark.objects.exists()


@pytest.mark.parametrize("name, status", [("colleague", 403), ("neighbour", 403), ("outsider", 404), ("admin", 404)])
def test_only_those_who_write_answer(as_user, request, purchase, name, status):
    assert answer_to(as_user(request.getfixturevalue(name)), purchase).status_code == status
    assert not InnovationMark.objects.exists()


def test_an_initiative_that_has_ended_keeps_its_answers(as_user, purchase, owner):
    actions.decide_innovation(purchase, by=owner, code="rd-act", confirmed=True, signals=["research_words", "made_up"])
    assert InnovationMark.objects.get().signals == ["research_words"]
    Initiative.objects.update(status="stopped", status_reason="x")
    client = as_user(owner)
    seen = page(client, url("innovation", purchase))
    assert "inn-pur" in seen.text and not seen.tree.xpath("//main//form")
    answer_to(client, purchase, svar="nei")
    assert InnovationMark.objects.get().confirmed
