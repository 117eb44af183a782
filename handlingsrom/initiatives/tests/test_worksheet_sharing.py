"""Naming, sharing and copying worksheets, going back in their history, and who may do what."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Draft, Revision, Worksheet
from tests.factories import make_initiative, make_member, make_worksheet
from tests.helpers import page

from .worksheet_helpers import begin, post, url


@pytest.fixture
def sheet(initiative) -> Worksheet:
    return make_worksheet(initiative, answers={"tittel": "Trygge netter", "problem": "Alarmer går om natten."})


# --- Name, number, visibility ---------------------------------------------------------------------------
def test_a_sheet_gets_a_name_and_changes_places(owner, initiative, as_user):
    client = as_user(owner)
    first, second = begin(client, initiative, "innsikt"), begin(client, initiative, "innsikt")
    answer = client.post(url("worksheet-name", second), {"title": "Natt i avdeling 2", "number": "1", "language": "nn"})
    assert answer.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.title, second.language, second.number, first.number) == ("Natt i avdeling 2", "nn", 1, 2)


def test_a_sheet_is_never_seen_wider_than_its_initiative(owner, sheet, as_user):
    client = as_user(owner)
    assert client.post(url("worksheet-visibility", sheet), {"visibility": "public"}).status_code == 422
    assert client.post(url("worksheet-visibility", sheet), {"visibility": "network"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.visibility == "network"
    assert AuditEvent.objects.filter(verb="initiatives.worksheet_shared").count() == 1


def test_a_confidential_sheet_cannot_be_shared(owner, initiative, as_user):
    client = as_user(owner)
    worksheet = begin(client, initiative, "innspill")
    page(client, url("worksheet-visibility", worksheet))
    assert client.post(url("worksheet-visibility", worksheet), {"visibility": "network"}).status_code == 422
    worksheet.refresh_from_db()
    assert worksheet.visibility == "team"


# --- History --------------------------------------------------------------------------------------------
def test_history_shows_word_by_word_what_changed_and_one_can_go_back(owner, sheet, as_user):
    client = as_user(owner)
    post(client, sheet, {"a-tittel": "Trygge netter", "a-problem": "Alarmer piper om natten."})
    listed = page(client, url("worksheet-history", sheet))
    assert len(listed.tree.xpath("//tbody/tr")) == 2
    compared = page(client, url("worksheet-compare", sheet) + "?fra=1&til=2")
    assert "går" in compared.tree.xpath("//del")[0].text_content()
    assert "piper" in compared.tree.xpath("//ins")[0].text_content()
    answer = client.post(url("worksheet-restore", sheet, 1), {"base_version": 2})
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert (sheet.version, sheet.answers["problem"]) == (3, "Alarmer går om natten.")
    assert Revision.objects.filter(worksheet=sheet).count() == 3
    assert client.post(url("worksheet-restore", sheet, 1), {"base_version": 2}).status_code == 409


def test_history_is_for_the_team_only(sheet, neighbour, colleague, outsider, anonymous, as_user):
    Worksheet.objects.filter(pk=sheet.pk).update(visibility="network")
    for person in (neighbour, colleague):
        page(as_user(person), url("worksheet", sheet))
        for name in ("worksheet-history", "worksheet-compare"):
            assert as_user(person).get(url(name, sheet)).status_code == 403
    assert as_user(outsider).get(url("worksheet-history", sheet)).status_code == 404
    assert anonymous.get(url("worksheet-history", sheet)).status_code == 302


# --- Copying --------------------------------------------------------------------------------------------
def test_a_neighbour_copies_a_shared_need_into_an_own_initiative(sheet, gjesdal, neighbour, as_user):
    Worksheet.objects.filter(pk=sheet.pk).update(
        visibility="network", answers={**sheet.answers, "behovseier": {"role": "Kanarifugl leder"}}
    )
    mine = make_initiative(gjesdal, neighbour, title="Rolige netter")
    client = as_user(neighbour)
    assert url("worksheet-copy", sheet) in page(client, url("worksheet", sheet)).content.decode()
    page(client, url("worksheet-copy", sheet))
    answer = client.post(url("worksheet-copy", sheet), {"initiative": str(mine.pk)})
    copy = mine.worksheets.get()
    assert answer.url == copy.get_absolute_url()
    assert copy.answers == {"tittel": "Trygge netter", "problem": "Alarmer går om natten."}
    assert "Voss" in copy.copied_note and copy.copied_from == sheet
    assert "Voss" in page(client, url("worksheet", copy)).text
    client.post(url("worksheet", copy), {"base_version": 1, "a-tittel": "Mitt eget", "a-problem": ""})
    client.post(url("worksheet-copy", sheet), {"initiative": str(mine.pk)})
    copy.refresh_from_db()
    assert copy.answers == {"tittel": "Mitt eget", "problem": "Alarmer går om natten."}, "Only empty fields are filled."
    refused = client.post(url("worksheet-copy", sheet), {"initiative": str(mine.pk)})
    assert refused.status_code == 422


def test_one_cannot_copy_what_one_may_not_see_nor_into_what_one_may_not_write(sheet, initiative, neighbour, as_user):
    client = as_user(neighbour)
    assert client.get(url("worksheet-copy", sheet)).status_code == 404
    Worksheet.objects.filter(pk=sheet.pk).update(visibility="network")
    assert client.post(url("worksheet-copy", sheet), {"initiative": str(initiative.pk)}).status_code == 422
    assert Worksheet.objects.count() == 1


# --- Who may do what ------------------------------------------------------------------------------------
GETS = ["worksheet", "worksheet-print", "worksheet-word", "worksheet-copy"]
POSTS = ["worksheet", "worksheet-autosave", "worksheet-discard", "worksheet-similar", "worksheet-name"]


@pytest.mark.parametrize(
    "who", ["colleague", "reader", "manager", "neighbour", "outsider", "coordinator", "supplier", "admin"]
)
def test_what_is_for_the_team_only_is_for_nobody_else(who, request, sheet, as_user):
    client = as_user(request.getfixturevalue(who))
    for name in [*GETS, "worksheet-history", "worksheet-visibility"]:
        assert client.get(url(name, sheet)).status_code == 404, name
    for name in POSTS:
        assert client.post(url(name, sheet), {"a-tittel": "x", "base_version": 1}).status_code == 404, name


@pytest.mark.parametrize("who", ["colleague", "neighbour", "coordinator"])
def test_those_who_may_read_may_not_write(who, request, sheet, as_user):
    Worksheet.objects.filter(pk=sheet.pk).update(visibility="network")
    client = as_user(request.getfixturevalue(who))
    for name in GETS:
        assert client.get(url(name, sheet)).status_code == 200, name
    for name in POSTS:
        assert client.post(url(name, sheet), {"a-tittel": "x", "base_version": 1}).status_code == 403, name
    assert not page(client, url("worksheet", sheet)).tree.xpath("//form[@data-worksheet]")
    sheet.refresh_from_db()
    assert sheet.version == 1


def test_nothing_changes_by_looking(owner, sheet, as_user):
    client = as_user(owner)
    before = (AuditEvent.objects.count(), Revision.objects.count(), Draft.objects.count())
    for name in [*GETS, "worksheet-history", "worksheet-compare", "worksheet-name", "worksheet-visibility"]:
        client.get(url(name, sheet))
    for name in ("worksheet-autosave", "worksheet-discard", "worksheet-similar"):
        assert client.get(url(name, sheet)).status_code == 405
    assert before == (AuditEvent.objects.count(), Revision.objects.count(), Draft.objects.count())


def test_an_answer_that_points_at_a_sheet_one_may_not_see_does_not_tell_its_title(
    owner, initiative, neighbour, as_user
):
    need = make_worksheet(initiative, "behovsliste", answers={"behov": "Kanarifugl hemmelig behov"})
    demand = make_worksheet(
        initiative, "funksjonskrav", answers={"nummer": "1", "behov": str(need.pk)}, visibility="network"
    )
    assert "Kanarifugl" in page(as_user(owner), url("worksheet", demand) + "?vis=les").text
    assert "Kanarifugl" not in page(as_user(neighbour), url("worksheet", demand)).content.decode()


def test_the_page_asks_the_database_as_often_however_much_there_is(
    owner, initiative, as_user, django_assert_max_num_queries
):
    client = as_user(owner)
    worksheet = make_worksheet(initiative, "behovsbeskrivelse", answers={"suksess": ["x"] * 250})
    for number in range(40):
        make_worksheet(initiative, "innsikt", number=number + 1)
    with django_assert_max_num_queries(30):
        client.get(url("worksheet", worksheet))


def test_one_without_an_initiative_starts_one_and_comes_back_to_copy(sheet, gjesdal, as_user):
    Worksheet.objects.filter(pk=sheet.pk).update(visibility="network")
    newcomer = make_member(gjesdal, "Fagleder, Gjesdal")
    client = as_user(newcomer)
    link = page(client, url("worksheet-copy", sheet)).tree.xpath("//a[contains(@href, '?next=')]")[0].get("href")
    data = {"title": "Rolige netter", "organisation": gjesdal.pk, "responsible": newcomer.pk,
            "next_action": "Ring Voss", "due_on": "3.3.2027", "visibility": "team",
            "language": "nb", "method": "innovativ-anskaffelse/1.0"}  # fmt: skip
    answer = client.post(link, data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    back = page(client, answer.url)
    chosen = back.tree.xpath("//input[@name='initiative'][@checked]")
    assert len(chosen) == 1
    client.post(url("worksheet-copy", sheet), {"initiative": chosen[0].get("value")})
    assert Worksheet.objects.filter(copied_from=sheet).exists()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_one_is_not_led_astray(address, owner, voss, as_user):
    data = {"title": "Rolige netter", "organisation": voss.pk, "responsible": owner.pk, "next_action": "Ring",
            "due_on": "3.3.2027", "visibility": "team",
            "language": "nb", "method": "innovativ-anskaffelse/1.0"}  # fmt: skip
    answer = as_user(owner).post(reverse("initiatives:create") + f"?next={address}", data)
    assert answer.status_code == 302 and answer.url.startswith("/initiativ/")
