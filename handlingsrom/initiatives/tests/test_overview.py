"""The overview of an initiative."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handlingsrom.core import audit
from handlingsrom.core.clock import frozen_at, now, today
from handlingsrom.initiatives.actions import initiative as actions
from handlingsrom.initiatives.actions import notes, scores, steps, team
from handlingsrom.initiatives.actions.scores import NewScore
from handlingsrom.initiatives.models import Attachment, Note
from handlingsrom.method import latest_methods
from tests.factories import make_worksheet
from tests.helpers import page

CANARY = "kanarifuglord"


def url(initiative):
    """The overview."""
    return reverse("initiatives:initiative", args=[initiative.pk])


def test_it_shows_next_step_steps_team_and_what_one_can_do(as_user, initiative, owner):
    answer = page(as_user(owner), url(initiative))
    assert "Avtale behovsverksted" in answer.text
    assert len(answer.tree.xpath("//ol[@class='hr-steps']/li")) == 12
    assert answer.tree.xpath("//svg[contains(@class, 'hr-way')]")
    links = set(answer.tree.xpath("//main//a/@href"))
    for name in ("next-step", "edit", "status", "visibility", "team", "scores", "timeline", "copy", "word"):
        assert reverse(f"initiatives:{name}", args=[initiative.pk]) in links or any(
            link.startswith(reverse(f"initiatives:{name}", args=[initiative.pk])) for link in links
        ), name
    assert reverse("arena:share", args=[initiative.pk]) in links


@pytest.mark.parametrize("name", ["colleague", "neighbour", "coordinator"])
def test_those_who_only_read_get_no_links_to_change(as_user, request, initiative, name):
    answer = page(as_user(request.getfixturevalue(name)), url(initiative))
    links = set(answer.tree.xpath("//main//a/@href"))
    for missing in ("next-step", "edit", "status", "visibility"):
        assert reverse(f"initiatives:{missing}", args=[initiative.pk]) not in links


@pytest.mark.parametrize("name", ["outsider", "supplier", "admin"])
def test_others_do_not_learn_that_it_exists(as_user, request, initiative, name):
    client = as_user(request.getfixturevalue(name))
    assert client.get(url(initiative)).status_code == 404
    assert client.get(reverse("initiatives:initiative", args=[uuid.uuid4()])).status_code == 404


def test_someone_not_signed_in_is_asked_to_sign_in_whether_it_exists_or_not(anonymous, initiative):
    for address in (url(initiative), reverse("initiatives:initiative", args=[uuid.uuid4()])):
        answer = anonymous.get(address)
        assert answer.status_code == 302
        assert answer.url == f"{reverse('account_login')}?next={address}"


def test_a_public_one_is_read_without_signing_in_and_without_names(anonymous, initiative, owner):
    initiative.visibility = "public"
    initiative.save()
    with frozen_at(now()):
        actions.update_next_step(initiative, by=owner, next_action="Ny", due_on=today(), done=True)
    answer = page(anonymous, url(initiative))
    assert initiative.title in answer.text
    assert owner.name not in answer.content.decode()
    assert "Voss kommune" in answer.text


def test_what_is_for_the_team_shows_for_nobody_else(as_user, request, initiative, owner, neighbour, colleague, manager):
    make_worksheet(initiative, title=CANARY, answers={"problem": CANARY, "berorte": CANARY})
    make_worksheet(initiative, "interessentkart", visibility="network", title=CANARY)
    notes.write_note(initiative, by=owner, text=CANARY)
    scores.save_scores(initiative, by=owner, scores=[NewScore("q1", 2, CANARY, f"https://example.no/{CANARY}")])
    actions.update_next_step(initiative, by=owner, next_action=CANARY, due_on=today())
    actions.update_next_step(initiative, by=owner, next_action="Ny", due_on=today(), done=True)
    Attachment.objects.create(
        initiative=initiative, name=CANARY, content_type="text/plain", size=1, sha256="", uploaded_at=now(), file="x"
    )
    pages = ["initiative", "scores", "team", "timeline", "documents", "copy"]
    for name in pages:
        address = reverse(f"initiatives:{name}", args=[initiative.pk])
        for who in (neighbour, colleague, manager):
            assert CANARY not in page(as_user(who), address).content.decode(), (name, who)
    step = reverse("initiatives:step", args=[initiative.pk, "behov"])
    assert CANARY not in page(as_user(neighbour), step).content.decode()
    for name in ("initiative", "scores", "timeline", "documents"):
        assert CANARY in page(as_user(owner), reverse(f"initiatives:{name}", args=[initiative.pk])).content.decode()


def test_the_need_is_told_by_the_summary_or_by_a_need_description_one_may_see(as_user, initiative, neighbour, owner):
    sheet = make_worksheet(
        initiative,
        visibility="network",
        language="nn",
        answers={
            "problem": "Beboarar blir vekte.",
            "onsket_endring": "Dei skal få sove.",
            "berorte": "60 bebuarar",
            "tidshorisont": "finnes-ikke",
        },
    )
    answer = page(as_user(neighbour), url(initiative))
    quote = answer.tree.xpath("//blockquote")[0]
    assert quote.get("lang") == "nn" and "Beboarar blir vekte. Dei skal få sove." in quote.text_content()
    assert "60 bebuarar" in answer.text
    sheet.visibility = "team"
    sheet.save()
    assert "Beboarar" not in page(as_user(neighbour), url(initiative)).text
    assert "Beboarar" in page(as_user(owner), url(initiative)).text
    initiative.summary = "Sammendraget"
    initiative.save()
    assert "Sammendraget" in page(as_user(owner), url(initiative)).tree.xpath("//blockquote")[0].text_content()


def test_a_long_need_is_cut_between_words(as_user, initiative, owner):
    make_worksheet(initiative, answers={"problem": "ord " * 400})
    quote = page(as_user(owner), url(initiative)).tree.xpath("//blockquote")[0].text_content()
    assert len(quote) < 340 and quote.strip().endswith("…»")


def test_late_is_said_in_words(as_user, initiative, owner):
    initiative.due_on = today() - dt.timedelta(days=10)
    initiative.save()
    answer = page(as_user(owner), url(initiative))
    assert answer.tree.xpath("//section[contains(@class, 'hr-next')]//span[@data-s='sen']")


@pytest.mark.parametrize("status", ["parked", "done", "stopped"])
def test_one_that_is_not_under_way_says_why(as_user, initiative, owner, status):
    {"parked": actions.park, "stopped": actions.stop, "done": actions.complete}[status](
        initiative, by=owner, **({"outcome": "Det virket"} if status == "done" else {"reason": "Det virket"})
    )
    answer = page(as_user(owner), url(initiative))
    assert "Det virket" in answer.text
    assert not answer.tree.xpath("//section[contains(@class, 'hr-next')]")


def test_the_same_few_queries_with_nothing_and_with_two_hundred(as_user, initiative, owner, colleague):
    client = as_user(owner)
    client.get(url(initiative))
    with CaptureQueriesContext(connection) as few:
        client.get(url(initiative))
    for number in range(1, 201):
        make_worksheet(initiative, "innsikt", number=number, visibility="network")
        audit.record("initiatives.edited", by=owner, on=initiative, about=initiative.pk)
    for number in range(20):
        Note.objects.create(initiative=initiative, text="x", happened_on=today(), written_at=now(), written_by=owner)
        scores.save_scores(initiative, by=owner, scores=[NewScore("q1", number % 5, "Tall")])
    steps.open_step(initiative, by=owner, step_id="behov")
    team.add_member(initiative, by=owner, email=colleague.email)
    with CaptureQueriesContext(connection) as as_many:
        answer = page(client, url(initiative))
    assert len(few) == len(as_many) <= 16
    assert reverse("initiatives:documents", args=[initiative.pk]) in answer.tree.xpath("//a/@href")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("method", latest_methods(), ids=lambda method: method.id)
def test_every_method_in_every_language(as_user, initiative, owner, method, language):
    owner.language = language
    owner.save()
    initiative.method_id, initiative.method_version = method.id, method.version
    initiative.current_step = method.steps[0].id
    initiative.save()
    client = as_user(owner)
    scores.save_scores(initiative, by=owner, scores=[NewScore(method.questions[0].id, 2, "grunnlag")])
    steps.open_step(initiative, by=owner, step_id=method.steps[-1].id)
    addresses = [reverse(f"initiatives:{name}", args=[initiative.pk]) for name in ("initiative", "scores", "timeline")]
    addresses += [reverse("initiatives:step", args=[initiative.pk, step.id]) for step in method.steps]
    for address in [*addresses, reverse("initiatives:list"), reverse("initiatives:create")]:
        assert page(client, address).tree.get("lang") == language
