"""Writing worksheets: every kind of sheet, drafts, rows without a script, and what can go wrong."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handlingsrom.core.clock import now
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Attachment, Draft, Revision, TeamMember, Worksheet
from tests.factories import make_member, make_worksheet
from tests.helpers import page

from .worksheet_helpers import METHOD, artefact, filled, post, url

ALL = [one.id for one in METHOD.artefacts]
HOSTILE = "<script>alert(1)</script> &amp; \u202eRTL \u05e2\u05d1\u05e8\u05d9\u05ea čđŋšŧž Gáivuona suohkan"


@pytest.fixture
def files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def sheet(initiative) -> Worksheet:
    return make_worksheet(initiative, answers={"tittel": "Trygge netter", "problem": "Alarmer går om natten."})


def begin(client, initiative, artefact_id) -> Worksheet:
    client.post(reverse("initiatives:worksheet-create", args=[initiative.pk, artefact_id]))
    return initiative.worksheets.filter(artefact_id=artefact_id).latest("number")


@pytest.mark.parametrize("artefact_id", ALL)
def test_every_worksheet_can_be_begun_filled_in_and_read(artefact_id, owner, initiative, as_user):
    client = as_user(owner)
    needs = make_worksheet(initiative, "behovsliste", number=9, answers={"behov": "Sove om natten"})
    criterion = make_worksheet(initiative, "tildelingskriterium", number=9, answers={"navn": "Kvalitet"})
    options = {
        one.id: [str({"behovsliste": needs.pk, "tildelingskriterium": criterion.pk}.get(one.options_from, ""))]
        for one in artefact(artefact_id).fields
        if one.options_from in {"behovsliste", "tildelingskriterium"}
    }
    worksheet = begin(client, initiative, artefact_id)
    empty = page(client, url("worksheet", worksheet))
    assert len(empty.tree.xpath("//form[@data-worksheet]")) == 1
    answer = post(client, worksheet, filled(artefact_id, options))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    worksheet.refresh_from_db()
    expected = {one.id for one in artefact(artefact_id).fields if one.type != "file"}
    assert set(worksheet.answers) == expected
    shown = page(client, url("worksheet", worksheet) + "?vis=les")
    for one in artefact(artefact_id).fields:
        assert one.label in shown.text
    again = page(client, url("worksheet", worksheet))
    assert "Du har et utkast" not in again.text
    unchanged = post(client, worksheet, filled(artefact_id, options))
    assert unchanged.status_code == 302
    assert worksheet.revisions.count() == 1, "Saving without a change makes no new version."


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_pages_stand_in_all_languages(language, owner, sheet, as_user):
    client = as_user(owner)
    client.cookies["django_language"] = language
    for name in ("worksheet", "worksheet-history", "worksheet-compare", "worksheet-print", "worksheet-name",
                 "worksheet-visibility", "worksheet-copy"):  # fmt: skip
        page(client, url(name, sheet))
    for name in ("documents", "print"):
        page(client, reverse(f"initiatives:{name}", args=[sheet.initiative_id]))
    page(client, reverse("initiatives:step-print", args=[sheet.initiative_id, "behov"]))


def test_a_sheet_that_is_not_repeatable_is_begun_once(owner, initiative, as_user):
    client = as_user(owner)
    first = begin(client, initiative, "mandat")
    assert begin(client, initiative, "mandat") == first
    assert begin(client, initiative, "innsikt") != begin(client, initiative, "innsikt")


def test_an_unknown_worksheet_is_refused(owner, initiative, as_user):
    answer = as_user(owner).post(reverse("initiatives:worksheet-create", args=[initiative.pk, "finnes-ikke"]))
    assert answer.status_code == 409
    assert not initiative.worksheets.exists()


def test_what_is_missing_does_not_stop_one_from_saving(owner, sheet, as_user):
    client = as_user(owner)
    assert post(client, sheet, {"a-tittel": "Bare en tittel"}).status_code == 302
    shown = page(client, url("worksheet", sheet))
    assert sheet.revisions.count() == 2
    assert shown.tree.xpath("//*[@data-left]")[0].text_content().split()[0] in {"Syv", "Sju", "7", "Seven"}


def test_what_cannot_be_understood_is_shown_again_and_kept_as_a_draft(owner, sheet, as_user):
    client = as_user(owner)
    answer = post(client, sheet, {"a-tittel": HOSTILE, "a-antatt_verdi": "mange penger", "a-problem": "Nytt problem"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "mange penger" in text and "Nytt problem" in text
    assert "<script>alert" not in text
    assert 'aria-invalid="true"' in text and "f-antatt_verdi-error" in text
    draft = Draft.objects.get(worksheet=sheet, person=owner)
    assert draft.data["antatt_verdi"] == "mange penger"
    sheet.refresh_from_db()
    assert sheet.version == 1
    tomorrow = page(client, url("worksheet", sheet))
    assert tomorrow.tree.xpath("//input[@name='a-antatt_verdi']")[0].get("value") == "mange penger"


def test_hostile_text_is_kept_as_written_and_escaped(owner, sheet, as_user):
    client = as_user(owner)
    long = "Ord og mer ord. " * 7000
    post(client, sheet, {"a-tittel": HOSTILE, "a-problem": long, "a-suksess": [HOSTILE, "\x00\x07ok"]})
    sheet.refresh_from_db()
    assert sheet.answers["tittel"] == " ".join(HOSTILE.split())
    assert sheet.answers["problem"] == long.strip()
    assert sheet.answers["suksess"][1] == "ok"
    for name in ("worksheet", "worksheet-print"):
        assert "<script>alert" not in page(client, url(name, sheet)).content.decode()
    compared = page(client, url("worksheet-compare", sheet))
    assert "<script>alert" not in compared.content.decode()


def test_extra_posted_fields_change_nothing(owner, sheet, as_user):
    post(as_user(owner), sheet, {"a-tittel": "Ny", "a-finnes_ikke": "x", "version": "99", "visibility": "public",
                                 "initiative": "1", "title": "Kapret"})  # fmt: skip
    sheet.refresh_from_db()
    assert (sheet.version, sheet.visibility, sheet.title) == (2, "team", "")
    assert "finnes_ikke" not in sheet.answers


# --- Drafts ---------------------------------------------------------------------------------------------
def autosave(client, sheet, data, *, draft="", base=None):
    sent = {"base_version": sheet.version if base is None else base, "draft": draft, **data}
    return client.post(url("worksheet-autosave", sheet), sent)


def test_a_draft_is_kept_offered_the_next_day_and_seen_by_nobody_else(owner, colleague, sheet, as_user):
    TeamMember.objects.create(initiative=sheet.initiative, person=colleague, role="contributor", added_at=now())
    client = as_user(owner)
    kept = autosave(client, sheet, {"a-tittel": "Kanarifugl halvferdig"})
    assert kept.status_code == 200 and kept.json()["draft"]
    assert "Kanarifugl" in page(client, url("worksheet", sheet)).content.decode()
    theirs = page(as_user(colleague), url("worksheet", sheet))
    assert "Kanarifugl" not in theirs.content.decode()
    assert str(owner) in theirs.text, "Others see that one is writing, not what."
    sheet.refresh_from_db()
    assert sheet.version == 1 and not AuditEvent.objects.filter(verb="initiatives.worksheet_saved").exists()


def test_saving_removes_the_draft_of_the_window(owner, sheet, as_user):
    client = as_user(owner)
    key = autosave(client, sheet, {"a-tittel": "Ferdig"}).json()["draft"]
    post(client, sheet, {"a-tittel": "Ferdig"}, draft=key)
    assert not Draft.objects.exists()
    sheet.refresh_from_db()
    assert sheet.answers["tittel"] == "Ferdig"


def test_two_windows_of_one_person_do_not_write_over_each_other(owner, sheet, as_user):
    client = as_user(owner)
    first = autosave(client, sheet, {"a-tittel": "Første vindu"}).json()["draft"]
    second = autosave(client, sheet, {"a-tittel": "Andre vindu"}).json()["draft"]
    assert first != second
    autosave(client, sheet, {"a-tittel": "Første vindu, mer"}, draft=first)
    late = autosave(client, sheet, {"a-tittel": "Gammelt vindu"}, draft=first).json()["draft"]
    assert late.split(".")[0] != first.split(".")[0], "A window that comes late gets a draft of its own."
    titles = {draft.data["tittel"] for draft in Draft.objects.all()}
    assert titles == {"Første vindu, mer", "Andre vindu", "Gammelt vindu"}
    post(client, sheet, {"a-tittel": "Andre vindu"}, draft=second)
    assert Draft.objects.count() == 2
    shown = page(client, url("worksheet", sheet))
    assert len(shown.tree.xpath("//a[contains(@href, '?utkast=')]")) == 1


def test_a_draft_equal_to_what_is_saved_is_dropped(owner, sheet, as_user):
    client = as_user(owner)
    key = autosave(client, sheet, {"a-tittel": "Noe annet"}).json()["draft"]
    same = {"a-tittel": "Trygge netter", "a-problem": "Alarmer går om natten.", "a-suksess": "", "a-behovseier": "",
            "a-tallgrunnlag.tall": "", "a-tallgrunnlag.hva_det_viser": "", "a-tallgrunnlag.kilde": "",
            "a-tallgrunnlag.dato": ""}  # fmt: skip
    answer = autosave(client, sheet, same, draft=key).json()
    assert answer["draft"] == "" and not Draft.objects.exists()


def test_a_draft_can_be_discarded_by_its_writer_only(owner, colleague, sheet, as_user):
    TeamMember.objects.create(initiative=sheet.initiative, person=colleague, role="contributor", added_at=now())
    key = autosave(as_user(owner), sheet, {"a-tittel": "Mitt"}).json()["draft"]
    as_user(colleague).post(url("worksheet-discard", sheet), {"draft": key})
    assert Draft.objects.count() == 1
    as_user(owner).post(url("worksheet-discard", sheet), {"draft": key})
    assert not Draft.objects.exists()


@pytest.mark.parametrize("key", ["1.1", "x", "99999999999999999999.1", "1", "-1.2", "1.1.1", "٣.1"])
def test_a_made_up_draft_is_ignored(key, owner, sheet, as_user):
    assert autosave(as_user(owner), sheet, {"a-tittel": "Mitt"}, draft=key).status_code == 200


# --- Rows without a script ------------------------------------------------------------------------------
TABLE = {"a-tallgrunnlag.tall": ["1", "2"], "a-tallgrunnlag.hva_det_viser": ["a", "b"]}


@pytest.mark.parametrize(
    ("command", "numbers"),
    [("add", ["1", "2", ""]), ("remove:1", ["2"]), ("up:2", ["2", "1"]), ("down:1", ["2", "1"]), ("up:1", ["1", "2"]),
     ("remove:9", ["1", "2"]), ("remove:x", ["1", "2"])],
)  # fmt: skip
def test_rows_are_changed_by_plain_buttons_and_everything_else_is_kept(command, numbers, owner, sheet, as_user):
    client = as_user(owner)
    verb, _colon, place = command.partition(":")
    answer = post(client, sheet, {**TABLE, "a-problem": "Ikke lagret ennå", "rows": f"{verb}:tallgrunnlag:{place}"})
    assert answer.status_code == 302 and answer.url.endswith("#f-tallgrunnlag")
    shown = page(client, answer.url.split("#")[0])
    assert [
        box.text.strip() if box.text else "" for box in shown.tree.xpath("//textarea[@name='a-tallgrunnlag.tall']")
    ] == numbers
    assert "Ikke lagret ennå" in shown.content.decode()
    sheet.refresh_from_db()
    assert sheet.version == 1


# --- Files in a field -----------------------------------------------------------------------------------
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_a_file_is_uploaded_kept_when_another_field_is_wrong_and_taken_out(owner, initiative, as_user, files):
    client = as_user(owner)
    worksheet = begin(client, initiative, "tildeling")
    answer = post(client, worksheet, {"a-meldt": "i går", "a-protokoll.new": SimpleUploadedFile("protokoll.pdf", PDF)})
    assert answer.status_code == 422
    attachment = Attachment.objects.get()
    assert attachment.name in answer.content.decode()
    post(client, worksheet, {"a-meldt": "", "a-protokoll": str(attachment.pk)})
    worksheet.refresh_from_db()
    assert worksheet.answers["protokoll"] == [str(attachment.pk)]
    assert attachment.name in page(client, url("worksheet", worksheet) + "?vis=les").text
    post(client, worksheet, {"a-protokoll": str(attachment.pk), "rows": "remove:protokoll:1"})
    assert Draft.objects.latest("pk").data["protokoll"] == []


def test_a_dangerous_file_is_refused_with_a_sentence_and_the_text_is_kept(owner, initiative, as_user, files):
    client = as_user(owner)
    worksheet = begin(client, initiative, "tildeling")
    bad = SimpleUploadedFile("protokoll.html", b"<script>")
    answer = post(
        client, worksheet, {"a-begrunnelse": "Best på kvalitet", "a-protokoll.new": bad, "upload": "protokoll"}
    )
    assert answer.status_code == 422
    assert "protokoll.html" in answer.content.decode() and "Best på kvalitet" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_of_another_initiative_cannot_be_put_in_a_field(owner, initiative, gjesdal, neighbour, as_user, files):
    from tests.factories import make_initiative

    other = make_initiative(gjesdal, neighbour)
    as_user(neighbour).post(
        reverse("initiatives:documents", args=[other.pk]), {"file": SimpleUploadedFile("hemmelig.pdf", PDF)}
    )
    stolen = Attachment.objects.get(initiative=other)
    client = as_user(owner)
    worksheet = begin(client, initiative, "tildeling")
    post(client, worksheet, {"a-protokoll": str(stolen.pk)})
    worksheet.refresh_from_db()
    assert "protokoll" not in worksheet.answers


# --- Name, number, visibility ---------------------------------------------------------------------------
def test_a_sheet_gets_a_name_and_changes_places(owner, initiative, as_user):
    client = as_user(owner)
    first, second = begin(client, initiative, "innsikt"), begin(client, initiative, "innsikt")
    answer = client.post(url("worksheet-name", second), {"title": "Natt i avdeling 2", "number": "1"})
    assert answer.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.title, second.number, first.number) == ("Natt i avdeling 2", 1, 2)


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
    from tests.factories import make_initiative

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
