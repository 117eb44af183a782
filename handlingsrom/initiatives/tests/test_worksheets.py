"""Writing worksheets: every kind of sheet, drafts, rows without a script, and what can go wrong."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handlingsrom.core.clock import now
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Attachment, Draft, TeamMember, Worksheet
from tests.factories import make_worksheet
from tests.helpers import page

from .worksheet_helpers import METHOD, artefact, begin, filled, post, url

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
