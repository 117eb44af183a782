"""The methods that come with the product: complete, and the same in three languages."""

import dataclasses

import pytest

from handlingsrom.method import DEFAULT_METHOD, UnknownMethod, get_method, latest_method, latest_methods
from handlingsrom.method.library import version_key
from handlingsrom.method.loading import LANGUAGES
from handlingsrom.method.model import FIELD_TYPES

ROADMAP = ("tjenesteinnovasjon", "1.0")


@pytest.fixture(params=LANGUAGES)
def standard(request):
    return get_method(*DEFAULT_METHOD, request.param)


@pytest.fixture(params=LANGUAGES)
def roadmap(request):
    return get_method(*ROADMAP, request.param)


def test_the_standard_method_is_complete(standard):
    assert len(standard.phases) == 4
    assert [step.order for step in standard.steps] == list(range(1, 13))
    assert len(standard.artefacts) == 28
    assert len(standard.barriers) == 16
    assert len(standard.roles) == 16
    assert [question.id for question in standard.questions] == ["q1", "q2", "q3", "q4", "q5"]
    assert all([level.level for level in question.levels] == [0, 1, 2, 3, 4] for question in standard.questions)
    assert {field.type for artefact in standard.artefacts for field in artefact.fields} == set(FIELD_TYPES)
    assert len(FIELD_TYPES) == 17


def test_every_step_says_what_a_team_needs(standard, roadmap):
    for step in [*standard.steps, *roadmap.steps]:
        assert step.title and step.short and step.purpose
        assert step.key_questions and step.activities and step.participants
        assert step.artefacts and step.required_criteria and step.tips and step.pitfalls
        assert all(field.label for artefact in step.artefacts for field in artefact.fields)


def test_every_worksheet_has_fields_also_the_benefits_plan(standard):
    assert all(artefact.fields for artefact in standard.artefacts)
    plan = standard.artefact("gevinstplan")
    assert plan.repeatable
    assert plan.field("type").options[0].value == "unngatt_kostnad"


def test_the_roadmap_is_a_whole_method_that_an_initiative_can_follow(roadmap, standard):
    assert [len(phase.steps) for phase in roadmap.phases] == [1, 1, 1, 1, 1]
    assert roadmap.base == DEFAULT_METHOD
    assert len(roadmap.questions) == 5 and len(roadmap.barriers) == 16 and len(roadmap.roles) == 16
    base = get_method(*DEFAULT_METHOD, roadmap.language)
    assert {artefact.id for artefact in base.artefacts} < {artefact.id for artefact in roadmap.artefacts}
    assert [step_id for step in roadmap.steps for step_id in step.maps_to].count("markedsdialog") == 1
    need = roadmap.artefact("behovsbeskrivelse")
    assert need.step_id == "utfordring"
    assert need.fields == base.artefact("behovsbeskrivelse").fields
    assert roadmap.principles and roadmap.step("ide").tools
    assert roadmap.step("utproving").regulation[:4] == base.step("markedsdialog").regulation


@pytest.mark.parametrize("method", [DEFAULT_METHOD, ROADMAP])
def test_ids_and_option_values_are_the_same_in_all_languages(method):
    def skeleton(language):
        found = get_method(*method, language)
        fields = [
            (
                artefact.id,
                artefact.step_id,
                artefact.repeatable,
                artefact.shareable,
                field.id,
                field.type,
                field.required,
            )
            for artefact in found.artefacts
            for field in artefact.fields
        ]
        answers = [
            (field.columns, field.options_from, [option.value for option in field.options])
            for artefact in found.artefacts
            for field in artefact.fields
        ]
        criteria = [(step.id, criterion.id) for step in found.steps for criterion in step.done_criteria]
        return fields, answers, criteria, [barrier.id for barrier in found.barriers], [role.id for role in found.roles]

    assert skeleton("nb") == skeleton("nn") == skeleton("en")


def test_an_answer_given_in_one_language_reads_right_in_another():
    values = {}
    for language in LANGUAGES:
        field = get_method(*DEFAULT_METHOD, language).artefact("behovsbeskrivelse").field("tidshorisont")
        values[language] = field.option_label("under-ett-ar")
    assert values == {"nb": "Under ett år", "nn": "Under eitt år", "en": "Less than one year"}
    assert field.option_label("no longer there") == "no longer there"


def test_choices_that_come_from_the_method_are_filled_and_others_are_left_to_the_team(standard):
    steps = standard.artefact("erfaringskort").field("steg")
    assert [option.value for option in steps.options] == [step.id for step in standard.steps]
    procedures = standard.artefact("konkurransestrategi").field("framgangsmate")
    assert {option.value for option in procedures.options} >= {"forhandling", "innovasjonspartnerskap"}
    needs = standard.artefact("funksjonskrav").field("behov")
    assert needs.options == () and needs.options_from == "behovsliste"


def test_every_table_column_has_a_heading(standard, roadmap):
    for method in (standard, roadmap):
        for artefact in method.artefacts:
            for field in artefact.fields:
                assert all(column in method.column_labels for column in field.columns)
    assert standard.column_label("gone") == "gone"


def test_looking_up(standard):
    assert standard.step("behov").criterion("eier").text
    assert standard.phase("forsta").steps[0] is standard.steps[0]
    assert standard.question("q1").level(4).title
    assert standard.role("behovseier").title
    assert [barrier.id for barrier in standard.barriers_of("spredning")] == ["b14", "b16"]
    for look_up in (standard.step, standard.artefact, standard.phase, standard.question, standard.role):
        with pytest.raises(KeyError):
            look_up("gone")
    with pytest.raises(KeyError):
        standard.question("q1").level(5)
    with pytest.raises(KeyError):
        standard.artefact("mandat").field("gone")


def test_a_method_is_read_once_and_cannot_be_changed():
    method = get_method(*DEFAULT_METHOD)
    assert get_method(*DEFAULT_METHOD, "nb") is method
    assert hash(method)
    with pytest.raises(dataclasses.FrozenInstanceError):
        method.title = "changed"


def test_unknown_methods_and_languages():
    assert get_method(*DEFAULT_METHOD, "se").language == "nb"
    for unknown in (("gone", "1.0"), (DEFAULT_METHOD[0], "9.9"), ("..", "1.0")):
        with pytest.raises(UnknownMethod):
            get_method(*unknown)
    with pytest.raises(UnknownMethod):
        latest_method("gone")


def test_the_newest_versions_the_standard_method_first():
    assert [method.id for method in latest_methods("nn")] == [DEFAULT_METHOD[0], ROADMAP[0]]
    assert sorted(["1.10", "1.9", "1.0"], key=version_key) == ["1.0", "1.9", "1.10"]


def test_the_example_in_the_method_file(standard):
    (lervig,) = standard.examples
    assert lervig.organisation == "Stavanger kommune" or standard.language == "en"
    assert {moment.step_id for moment in lervig.timeline} <= {step.id for step in standard.steps}
    assert lervig.disclaimer and lervig.lessons
