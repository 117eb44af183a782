"""The demonstration."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core import serializers
from stdnum.no import orgnr

from handlingsrom.accounts.models import Person
from handlingsrom.arena.models import Example
from handlingsrom.core import audit
from handlingsrom.core.models import OutgoingMail
from handlingsrom.initiatives.fields import missing_fields
from handlingsrom.initiatives.models import Initiative, QuestionScore, Revision, Worksheet
from handlingsrom.method import get_method
from handlingsrom.network.models import Network, NetworkFact, Organisation
from handlingsrom.web import demo
from tests.helpers import page


def dump() -> dict[str, list]:
    """Every row of every table of ours."""
    tables = [m for config in apps.get_app_configs() for m in config.get_models() if "handlingsrom" in config.name]
    return {
        model._meta.label_lower: json.loads(serializers.serialize("json", model._default_manager.order_by("pk")))
        for model in tables
    }


@pytest.fixture
def loaded(db):
    demo.load()


def test_loading_twice_changes_nothing(loaded):
    before = dump()
    demo.load()
    assert dump() == before
    assert before["initiatives.initiative"]


def test_what_someone_has_changed_is_left_alone(loaded):
    one = Initiative.objects.first()
    Initiative.objects.filter(pk=one.pk).update(title="Endret av en gjest")
    demo.load()
    one.refresh_from_db()
    assert one.title == "Endret av en gjest"


def test_numbers_are_real_or_absent(loaded):
    for organisation in Organisation.objects.exclude(orgnr=None):
        assert orgnr.is_valid(organisation.orgnr), organisation
    assert Organisation.objects.filter(former=True).exclude(continued_as="").count() == 3


def test_the_networks_are_those_of_the_source(loaded):
    west = Network.objects.get(slug="vestlandsnettverket")
    assert west.predecessor.slug == "pilotnettverket"
    names = set(west.participations.filter(part="participant").values_list("organisation__name_nb", flat=True))
    assert names == {
        "Bergen kommune",
        "Gjesdal kommune",
        "Voss herad",
        "Askøy kommune",
        "Lindås kommune",
        "Hordaland fylkeskommune",
    }
    assert not NetworkFact.objects.filter(source="").exists()


def test_what_is_made_up_is_marked(loaded, anonymous, as_user):
    assert not Initiative.objects.filter(is_demo=False).exists()
    assert not Person.objects.filter(is_demo=False).exists()
    buyer = Person.objects.get(email="innkjop-voss@example.no")
    assert "Tenkt eksempel" in page(as_user(buyer), "/min-side/").text


def test_lervig_stands_with_its_source(loaded):
    example = Example.objects.get(slug="signalanlegg-pa-lervig-sykehjem")
    assert example.source and example.disclaimer and example.effect_measured == "not_measured"
    assert len(example.timeline) == 8


def test_initiatives_stand_at_different_steps_with_scores_over_time(loaded):
    steps = set(Initiative.objects.values_list("current_step", flat=True))
    assert len(steps) >= 3
    assert Initiative.objects.filter(status="parked").exclude(status_reason="").count() == 1
    assert {"nb", "nn"} == set(Initiative.objects.values_list("language", flat=True))
    assert QuestionScore.objects.filter(is_current=False).exists()
    assert Revision.objects.filter(number=3).exists()


def test_worksheets_hold_only_what_the_method_asks_for(loaded):
    for sheet in Worksheet.objects.select_related("initiative"):
        method = get_method(sheet.initiative.method_id, sheet.initiative.method_version)
        artefact = method.artefact(sheet.artefact_id)
        fields = {field.id: field for field in artefact.fields}
        assert set(sheet.answers) <= set(fields), sheet
        assert not missing_fields(sheet.answers, artefact), (sheet, missing_fields(sheet.answers, artefact))
        for key, value in sheet.answers.items():
            options = {option.value for option in fields[key].options}
            if options:
                assert set(value if isinstance(value, list) else [value]) <= options, (sheet, key, value)


def test_the_audit_chain_is_whole_and_nobody_gets_mail(loaded):
    assert audit.verify() == []
    assert not OutgoingMail.objects.exists()


def test_no_names_of_persons(loaded):
    for person in Person.objects.all():
        assert person.email.endswith("@example.no")
        assert any(
            word in person.name for word in ("rådgiver", "Fag", "Leder", "koordinator", "Leverandør", "Admin", "Råd")
        )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_of_the_web_app_shows_something(loaded, as_user, language):
    for person in Person.objects.all():
        client = as_user(person)
        client.cookies["django_language"] = language
        for url in ("/", "/min-side/"):
            page(client, url)
