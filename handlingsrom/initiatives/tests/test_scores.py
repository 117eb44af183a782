"""The five questions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handlingsrom.core.clock import today
from handlingsrom.core.errors import DomainError
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives import queries
from handlingsrom.initiatives.actions.scores import NewScore, save_scores
from handlingsrom.initiatives.actions.steps import method_of
from handlingsrom.initiatives.models import QuestionScore
from tests.helpers import page


def url(initiative):
    """The page of scores."""
    return reverse("initiatives:scores", args=[initiative.pk])


def sent(client, initiative, **changes):
    """Post what the page holds, with changes; keys like q1_level."""
    form = client.get(url(initiative)).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    data |= {key.replace("_", "-", 1) if key[0] == "q" else key: value for key, value in changes.items()}
    return client.post(url(initiative), data)


def test_a_level_with_evidence_is_kept(as_user, initiative, owner):
    client = as_user(owner)
    answer = sent(client, initiative, q1_level="2", q1_evidence="210 fall i avvikssystemet", scored_on="20.11.2026")
    assert answer.status_code == 302
    score = QuestionScore.objects.get()
    assert (score.question_id, score.level, score.scored_by) == ("q1", 2, owner)
    assert score.scored_on == dt.date(2026, 11, 20)
    event = AuditEvent.objects.get(verb="initiatives.scored")
    assert event.data == {"levels": {"q1": 2}}
    assert "210 fall" in page(client, url(initiative)).text


def test_only_what_is_changed_is_added_and_the_history_is_kept(as_user, initiative, owner):
    client = as_user(owner)
    sent(client, initiative, q1_level="1", q1_evidence="Meldt inn", q2_level="1", q2_evidence="Forrige spesifikasjon")
    sent(client, initiative, q1_level="3", q1_evidence="Verifisert i verksted")
    levels = list(QuestionScore.objects.order_by("scored_at", "pk").values_list("question_id", "level", "is_current"))
    assert levels == [("q1", 1, False), ("q2", 1, True), ("q1", 3, True)]
    text = page(client, url(initiative)).text
    assert "Meldt inn" in text and "Verifisert i verksted" in text


def test_a_level_needs_evidence_and_evidence_needs_a_level(as_user, initiative, owner):
    client = as_user(owner)
    answer = sent(client, initiative, q1_level="2", q2_evidence="Bare tekst", q3_link="ikke en lenke")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"q1-evidence", "q2-level", "q3-link"} or set(
        answer.context["form"].errors
    ) == {"q1-evidence", "q2-level", "q3-link", "q3-level"}
    assert "Bare tekst" in answer.content.decode()
    assert not QuestionScore.objects.exists()


def test_nothing_changed_is_said(as_user, initiative, owner):
    answer = sent(as_user(owner), initiative)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_the_future_cannot_be_scored(as_user, initiative, owner):
    tomorrow = today() + dt.timedelta(days=1)
    answer = sent(as_user(owner), initiative, q1_level="2", q1_evidence="x", scored_on=tomorrow.isoformat())
    assert "scored_on" in answer.context["form"].errors
    assert not QuestionScore.objects.exists()


def test_saving_an_old_page_does_not_take_back_what_a_colleague_scored_meanwhile(as_user, initiative, owner):
    client = as_user(owner)
    sent(client, initiative, q1_level="1", q1_evidence="Først")
    form = client.get(url(initiative)).context["form"]
    old = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    save_scores(initiative, by=owner, scores=[NewScore("q1", 4, "Kollegaens")])
    client.post(url(initiative), {**old, "q2-level": "2", "q2-evidence": "Mitt"})
    current = dict(QuestionScore.objects.filter(is_current=True).values_list("question_id", "level"))
    assert current == {"q1": 4, "q2": 2}


@pytest.mark.parametrize("name", ["colleague", "neighbour", "manager"])
def test_readers_see_levels_but_not_what_they_rest_on(as_user, request, initiative, owner, name):
    save_scores(initiative, by=owner, scores=[NewScore("q1", 3, "hemmelig grunnlag", "https://example.no/hemmelig")])
    client = as_user(request.getfixturevalue(name))
    answer = page(client, url(initiative))
    assert "3 · Verifisert" in answer.text
    assert "hemmelig" not in answer.content.decode()
    assert client.post(url(initiative), {"q1-level": "0"}).status_code == 403
    assert QuestionScore.objects.count() == 1


def test_before_the_first_scoring_readers_are_told_so(as_user, initiative, neighbour, outsider):
    page(as_user(neighbour), url(initiative))
    assert as_user(outsider).get(url(initiative)).status_code == 404


def test_the_picture_compares_now_with_the_first_scoring(initiative, owner):
    for level in (1, 2, 3):
        save_scores(initiative, by=owner, scores=[NewScore("q1", level, "x")], scored_on=dt.date(2026, 6, level))
    found = queries.questions(owner, initiative, method_of(initiative))
    line, other = found.lines[0], found.lines[1]
    assert (line.level, line.before, line.before_title) == (3, 1, "Meldt inn")
    assert (other.level, other.before, other.level_title, other.evidence) == (None, None, "", "")
    assert (found.before, found.caption) == ("1.\u00a0juni", found.caption)


def test_the_action_refuses_what_the_method_does_not_have(initiative, owner):
    with pytest.raises(KeyError):
        save_scores(initiative, by=owner, scores=[NewScore("q9", 1, "x")])
    with pytest.raises(KeyError):
        save_scores(initiative, by=owner, scores=[NewScore("q1", 5, "x")])
    with pytest.raises(DomainError):
        save_scores(initiative, by=owner, scores=[NewScore("q1", 1, "  ")])
    assert save_scores(initiative, by=owner, scores=[]) == []
