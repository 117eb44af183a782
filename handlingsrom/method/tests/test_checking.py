"""A mistake in a method file is told with the file, the place in it and what to do."""

import json
import re
import shutil

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from handlingsrom.method import checks, loading
from handlingsrom.method.building import OPTION_SECTIONS
from handlingsrom.method.crosschecks import RESERVED_STEP_IDS
from handlingsrom.method.loading import CONTENT_DIR, check
from handlingsrom.method.model import FIELD_TYPES

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
STANDARD = "innovativ-anskaffelse/1.0"
ROADMAP = "tjenesteinnovasjon/1.0"


@pytest.fixture
def content(tmp_path):
    """A copy of the content to make mistakes in."""
    shutil.copytree(CONTENT_DIR, tmp_path / "content")
    return tmp_path / "content"


def change(content, change_data, method=STANDARD, language="nb"):
    """Load a file, change it, write it back; return it."""
    file = content / method / f"method.{language}.yaml"
    data = loading.read(file)
    change_data(data)
    file.write_text(yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def field(data):
    return data["steps"][3]["artefacts"][0]["fields"][2]


def test_the_content_of_the_product_is_sound():
    assert check() == []


def test_a_copy_of_it_is_sound_too(content):
    assert check([content]) == []
    assert check([str(content / STANDARD / "method.nb.yaml")]) == []


MISTAKES = [
    (
        "steps[3].artefacts[0].fields[2].type",
        lambda data: field(data).update(type="tekst"),
        "Write one of: text, longtext,",
    ),
    ("steps[3].artefacts[0].fields[2]", lambda data: field(data).pop("label"), "Add it here."),
    (
        "steps[3].artefacts[0].fields[2]",
        lambda data: field(data).update(hjelp="x"),
        "Remove it, or write one of: id, label,",
    ),
    (
        "steps[3].artefacts[0].fields[2].required",
        lambda data: field(data).update(required="ja"),
        "Write true or false.",
    ),
    ("steps[3].artefacts[0].fields[2].label", lambda data: field(data).update(label=""), "Write a text."),
    ("steps[3].artefacts[0].fields[2].id", lambda data: field(data).update(id="Prosjekt eier"), "small letters a–z"),
    (
        "steps[3].artefacts[0].fields[2].columns",
        lambda data: field(data).update(columns=["navn"]),
        "Remove it, or change",
    ),
    ("steps[3].artefacts[0].fields[2].options", lambda data: field(data).update(type="choice"), "either options or"),
    ("steps[3].artefacts[0].fields[2].columns", lambda data: field(data).update(type="table"), "Add columns."),
    (
        "steps[3].artefacts[0].fields[2].max",
        lambda data: field(data).update(type="scale", min=5, max=1),
        "min: 1, max: 5",
    ),
    (
        "steps[3].artefacts[0].fields[2].options",
        lambda data: field(data).update(type="choice", options=["På", "pa"]),
        "Word them differently.",
    ),
    (
        "steps[3].artefacts[0].fields[2].options_from",
        lambda data: field(data).update(type="choice", options_from="gone"),
        "Write one of:",
    ),
    (
        "steps[3].artefacts[0].fields[2].columns[1]",
        lambda data: field(data).update(type="table", columns=["navn", "farge"]),
        "to column_labels",
    ),
    ("steps[3].artefacts[0].fields[2].id", lambda data: field(data).update(id="formal"), "Give each its own id."),
    ("steps[3].artefacts[0].id", lambda data: data["steps"][3]["artefacts"][0].update(id="innsikt"), "its own id"),
    ("steps[3].done_criteria", lambda data: data["steps"][3].update(done_criteria=[]), "at least one done-criterion"),
    (
        "steps[3].done_criteria[1].id",
        lambda data: data["steps"][3]["done_criteria"][1].update(id="mandat_ok"),
        "Give each its own id.",
    ),
    ("steps[3].phase", lambda data: data["steps"][3].update(phase="gone"), "Write one of: forberede, forsta,"),
    ("steps[3].participants[0]", lambda data: data["steps"][3]["participants"].insert(0, "gone"), "Write one of:"),
    ("steps[3].id", lambda data: data["steps"][3].update(id="roller"), "these are pages of their own"),
    ("steps[3].order", lambda data: data["steps"][3].update(order=7), "Write 4."),
    (
        "steps[3].short",
        lambda data: data["steps"][3].update(short="Forankring i ledelse og organisasjon"),
        "at most 26",
    ),
    ("steps[3].answers_questions[1]", lambda data: data["steps"][3]["answers_questions"].append("q9"), "Write one of:"),
    (
        "central_questions[0].steps",
        lambda data: data["steps"][3]["answers_questions"].append("q1"),
        "Add or remove «q1»",
    ),
    ("central_questions[0].levels", lambda data: data["central_questions"][0]["levels"].pop(), "five levels"),
    (
        "central_questions[0].levels",
        lambda data: data["central_questions"][0]["levels"][0].update(level=1),
        "Number them 0 to 4.",
    ),
    ("central_questions", lambda data: data["central_questions"].pop(), "Write five."),
    ("barriers[0].steps[1]", lambda data: data["barriers"][0]["steps"].append("gone"), "Write one of:"),
    ("barriers[1].id", lambda data: data["barriers"][1].update(id="b01"), "Give each its own id."),
    ("phases[0].title", lambda data: data["phases"][0].update(title=12), "Put it in quotes"),
    ("phases[4].id", lambda data: data["phases"].append(dict(data["phases"][3], id="ny", order=5)), "remove the phase"),
    (
        "examples[0].timeline[0].step",
        lambda data: data["examples"][0]["timeline"][0].update(step="gone"),
        "Write one of:",
    ),
    ("roles", lambda data: data.pop("roles"), "meta.base"),
    ("meta.law_read_on", lambda data: data["meta"].update(law_read_on="28.7.2026"), "2026-07-28"),
    ("meta.base", lambda data: data["meta"].update(base="gone/1.0"), "a method that has a folder here"),
    ("steps[0].artefacts[0].use", lambda data: data["steps"][0]["artefacts"].insert(0, {"use": "x"}), "Add meta.base"),
]


@pytest.mark.parametrize(("path", "mistake", "remedy"), MISTAKES)
def test_a_mistake_is_told_with_file_place_and_remedy(content, path, mistake, remedy):
    file = change(content, mistake)
    problems = check([file])
    told = [problem for problem in problems if problem.path == path]
    assert told, [str(problem) for problem in problems]
    assert told[0].file == file
    assert remedy in told[0].remedy
    assert str(told[0]).startswith(f"{file}: {path}: ")


ROADMAP_MISTAKES = [
    ("steps[0].artefacts[2].use", lambda data: data["steps"][0]["artefacts"][2].update(use="gone"), "Write one of:"),
    ("steps[0].regulation[0].use", lambda data: data["steps"][0]["regulation"][0].update(use="gone"), "Write one of:"),
    ("steps[0].maps_to_steps[0]", lambda data: data["steps"][0].update(maps_to_steps=["gone"]), "Write one of: alter"),
    ("barriers[0].use", lambda data: data["barriers"][0].update(use="b99"), "Write one of: b01, b02,"),
    ("central_questions[0].use", lambda data: data["central_questions"][0].update(use="q0"), "Write one of: q1, q2,"),
]


@pytest.mark.parametrize(("path", "mistake", "remedy"), ROADMAP_MISTAKES)
def test_a_reference_to_the_base_method_must_lead_somewhere(content, path, mistake, remedy):
    problems = check([change(content, mistake, ROADMAP)])
    assert path in {problem.path for problem in problems}
    assert all(remedy in problem.remedy for problem in problems if problem.path == path)


def test_a_broken_base_is_told_once_more_where_it_is_needed(content):
    change(content, lambda data: data["phases"][0].pop("title"))
    (problem,) = check([content / ROADMAP / "method.nb.yaml"])
    assert problem.path == "meta.base"
    assert "phases[0]" in problem.remedy


LANGUAGE_MISTAKES = [
    ("steps[3].artefacts[0].fields[2].type", lambda data: field(data).update(type="text"), "Make the two the same."),
    ("steps[0].tips", lambda data: data["steps"][0]["tips"].pop(), "Keep the same number in the same order."),
    (
        "steps[0].artefacts[0].fields[8].options",
        lambda data: data["steps"][0]["artefacts"][0]["fields"][8]["options"].pop(),
        "Keep the same number",
    ),
    (
        "steps[0].artefacts[0].fields[0].help",
        lambda data: data["steps"][0]["artefacts"][0]["fields"][0].pop("help"),
        "Translate it from method.nb.yaml.",
    ),
    ("column_labels.farge", lambda data: data["column_labels"].update(farge="Farge"), "add it to method.nb.yaml"),
    ("steps[3].participants", lambda data: data["steps"][3]["participants"].reverse(), "Make the two the same."),
]


@pytest.mark.parametrize(("path", "mistake", "remedy"), LANGUAGE_MISTAKES)
def test_the_languages_must_agree(content, path, mistake, remedy):
    file = change(content, mistake, language="nn")
    (problem,) = check([content / STANDARD])
    assert (problem.file, problem.path) == (file, path)
    assert remedy in problem.remedy


def test_a_missing_language(content):
    file = content / STANDARD / "method.nn.yaml"
    file.unlink()
    problems = check([content / STANDARD])
    assert [(problem.file, problem.message) for problem in problems] == [(file, "The file is missing.")]
    assert "copy method.nb.yaml" in problems[0].remedy


def test_a_file_with_another_language_than_its_name_says(content):
    file = change(content, lambda data: data["meta"].update(language="nn"))
    (problem,) = check([file])
    assert problem.path == "meta.language"
    assert "Call it method.nn.yaml." in problem.remedy


def test_a_folder_with_another_name_than_the_method(content, monkeypatch):
    monkeypatch.setattr(loading, "CONTENT_DIR", content.resolve())
    file = change(content, lambda data: data["meta"].update(version="2.0"))
    (problem,) = check([file])
    assert problem.path == "meta.version"
    assert "folder is called 1.0" in problem.message


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("meta: {a: b\nphases: []\n", "line 2, column 7", "cannot be read as YAML"),
        ("meta:\n  id: a\n  id: b\n", "line 3, column 3", "«id» is written twice"),
        ("- one\n", "", "should be a group of settings"),
        ("", "", "should be a group of settings, and is empty"),
        ("meta: \x00", "", "cannot be read"),
    ],
)
def test_a_file_that_is_no_method(tmp_path, text, place, message):
    file = tmp_path / "method.nb.yaml"
    file.write_text(text, encoding="utf-8")
    (problem,) = check([file])
    assert problem.path == place
    assert message in problem.message
    assert problem.remedy


def test_a_file_in_another_encoding(tmp_path):
    file = tmp_path / "method.nb.yaml"
    file.write_bytes("title: Én".encode("latin-1"))
    (problem,) = check([file])
    assert "UTF-8" in problem.remedy


def test_a_path_without_method_files(tmp_path):
    (problem,) = check([tmp_path / "gone"])
    assert problem.message == "There is no method file here."
    assert "method.nb.yaml" in problem.remedy


def test_a_broken_file_stops_the_start_and_says_why(content, monkeypatch):
    change(content, lambda data: field(data).update(type="tekst"))
    monkeypatch.setattr(checks, "check", lambda: check([content / STANDARD / "method.nb.yaml"]))
    with pytest.raises(SystemCheckError) as stopped:
        call_command("check")
    told = re.sub(r"\s+", " ", str(stopped.value))
    assert "method.nb.yaml: steps[3].artefacts[0].fields[2].type: cannot be «tekst»." in told
    assert "Write one of: text," in told


def test_the_standard_method_must_be_there(monkeypatch):
    monkeypatch.setattr(checks, "method_versions", lambda: ())
    (error,) = checks.the_method_files_are_sound()
    assert error.id == "handlingsrom.method.E002"
    assert "innovativ-anskaffelse/1.0" in error.hint


def test_the_reference_names_every_section_and_field_type():
    reference = (CONTENT_DIR.parents[2] / "docs" / "reference" / "method-files.md").read_text(encoding="utf-8")
    schema = json.loads((CONTENT_DIR.parent / "schema.json").read_text(encoding="utf-8"))
    words = {*schema["properties"], *schema["$defs"]["step"]["properties"], *schema["$defs"]["field"]["properties"]}
    words |= {*FIELD_TYPES, *OPTION_SECTIONS, *RESERVED_STEP_IDS}
    assert [word for word in sorted(words) if f"`{word}`" not in reference] == []
