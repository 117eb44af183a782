"""Copying a whole initiative."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom.core.clock import today
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Initiative
from tests.factories import make_worksheet
from tests.helpers import page

CANARY = "kanarifuglord"


def url(initiative):
    """The form."""
    return reverse("initiatives:copy", args=[initiative.pk])


def copy(client, person, organisation, initiative, **changes):
    """Copy through the page; the copy."""
    sent = {
        "title": "Trygge netter i Gjesdal",
        "organisation": organisation.pk,
        "responsible": person.pk,
        "next_action": "Lese gjennom",
        "due_on": "3.3.2027",
        "with_worksheets": "on",
        **changes,
    }
    answer = client.post(url(initiative), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Initiative.objects.exclude(pk=initiative.pk).get()


@pytest.fixture
def filled(initiative):
    """An initiative with something for the network and something for the team."""
    initiative.summary = "Nattevakter bruker tid på falske alarmer."
    initiative.save()
    make_worksheet(initiative, visibility="network", answers={"problem": "Alarmer om natten"})
    make_worksheet(initiative, "behovsliste", visibility="team", answers={"behov": CANARY})
    make_worksheet(initiative, "interessentkart", visibility="network", answers={"navn": CANARY})
    return initiative


def test_title_summary_method_and_what_one_may_see_come_along(as_user, filled, neighbour, gjesdal):
    client = as_user(neighbour)
    assert "1" in page(client, url(filled)).text
    made = copy(client, neighbour, gjesdal, filled)
    assert (made.title, made.summary, made.organisation) == ("Trygge netter i Gjesdal", filled.summary, gjesdal)
    assert (made.visibility, made.network, made.method_id) == ("team", None, filled.method_id)
    assert [sheet.artefact_id for sheet in made.worksheets.all()] == ["behovsbeskrivelse"]
    assert made.worksheets.get().answers["problem"] == "Alarmer om natten"
    assert made.next_action == "Lese gjennom" and made.due_on > today()
    event = AuditEvent.objects.get(verb="initiatives.copied")
    assert event.data == {"from": str(filled.pk), "worksheets": 1}
    assert CANARY not in page(client, made.get_absolute_url()).content.decode()


def test_without_worksheets(as_user, filled, neighbour, gjesdal):
    made = copy(as_user(neighbour), neighbour, gjesdal, filled, with_worksheets="")
    assert not made.worksheets.exists()


def test_where_it_came_from_is_shown_and_no_more_than_the_reader_may_see_now(as_user, filled, neighbour, gjesdal):
    client = as_user(neighbour)
    made = copy(client, neighbour, gjesdal, filled)
    answer = page(client, made.get_absolute_url())
    assert "Voss kommune" in answer.text and filled.get_absolute_url() in answer.tree.xpath("//main//a/@href")
    filled.visibility = "team"
    filled.title = f"Hemmelig {CANARY}"
    filled.save()
    answer = page(client, made.get_absolute_url())
    assert "Voss kommune" in answer.text
    assert CANARY not in answer.content.decode()
    assert filled.get_absolute_url() not in answer.tree.xpath("//main//a/@href")
    filled.team.all().delete()
    filled.delete()
    assert "Voss kommune" in page(client, made.get_absolute_url()).text


def test_the_original_does_not_tell_who_copied_it(as_user, filled, neighbour, gjesdal, owner):
    copy(as_user(neighbour), neighbour, gjesdal, filled)
    assert "Gjesdal" not in page(as_user(owner), filled.get_absolute_url()).text
    assert not AuditEvent.objects.filter(about_id=filled.pk).exists()


def test_one_can_copy_ones_own(as_user, filled, owner, voss):
    make_worksheet(filled, "innsikt", answers={})
    made = copy(as_user(owner), owner, voss, filled)
    assert {"behovsbeskrivelse", "behovsliste"} <= {sheet.artefact_id for sheet in made.worksheets.all()}
    assert not made.worksheets.filter(artefact_id="innsikt").exists()


def test_wrong_answers_are_told(as_user, filled, neighbour, gjesdal, voss):
    client = as_user(neighbour)
    answer = client.post(url(filled), {"title": "", "organisation": voss.pk})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) >= {"title", "organisation", "next_action", "due_on"}
    assert Initiative.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "status"), [("outsider", 404), ("supplier", 404), ("admin", 404), ("reader", 403), ("coordinator", 403)]
)
def test_who_cannot(as_user, request, filled, name, status):
    client = as_user(request.getfixturevalue(name))
    assert client.get(url(filled)).status_code == status
    assert client.post(url(filled)).status_code == status
