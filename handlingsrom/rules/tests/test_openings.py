"""Unused room for manoeuvre: what is lawful, what is in use, what the team says of the rest, and who reads what."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules import actions, library, queries
from handlingsrom.rules.models import OpeningChoice, PurchaseFacts, Reason
from handlingsrom.rules.openings import openings_of, shows
from tests.factories import make_worksheet
from tests.helpers import page, text_of

from .test_initiative import url


def found(person, purchase):
    """The openings as a person sees them."""
    fresh = Initiative.objects.get(pk=purchase.pk)
    return openings_of(person, fresh, queries.assessment_of(fresh))


def ids(openings):
    return [each.instrument.id for each in openings]


def choose(client, purchase, opening="variants", **data):
    """Post a choice."""
    return client.post(url("opening", purchase, opening), data)


def test_only_what_is_certainly_open_is_an_opening(purchase, owner):
    openings = ids(found(owner, purchase).all)
    assert {"market_dialogue", "variants", "negotiation", "fixed_price_quality"} <= set(openings)
    assert not {"innovation_partnership", "small_direct", "rd_exemption", "design_contest"} & set(openings)
    order = [each for each in library.current().instruments if each in openings]
    assert openings == order


def test_a_worksheet_shows_that_an_opening_is_in_use(purchase, owner):
    assert "functional_requirements" in ids(found(owner, purchase).waiting)
    sheet = make_worksheet(purchase, "funksjonskrav", answers={"krav": "Våkner ved fall"})
    (used,) = found(owner, purchase).used
    assert used.instrument.id == "functional_requirements" and used.shown_by == (sheet,)


def test_an_empty_worksheet_shows_nothing(purchase, owner):
    make_worksheet(purchase, "funksjonskrav", answers={"krav": "", "liste": []})
    assert not found(owner, purchase).used


@pytest.mark.parametrize(
    "answer, used", [("forhandling", True), ("apen_anbud", False), ("", False), (["dialog"], False)]
)
def test_the_chosen_procedure_shows_it_too(purchase, owner, answer, used):
    make_worksheet(purchase, "konkurransestrategi", answers={"framgangsmate": answer, "begrunnelse": "x"})
    assert ("negotiation" in ids(found(owner, purchase).used)) is used


@pytest.mark.parametrize("answers", [None, [], "x", 7, {"framgangsmate": {"a": 1}}, {"framgangsmate": [[], {}]}])
def test_odd_answers_show_nothing(db, answers):
    assert not shows(library.current().instruments["negotiation"], "konkurransestrategi", answers)


def test_what_the_team_says_goes_before_what_worksheets_show(purchase, owner):
    make_worksheet(purchase, "funksjonskrav", answers={"krav": "x"})
    actions.decide_opening(purchase, by=owner, opening="functional_requirements", choice="not_used", reason="no_time")
    assert ids(found(owner, purchase).declined) == ["functional_requirements"]


def test_a_choice_is_saved_with_its_reason_and_note(as_user, purchase, owner):
    client = as_user(owner)
    answer = choose(client, purchase, choice="not_used", reason="no_competence", note=" Lær av Bergen ")
    assert answer.status_code == 302 and answer.headers["Location"].endswith("#variants")
    row = OpeningChoice.objects.get()
    assert (row.choice, row.reason, row.note, row.decided_by) == ("not_used", "no_competence", "Lær av Bergen", owner)
    event = AuditEvent.objects.get(verb="rules.opening_decided")
    assert event.data == {"opening": "variants", "choice": "not_used", "reason": "no_competence"}
    seen = page(client, url("openings", purchase)).text
    assert "Lær av Bergen" in seen and str(Reason("no_competence").label) in seen


def test_one_click_says_that_it_is_used_and_a_reason_is_then_dropped(as_user, purchase, owner):
    assert choose(as_user(owner), purchase, choice="used", reason="no_time").status_code == 302
    row = OpeningChoice.objects.get()
    assert (row.choice, row.reason) == ("used", "")


@pytest.mark.parametrize(
    "data, field",
    [
        ({}, "choice"),
        ({"choice": "perhaps"}, "choice"),
        ({"choice": "not_used"}, "reason"),
        ({"choice": "not_used", "reason": "whim"}, "reason"),
        ({"choice": "used", "note": "x" * 501}, "note"),
        ({"choice": "used", "note": "a\x00b"}, "note"),
        ({"choice": "used", "seen": "x" * 50}, "seen"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_lost(as_user, purchase, owner, data, field):
    answer = choose(as_user(owner), purchase, **data)
    assert answer.status_code == 422
    assert set(answer.context["failed"].errors) == {field}
    assert not OpeningChoice.objects.exists()


def test_a_reason_is_not_called_optional_where_the_answer_is_no(as_user, purchase, owner):
    client = as_user(owner)
    label = "//label[@for='variants-reason']"
    (shown,) = page(client, url("openings", purchase)).tree.xpath(label)
    assert "valgfritt" not in shown.text_content()
    failed = choose(client, purchase, choice="not_used")
    assert failed.context["failed"]["reason"].field.required


def test_what_was_written_stands_when_the_reason_is_missing(as_user, purchase, owner):
    answer = choose(as_user(owner), purchase, choice="not_used", note="Dette vil vi huske")
    assert "Dette vil vi huske" in answer.content.decode()


def test_nobody_decides_over_a_colleague_unknowingly(as_user, purchase, owner):
    client = as_user(owner)
    choose(client, purchase, choice="used")
    answer = choose(client, purchase, choice="not_used", reason="no_time")
    assert answer.status_code == 422 and "En kollega" in answer.content.decode()
    assert OpeningChoice.objects.get().choice == "used"
    seen = answer.context["failed"]["seen"].value()
    assert choose(client, purchase, choice="not_used", reason="no_time", seen=seen).status_code == 302
    assert OpeningChoice.objects.get().choice == "not_used"


def test_a_choice_can_be_taken_back(as_user, purchase, owner):
    client = as_user(owner)
    choose(client, purchase, choice="used")
    assert choose(client, purchase, forget="1").status_code == 302
    assert not OpeningChoice.objects.exists()
    assert choose(client, purchase, forget="1").status_code == 302
    assert AuditEvent.objects.filter(verb="rules.opening_decided").count() == 2


@pytest.mark.parametrize("opening, status", [("innovation_partnership", 422), ("rd_exemption", 422), ("x" * 80, 404)])
def test_what_is_not_open_cannot_be_chosen(as_user, purchase, owner, opening, status):
    assert choose(as_user(owner), purchase, opening, choice="used").status_code == status
    assert not OpeningChoice.objects.exists()


def test_an_initiative_that_has_ended_stands_still(as_user, purchase, owner):
    actions.record_assessment(purchase, by=owner)
    Initiative.objects.update(status="done", outcome="x")
    client = as_user(owner)
    assert not page(client, url("openings", purchase)).tree.xpath("//main//form")
    assert choose(client, purchase, choice="used").status_code == 422
    assert not OpeningChoice.objects.exists()


def test_without_facts_the_page_says_what_to_do(as_user, initiative, owner, neighbour):
    assert url("facts", initiative) in page(as_user(owner), url("openings", initiative)).content.decode()
    assert url("facts", initiative) not in page(as_user(neighbour), url("openings", initiative)).content.decode()


# --- Who reads what ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["colleague", "manager", "neighbour", "coordinator"])
def test_others_than_the_team_read_the_choice_but_never_the_note(as_user, request, purchase, owner, name):
    actions.decide_opening(
        purchase, by=owner, opening="variants", choice="not_used", reason="no_time", note="kanarifugl"
    )
    client = as_user(request.getfixturevalue(name))
    assert str(Reason("no_time").label) in page(client, url("openings", purchase)).text
    for route in ("openings", "initiative", "panel", "innovation", "word"):
        assert "kanarifugl" not in text_of(client.get(url(route, purchase)))
    assert "kanarifugl" not in text_of(client.get(reverse("rules:network", args=["vestlandsnettverket"])))
    assert choose(client, purchase, "lots", choice="used").status_code == 403
    assert choose(client, purchase, forget="1").status_code == 403


def test_a_team_worksheet_is_not_told_of_to_others(as_user, purchase, owner, neighbour):
    make_worksheet(purchase, "funksjonskrav", visibility="team", title="Kanarifugl", answers={"krav": "kanarifugl"})
    assert ids(found(owner, purchase).used) == ["functional_requirements"]
    assert not found(neighbour, purchase).used
    assert "anarifugl" not in page(as_user(neighbour), url("openings", purchase)).content.decode()
    shared = make_worksheet(purchase, "funksjonskrav", number=2, visibility="network", answers={"krav": "x"})
    (used,) = found(neighbour, purchase).used
    assert used.shown_by == (shared,)


def test_readers_in_the_team_read_notes_and_do_not_choose(as_user, purchase, owner, colleague):
    purchase.team.create(person=colleague, role="reader", added_at=purchase.created_at)
    actions.decide_opening(purchase, by=owner, opening="variants", choice="used", note="for teamet")
    seen = page(as_user(colleague), url("openings", purchase))
    assert "for teamet" in seen.text and not seen.tree.xpath("//main//form")


def test_the_overview_counts_them(as_user, purchase, owner):
    actions.decide_opening(purchase, by=owner, opening="variants", choice="used")
    openings = found(owner, purchase)
    assert openings.unused == len(openings.all) - 1
    short = page(as_user(owner), url("panel", purchase))
    assert short.tree.xpath("//dl[contains(@class, 'hr-nums--s')]/div[2]/dd/text()") == [str(openings.unused)]


def test_openings_that_nobody_can_use_any_more_do_not_count(purchase, owner):
    actions.decide_opening(purchase, by=owner, opening="negotiation", choice="used")
    PurchaseFacts.objects.update(needs=[])
    assert "negotiation" not in ids(found(owner, purchase).all)
