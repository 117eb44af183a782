"""Reading rulebooks: ours are sound, a broken one stops the start, and nothing that is sent in surprises."""

from __future__ import annotations

import copy
import json
import random
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from handlingsrom.config import cli
from handlingsrom.method import library as method
from handlingsrom.rules import checks
from handlingsrom.rules.engine import loading
from handlingsrom.rules.engine.assess import assess
from handlingsrom.rules.engine.checking.form import SCHEMA
from handlingsrom.rules.engine.facts import FactsError, read_facts
from handlingsrom.rules.engine.loading import CONTENT_DIR, bundled, check, check_texts, meta_of, read_text
from handlingsrom.rules.engine.yaml_text import load

from .rulebooks import EU, NO, as_text, data_of, text_of

ENGINE = CONTENT_DIR.parent / "engine"
REFERENCE = CONTENT_DIR.parents[2] / "docs" / "reference" / "rulebook-format.md"


# --- What is sound ----------------------------------------------------------------------------------------------------


def test_our_rulebooks_are_sound_in_three_languages():
    assert set(bundled()) == {NO, EU}
    assert check() == []


def test_jurisdiction_and_version_of_a_text():
    assert meta_of(text_of(EU)) == ("EU", "2026-11-24")


def test_the_worksheets_that_are_named_exist():
    standard = method.latest_method("innovativ-anskaffelse")
    artefacts = {each.id for step in standard.steps for each in step.artefacts}
    for jurisdiction in (NO, EU):
        rulebook = read_text(text_of(jurisdiction), "", "nb")
        named = {name for each in rulebook.instruments.values() for name in each.evidence.get("artefacts", [])}
        named |= {field["artefact"] for each in rulebook.instruments.values() if (field := each.evidence.get("field"))}
        named |= {name for signal in rulebook.signals for name in signal.artefacts}
        assert named <= artefacts


# --- What is no rulebook ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "", "should be a group of settings, and is empty."),
        ("- one", "", "should be a group of settings, and is a list of 1."),
        ("meta: {a: b\nregimes: []\n", "line 2, column 8", "cannot be read as YAML"),
        ("meta:\n  version: a\n  version: b\n", "line 3, column 3", "«version» is written twice"),
        ("1: a", "line 1, column 1", "a key should be a text"),
        ("? [a]\n: b", "line 1, column 3", "a key should be a text"),
        ("meta: \x00", "", "cannot be read as YAML"),
        ("meta: \ud800", "", "cannot be read as YAML"),
        ("a: &x [1]\nb: [*x, *x]", "line 1, column 4", "has an anchor"),
        ("a: !!python/object/apply:os.system [ls]", "line 1, column 4", "has the tag"),
        ("a: !!binary aGVp", "line 1, column 4", "has the tag"),
        ("[" * 500, "line 1, column 25", "nested more than 24 levels"),
        ("[" * 5000, "line 1, column 1001", "nesting depth"),
        ("- " * 60 + "x", "line 1, column 49", "nested more than 24 levels"),
        ("a: " + "x" * 2_100_000, "", "larger than 2 MB"),
        ("a: [" + "1, b, " * 3000 + "]", "line 1, column 12005", "more than 4000 entries"),
        ("a: 1\n---\nb: 2", "line 2, column 1", "another document"),
        ("meta: {version: " + "9" * 100_000 + "}", "", "missing"),
    ],
)
def test_a_text_that_is_no_rulebook(text, place, message):
    problems = check_texts(text)
    assert problems[0].place == place, problems[0]
    assert message in problems[0].message
    assert problems[0].remedy
    assert len(str(problems[0])) < 1000


def test_a_flood_of_mistakes_is_cut_short():
    data = data_of(EU)
    data["law_changes"] = [{"x": number} for number in range(150)]
    problems = check_texts(as_text(data))
    assert len(problems) == 201
    assert "more than 200 mistakes" in problems[-1].message
    overlay = "meta: {" + ", ".join(f"x{number}: y" for number in range(1500)) + "}"
    assert len(check_texts(text_of(EU), overlay)) == 200


def test_dates_and_names_are_texts_whatever_yaml_thinks():
    assert load("{a: 2026-07-01, b: no, c: 1_000, d: 12:30, e: 0.5, f: -3, g: ~}") == {
        "a": "2026-07-01",
        "b": "no",
        "c": "1_000",
        "d": "12:30",
        "e": 0.5,
        "f": -3,
        "g": None,
    }


ODD = [
    None,
    "",
    "x",
    -1,
    0,
    10**13,
    1.5,
    True,
    [],
    {},
    ["x"],
    {"x": "y"},
    "2026-02-30",
    "9999-12-31",
    "easter+999",
    [[]],
]


def test_whatever_is_damaged_is_told_and_never_surprises():
    """Anything in the rulebook replaced by anything else: problems, never an error of ours."""
    source = random.Random(20261124)
    for _ in range(60):
        data = data_of(EU)
        for _ in range(source.choice((1, 1, 1, 3))):
            _damage(data, source)
        for problem in check_texts(as_text(data)):
            assert problem.message
            assert problem.remedy


def _damage(data, source: random.Random) -> None:
    places = list(_places(data))
    inside, key = source.choice(places)
    action = source.choice(("replace", "remove", "swap", "double"))
    if action == "remove":
        del inside[key]
    elif action == "double" and isinstance(inside, list):
        inside.append(copy.deepcopy(inside[key]))
    elif action == "swap":
        other, where = source.choice(places)
        inside[key] = copy.deepcopy(other[where])
    else:
        inside[key] = source.choice(ODD)


def _places(data):
    for key in data if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from _places(data[key])


# --- Files, the command and the start ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A copy of our rulebooks to make mistakes in."""
    shutil.copytree(CONTENT_DIR, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content" / "eu" / "2026-11-24"


def test_the_overlays_are_found_beside_the_file(folder):
    file = folder / "rules.eu.en.yaml"
    file.write_text("meta: {name: 5}", encoding="utf-8")
    problems = check(folder / "rules.eu.yaml")
    assert {problem.file for problem in problems} == {"content/eu/2026-11-24/rules.eu.en.yaml"}
    file.unlink()
    assert check(str(folder / "rules.eu.yaml")) == []


def test_a_file_that_cannot_be_read(folder):
    (problem,) = check(folder / "gone.yaml")
    assert "cannot be read" in problem.message
    (problem,) = check(folder)
    assert "cannot be read" in problem.message
    (folder / "rules.eu.yaml").write_bytes("meta: é".encode("latin-1"))
    (problem,) = check(folder / "rules.eu.yaml")
    assert "UTF-8" in problem.remedy


def test_our_own_rulebooks_lie_where_they_say_and_have_all_languages(folder, monkeypatch):
    monkeypatch.setattr(loading, "CONTENT_DIR", folder.parent.parent)
    moved = folder.rename(folder.with_name("2026-12-01"))
    (problem,) = check(moved / "rules.eu.yaml")
    assert (problem.place, problem.message) == (
        "meta",
        "is EU 2026-11-24, but the file is eu/2026-12-01/rules.eu.yaml.",
    )
    (moved / "rules.eu.nn.yaml").unlink()
    (problem,) = check(moved / "rules.eu.yaml")
    assert (problem.file, problem.message) == ("content/eu/2026-12-01/rules.eu.nn.yaml", "The file is missing.")


def test_the_command_ends_with_1_when_there_are_mistakes(folder, capsys):
    file = folder / "rules.eu.yaml"
    assert cli.main(["rules", "check", str(file)]) == 0
    assert capsys.readouterr().out == "No mistakes found.\n"
    file.write_text(file.read_text(encoding="utf-8").replace("amount: 750000", "amount: 75o000"), encoding="utf-8")
    assert cli.main(["rules", "check", str(file)]) == 1
    assert capsys.readouterr().out == (
        "content/eu/2026-11-24/rules.eu.yaml: thresholds.light.amount: should be a whole number, and is «75o000». "
        "Write a whole amount from 0, without spaces, points or unit: 1300000.\n"
    )
    assert cli.main(["rules", "check", str(file), "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["problems"]
    assert told["place"] == "thresholds.light.amount"


def test_a_broken_rulebook_stops_the_start_and_says_why(folder, monkeypatch):
    file = folder / "rules.eu.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("amount: 750000", "amount: x"), encoding="utf-8")
    monkeypatch.setattr(checks, "check", lambda: check(file))
    with pytest.raises(SystemCheckError) as stopped:
        call_command("check")
    told = re.sub(r"\s+", " ", str(stopped.value))
    assert "rules.eu.yaml: thresholds.light.amount: should be a whole number, and is «x»." in told


def test_a_jurisdiction_without_a_rulebook_of_ours_is_told(settings):
    settings.JURISDICTION = "DK"
    (warning,) = checks.the_rulebooks_are_sound()
    assert (warning.id, "DK" in warning.msg) == ("handlingsrom.rules.W001", True)


# --- The engine knows no country --------------------------------------------------------------------------------------


def test_the_engine_names_nothing_norwegian():
    words = re.compile(
        r"\b(foa|fsf|loa|doffin|nok|kroner?|kofa|lovdata|norwegian|norway|norsk|kommune|municipality|state|utility"
        r"|eea|national|lower_limit|social|del[1-5]\w*|\w*anbud\w*|\w*tilbud\w*)\b|§"
    )
    allowed = {("conditions.py", "national"), ("conditions.py", "state")}
    found = [
        (file.name, match[0])
        for file in sorted(ENGINE.rglob("*.py"))
        for match in words.finditer(file.read_text(encoding="utf-8"))
    ]
    assert [each for each in found if each not in allowed] == []


def test_the_value_is_named_by_the_currency():
    rulebook = read_text(text_of(EU), "", "nb")
    facts = {"date": "2026-11-24", "authority": "central", "contract": "goods"}
    assert assess(rulebook, read_facts(rulebook, {**facts, "value_eur": 139_999})).regime.id == "outside"
    assert assess(rulebook, read_facts(rulebook, facts)).possible == ("outside", "directive")
    with pytest.raises(FactsError, match="«value_nok» is not a known fact"):
        read_facts(rulebook, {**facts, "value_nok": 139_999})


def test_small_lots_follow_the_threshold_that_the_rulebook_names():
    rulebook = read_text(text_of(EU), "", "nb")
    facts = {"date": "2026-11-24", "authority": "sub_central", "contract": "services", "needs": []}
    small = assess(rulebook, read_facts(rulebook, {**facts, "lots": [79_999, 80_000, 500_000]})).small_lots
    assert (small.indexes, small.together, small.limit, small.all_fit) == ((0,), 79_999, 131_999, True)
    assert assess(rulebook, read_facts(rulebook, {**facts, "lots": [79_999, 80_000]})).small_lots is None


# --- The schema and the reference -------------------------------------------------------------------------------------


def test_every_section_and_key_of_the_schema_is_described():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    definitions = schema["$defs"]

    def undescribed(part, where):
        if "$ref" in part and "description" not in part:
            part = definitions[part["$ref"].rsplit("/", 1)[-1]]
        if "description" not in part:
            yield where
        if part.get("type") == "object" and "properties" in part:
            if part.get("additionalProperties") is not False and where != "worked_cases[].input":
                yield f"{where} takes anything"
            for key, value in part["properties"].items():
                yield from undescribed(value, f"{where}.{key}" if where else key)
        if "items" in part and "$ref" not in part["items"]:
            yield from undescribed(part["items"], f"{where}[]")

    assert list(undescribed(schema, "")) == []


def test_the_reference_names_every_section_and_key():
    reference = REFERENCE.read_text(encoding="utf-8")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    missing = []
    for section, part in schema["properties"].items():
        keys = part.get("properties") or part.get("items", {}).get("properties") or {}
        missing += [key for key in (section, *keys) if f"`{key}`" not in reference]
    assert missing == []
    assert len(reference.splitlines()) <= 300
