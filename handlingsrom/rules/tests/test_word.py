"""The assessment as Word: opened again, in each language, for the team and for others."""

from __future__ import annotations

import io

import pytest
from django.utils.translation import override
from docx import Document

from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules import actions, library, queries
from handlingsrom.rules.models import Assessment, PurchaseFacts
from handlingsrom.rules.word import assessment_document
from tests.helpers import as_user

from .test_initiative import url


def opened(content):
    return Document(io.BytesIO(content))


def words(document):
    """All text of a document, tables too."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def headings(document):
    return [each.text for each in document.paragraphs if each.style.name == "Heading 1"]


def fetched(client, initiative, name="word", *more):
    answer = client.get(url(name, initiative, *more))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    return words(opened(answer.content))


def test_it_holds_what_a_protocol_needs(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    actions.decide_opening(purchase, by=owner, opening="variants", choice="not_used", reason="no_time", note="Merk")
    actions.decide_opening(purchase, by=owner, opening="options", choice="used")
    actions.decide_innovation(purchase, by=owner, code="rd-act", confirmed=True, signals=[])
    told = fetched(as_user(owner), purchase, "assessment-word", 1)
    rulebook = library.current("nb")
    for piece in (
        "Voss kommune",
        purchase.title,
        "Nummer 1, lagret",
        "3\u00a0400\u00a0000\u00a0kroner uten merverdiavgift",
        "tirsdag 1.\u00a0desember 2026",
        "Tilgjengelige løsninger må tilpasses",
        "del I og III",
        "FOA § 13-2 a",
        "Konkurranse med forhandling",
        "Doffin",
        "Karens",
        "Vi bruker den ikke: For lite tid.",
        "Merk",
        "Vi bruker den.",
        "Ikke vurdert ennå.",
        "rd-act",
        rulebook.meta.disclaimer,
        rulebook.meta.version,
        "28.\u00a0juli",
    ):
        assert piece in told, piece


def test_every_procedure_stands_there_with_its_state(purchase, owner):
    told = fetched(as_user(owner), purchase)
    for procedure in library.current("nb").procedures.values():
        assert procedure.name in told


def test_notes_are_left_out_for_others(purchase, owner, neighbour):
    actions.decide_opening(purchase, by=owner, opening="variants", choice="used", note="kanarifugl")
    assert "kanarifugl" in fetched(as_user(owner), purchase)
    assert "kanarifugl" not in fetched(as_user(neighbour), purchase)


def test_it_is_in_the_language_of_the_initiative(purchase, owner):
    Initiative.objects.update(language="nn")
    told = fetched(as_user(owner), purchase)
    assert "Kva reglar som gjeld" in told and "Hvilke regler" not in told
    assert "Konkurranse med forhandling" in told and "Karensperiode" in told


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_public_guide_can_use_it_without_a_team(purchase, language):
    assessment = queries.assessment_of(purchase, library.current(language))
    with override(language):
        document = opened(assessment_document(assessment, title="Prøve", language=language))
    assert document.core_properties.title == "Prøve" and len(headings(document)) >= 7


def test_an_unsettled_one_says_what_it_depends_on(initiative, owner):
    told = fetched(as_user(owner), initiative)
    assert "Ikke kjent" in told and "Disse reglene er mulige" in told
    assert "Ingen åpning er sikker ennå" in told or "Åpning" in told


def test_odd_characters_do_no_harm(purchase, owner):
    Initiative.objects.update(title="A\x08B <w:p> & \ufffe «»")
    assert "<w:p> &" in fetched(as_user(owner), purchase)


def test_an_exempt_purchase_and_one_outside_the_act_have_theirs(purchase, owner):
    PurchaseFacts.objects.update(exemption="in_house")
    assert "Egenregi" in fetched(as_user(owner), purchase)
    PurchaseFacts.objects.update(exemption="")
    Initiative.objects.update(value_nok=90_000)
    assert "Utenfor anskaffelsesloven" in fetched(as_user(owner), purchase) or "utenfor" in fetched(
        as_user(owner), purchase
    )


def test_what_cannot_be_worked_out_again_is_not_made_up(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    Assessment.objects.update(rulebook_version="2001-01-01")
    assert as_user(owner).get(url("assessment-word", purchase, 1)).status_code == 404


def test_who_may_not_see_the_initiative_gets_no_file(purchase, outsider, anonymous):
    assert as_user(outsider).get(url("word", purchase)).status_code == 404
    assert anonymous.get(url("word", purchase)).status_code == 302
