"""Copying the need of an example into an initiative of one's own."""

import datetime as dt

import pytest
from django.urls import reverse

from handlingsrom.core.clock import today
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Initiative, Worksheet
from tests.factories import make_example, make_initiative, make_worksheet
from tests.helpers import page

from .conftest import OPEN_CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(gjesdal, neighbour):
    return make_initiative(gjesdal, neighbour, title="Rolige netter")


def copy_url(example):
    return reverse("arena:copy-need", args=[example.slug])


def new_initiative(**changes):
    due = (today() + dt.timedelta(days=14)).isoformat()
    return {"initiative": "new", "title": "Rolige netter", "next_action": "Lese gjennom", "due_on": due, **changes}


def test_copies_the_whole_worksheet_for_one_who_may_see_it(as_user, neighbour, example, mine, need):
    form = page(as_user(neighbour), copy_url(example))
    assert "Rolige netter" in form.text and "Et nytt initiativ" in form.text
    answer = as_user(neighbour).post(copy_url(example), {"initiative": str(mine.pk)})
    copy = mine.worksheets.get()
    assert answer.url == copy.get_absolute_url()
    assert OPEN_CANARY in copy.answers["problem"]
    assert copy.answers["suksess"] == ["Færre fall"]
    assert copy.copied_from == need and "Voss kommune" in copy.copied_note
    assert copy.visibility == "team"
    assert AuditEvent.objects.filter(verb="arena.need-copied", about_id=mine.pk).exists()
    shown = page(as_user(neighbour), copy.get_absolute_url())
    assert "Voss kommune" in shown.text


def test_copies_only_the_text_for_one_who_may_not_see_the_worksheet(as_user, neighbour, example, mine, need):
    need.visibility = "team"
    need.save()
    as_user(neighbour).post(copy_url(example), {"initiative": str(mine.pk)})
    copy = mine.worksheets.get()
    assert copy.answers == {"tittel": example.title, "problem": example.need}
    assert copy.copied_note == "«Trygge netter på sykehjemmet», Voss kommune"
    assert copy.copied_from is None


def test_starts_a_new_initiative(as_user, neighbour, gjesdal, example):
    answer = as_user(neighbour).post(copy_url(example), new_initiative())
    made = Initiative.objects.get(title="Rolige netter")
    assert (made.organisation, made.responsible, made.visibility) == (gjesdal, neighbour, "team")
    assert answer.url == made.worksheets.get().get_absolute_url()


def test_new_initiative_needs_title_step_and_date(as_user, neighbour, example):
    answer = as_user(neighbour).post(copy_url(example), new_initiative(title="", next_action="", due_on=""))
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ["Gi det nye initiativet en tittel.", "Skriv det første skrittet", "Velg en dato"]:
        assert sentence in text


def test_what_the_team_has_written_stays(as_user, neighbour, example, mine):
    example.need_worksheet = None
    example.save()
    make_worksheet(mine, answers={"tittel": "Vår tittel"})
    as_user(neighbour).post(copy_url(example), {"initiative": str(mine.pk)})
    sheet = mine.worksheets.get()
    assert sheet.answers == {"tittel": "Vår tittel", "problem": example.need}
    assert sheet.version == 2
    answer = as_user(neighbour).post(copy_url(example), {"initiative": str(mine.pk)})
    assert answer.status_code == 422
    assert "har allerede en behovsbeskrivelse med egen tekst" in answer.content.decode()


def test_only_ones_own_initiatives_can_be_chosen(as_user, neighbour, example, initiative):
    answer = as_user(neighbour).post(copy_url(example), {"initiative": str(initiative.pk)})
    assert answer.status_code == 422
    assert initiative.worksheets.count() == 1


def test_get_changes_nothing_and_anonymous_must_sign_in(anonymous, as_user, neighbour, voss, mine):
    example = make_example(voss)
    as_user(neighbour).get(copy_url(example))
    assert not Worksheet.objects.exists()
    assert "/logg-inn/" in anonymous.get(copy_url(example)).url


def test_one_without_an_organisation_is_told_why(as_user, coordinator, example):
    text = page(as_user(coordinator), copy_url(example)).text
    assert "Du har ikke noe sted å kopiere det til" in text


def test_reader_of_an_organisation_cannot_start_initiatives(as_user, reader, example):
    assert "Du har ikke noe sted å kopiere det til" in page(as_user(reader), copy_url(example)).text


def test_unknown_example_is_not_known(as_user, outsider, example):
    assert as_user(outsider).get(copy_url(example)).status_code == 404
    assert as_user(outsider).post(copy_url(example), new_initiative()).status_code == 404
