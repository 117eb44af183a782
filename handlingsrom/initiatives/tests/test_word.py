"""Word documents are opened again: every answer is there, the headings are real, and the language is right."""

from __future__ import annotations

import io
import itertools

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from handlingsrom.core.clock import now
from handlingsrom.initiatives.models import CriterionCheck, Worksheet
from tests.factories import make_initiative, make_worksheet
from tests.helpers import page

from .worksheet_helpers import METHOD, artefact, filled, post, url

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def opened(answer) -> Document:
    assert answer.status_code == 200
    assert answer["Content-Type"] == WORD
    return Document(io.BytesIO(answer.content))


def all_text(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def headings(document) -> list[tuple[int, str]]:
    return [
        (int(one.style.name.removeprefix("Heading ")), one.text)
        for one in document.paragraphs
        if one.style.name.startswith("Heading ")
    ]


@pytest.mark.parametrize("artefact_id", [one.id for one in METHOD.artefacts])
def test_every_answer_of_every_worksheet_is_in_the_document(artefact_id, owner, initiative, as_user):
    client = as_user(owner)
    worksheet = make_worksheet(initiative, artefact_id, answers={})
    data = filled(artefact_id)
    post(client, worksheet, {key: value for key, value in data.items() if value != [] and value})
    document = opened(client.get(url("worksheet-word", worksheet)))
    text = all_text(document)
    names = [name for _level, name in headings(document)]
    for field in artefact(artefact_id).fields:
        assert field.label[0].upper() + field.label[1:] in names
        if field.type in {"text", "list"}:
            assert "Trygge netter čđŋ" in text or "Færre fall om natten" in text
        if field.type == "table":
            assert all(f"{column} to" in text for column in field.columns)
    assert "<falske>" in text or not any(one.type == "longtext" for one in artefact(artefact_id).fields)


def test_an_empty_worksheet_says_what_is_not_filled_in(owner, initiative, as_user):
    worksheet = make_worksheet(initiative, "behovsbeskrivelse", answers={})
    document = opened(as_user(owner).get(url("worksheet-word", worksheet)))
    count = sum(paragraph.text == "Ikke fylt ut" for paragraph in document.paragraphs)
    assert count == len(artefact("behovsbeskrivelse").fields)


@pytest.mark.parametrize(("language", "code"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_the_document_speaks_the_language_of_the_worksheet(language, code, owner, initiative, as_user):
    worksheet = make_worksheet(initiative, "behovsbeskrivelse", language=language)
    document = opened(as_user(owner).get(url("worksheet-word", worksheet)))
    assert document.core_properties.language == code
    marked = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert marked == {code}
    label = {"nb": "Hva er problemet?", "nn": "Kva er problemet?", "en": "What is the problem?"}[language]
    assert label in [name for _level, name in headings(document)]


def test_who_made_it_is_the_organisation_and_the_file_name_can_be_read(owner, initiative, as_user):
    worksheet = make_worksheet(initiative, "behovsbeskrivelse")
    answer = as_user(owner).get(url("worksheet-word", worksheet))
    document = opened(answer)
    assert document.core_properties.author == "Voss kommune"
    assert document.core_properties.title == "Behovsbeskrivelse"
    assert str(owner) not in all_text(document)
    assert answer["Content-Disposition"] == 'attachment; filename="behovsbeskrivelse-trygge-netter-pa-sykehjemmet.docx"'


def test_tables_repeat_their_heading_and_headings_follow_each_other(owner, initiative, as_user):
    rows = [{"tall": str(number), "hva_det_viser": "fall", "kilde": "avvik", "dato": ""} for number in range(60)]
    make_worksheet(initiative, "behovsbeskrivelse", answers={"tallgrunnlag": rows, "tittel": "x"})
    CriterionCheck.objects.create(
        initiative=initiative, step_id="behov", criterion_id=METHOD.step("behov").done_criteria[0].id, met_at=now()
    )
    for name, arguments in (("word", []), ("step-word", ["behov"])):
        answer = as_user(owner).get(reverse(f"initiatives:{name}", args=[initiative.pk, *arguments]))
        document = opened(answer)
        table = next(one for one in document.tables if one.rows[0].cells[0].text == "Tall")
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(table.rows) == 61
        levels = [level for level, _name in headings(document)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert [one.style.name for one in document.paragraphs].count("Title") == 1
        assert "Oppfylt" in all_text(document)


@pytest.mark.parametrize("name", ["word", "print", "step-word", "step-print"])
def test_a_whole_initiative_holds_only_what_the_reader_may_see(name, owner, neighbour, initiative, as_user):
    make_worksheet(initiative, "behovsbeskrivelse", answers={"tittel": "Delt tekst"}, visibility="network")
    make_worksheet(initiative, "behovsliste", answers={"behov": "Kanarifugl behov"})
    make_worksheet(initiative, "interessentkart", answers={"interessent": "Kanarifugl gruppe"}, visibility="network")
    arguments = [initiative.pk, *(["behov"] if name.startswith("step") else [])]
    seen = {}
    for who in (owner, neighbour):
        answer = as_user(who).get(reverse(f"initiatives:{name}", args=arguments))
        assert answer.status_code == 200
        seen[who] = all_text(opened(answer)) if "word" in name else answer.content.decode()
    assert "Delt tekst" in seen[owner] and "Kanarifugl behov" in seen[owner]
    assert "Delt tekst" in seen[neighbour] and "Kanarifugl" not in seen[neighbour]


def test_nobody_else_gets_a_document_of_a_team_only_initiative(
    voss, owner, colleague, manager, admin, as_user, anonymous
):
    hidden = make_initiative(voss, owner, visibility="team")
    for name in ("word", "print"):
        for person in (colleague, manager, admin):
            assert as_user(person).get(reverse(f"initiatives:{name}", args=[hidden.pk])).status_code == 404
        assert anonymous.get(reverse(f"initiatives:{name}", args=[hidden.pk])).status_code == 302


def test_an_open_initiative_is_printed_by_anyone(initiative, anonymous):
    type(initiative).objects.filter(pk=initiative.pk).update(visibility="public")
    worksheet = make_worksheet(initiative, visibility="public")
    page(anonymous, url("worksheet", worksheet))
    page(anonymous, url("worksheet-print", worksheet))
    opened(anonymous.get(url("worksheet-word", worksheet)))


def test_text_that_xml_cannot_hold_does_not_break_the_document(owner, initiative, as_user):
    worksheet = make_worksheet(initiative, answers={"tittel": "a\x0b\x0cb\ufffe", "problem": "<w:p>&amp; č\u202e"})
    document = opened(as_user(owner).get(url("worksheet-word", worksheet)))
    assert "<w:p>&amp; č" in all_text(document)


def test_a_step_that_does_not_exist_is_not_found(owner, initiative, as_user):
    for name in ("step-word", "step-print"):
        assert (
            as_user(owner).get(reverse(f"initiatives:{name}", args=[initiative.pk, "finnes-ikke"])).status_code == 404
        )


def test_the_whole_initiative_takes_as_many_queries_with_many_sheets(
    owner, initiative, as_user, django_assert_max_num_queries
):
    client = as_user(owner)
    for number in range(30):
        make_worksheet(initiative, "innsikt", number=number + 1, answers={"funn": ["x"]})
    assert Worksheet.objects.count() == 30
    with django_assert_max_num_queries(25):
        client.get(reverse("initiatives:print", args=[initiative.pk]))
