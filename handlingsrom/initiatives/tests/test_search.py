"""What is found, and by whom: the words that people have written, for those who may read them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom import search
from handlingsrom.initiatives import access
from handlingsrom.initiatives.actions import worksheets as actions
from handlingsrom.initiatives.models import Draft, Worksheet
from handlingsrom.initiatives.search import describe_initiative, describe_worksheet, worksheets
from tests.factories import make_initiative, make_worksheet

from .worksheet_helpers import url


@pytest.fixture
def index(settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "search"


ANSWERS = {
    "tittel": "Trygge netter",
    "problem": "Alarmene går om natten.",
    "behovseier": {"role": "Kanarifugl leder"},
    "tidshorisont": "under-ett-ar",
    "suksess": ["Færre fall"],
}


def test_only_what_people_have_written_is_indexed(initiative):
    document = describe_worksheet(make_worksheet(initiative, answers=ANSWERS))
    assert document.title == "Trygge netter"
    assert "Alarmene går" in document.body and "Færre fall" in document.body
    assert "Kanarifugl" not in document.body and "under-ett-ar" not in document.body
    assert document.extra["artefact_id"] == "behovsbeskrivelse" and document.extra["label"] == "need"
    assert document.extra["copy_url"].endswith("/kopier/")


def test_the_readers_of_a_document_are_those_of_the_worksheet(initiative, voss, west):
    team = [f"team:{initiative.pk}"]
    assert describe_worksheet(make_worksheet(initiative, visibility="team")).readers == team
    shared = make_worksheet(initiative, number=2, visibility="public")
    assert set(describe_worksheet(shared).readers) == {*team, f"org:{voss.pk}", f"net:{west.pk}"}
    confidential = make_worksheet(initiative, "innspill", visibility="public")
    assert describe_worksheet(confidential).readers == team
    assert set(describe_initiative(initiative).readers) == {*team, f"org:{voss.pk}", f"net:{west.pk}"}


def test_a_sheet_that_is_never_saved_is_not_found(initiative, owner):
    actions.create_worksheet(initiative=initiative, artefact_id="mandat", by=owner)
    assert not worksheets().exists()


def find(person, text):
    return {hit.id for hit in search.query(text, tokens=access.tokens(person), kinds=["worksheet"]).hits}


@pytest.mark.django_db(transaction=True)
def test_sharing_and_unsharing_reach_the_index_at_once(index, initiative, owner, neighbour, outsider):
    worksheet = make_worksheet(initiative, answers=ANSWERS)
    saved = actions.save_worksheet(
        worksheet=worksheet, by=owner, answers={**ANSWERS, "problem": "Kanarifuglen synger."}, base_version=1, raw={}
    )
    assert find(owner, "kanarifuglen") == {str(worksheet.pk)}
    assert not find(neighbour, "kanarifuglen")
    actions.share_worksheet(worksheet=saved, by=owner, visibility="network")
    assert find(neighbour, "kanarifuglen") == {str(worksheet.pk)}
    assert not find(outsider, "kanarifuglen")
    actions.share_worksheet(worksheet=saved, by=owner, visibility="team")
    assert not find(neighbour, "kanarifuglen")


@pytest.mark.django_db(transaction=True)
def test_the_panel_shows_what_others_share_with_why_and_changes_nothing(
    index, initiative, gjesdal, neighbour, owner, as_user
):
    theirs = make_initiative(
        gjesdal, neighbour, network=initiative.network, visibility="network", title="Rolige netter"
    )
    shared = make_worksheet(theirs, answers=ANSWERS, visibility="network")
    hidden = make_worksheet(theirs, "behovsliste", answers={"behov": "Hemmelig: alarmene om natten"})
    search.rebuild()
    mine = make_worksheet(initiative, answers={"tittel": "x"})
    answer = as_user(owner).post(
        url("worksheet-similar", mine), {"a-problem": "Om natten går alarmene hele tiden på sykehjemmet."}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert (
        shared.get_absolute_url() in text and reverse("initiatives:worksheet-copy", args=[theirs.pk, shared.pk]) in text
    )
    assert "Hemmelig" not in text and str(hidden.pk) not in text
    assert mine.get_absolute_url() not in text
    assert 'role="status"' in text and "<mark>" in text
    assert not Draft.objects.exists() and Worksheet.objects.get(pk=mine.pk).version == 1
