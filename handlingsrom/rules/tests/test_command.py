"""`handlingsrom rules assess`: the worked cases through the command line, and what it says of bad input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from handlingsrom.config import cli
from handlingsrom.rules.engine.loading import bundled, read_text

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "domain" / "rules.no.yaml"
FACTS = {"date": "2026-11-23", "authority": "municipality", "contract": "services", "value_nok": 4_200_000}

pytestmark = pytest.mark.django_db


def our_text() -> str:
    folder = max(bundled()["NO"].items())[1]
    return (folder / "rules.no.yaml").read_text(encoding="utf-8")


OURS = read_text(our_text(), "", "nb")
REMARKS = {"note", "follow_up"}  # for people
SHARED_CASES = yaml.safe_load(SHARED.read_text(encoding="utf-8"))["worked_cases"] if SHARED.exists() else []


def run(monkeypatch, text: str | bytes, *words: str) -> int:
    content = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    return cli.main(["rules", "assess", "-", *words])


@pytest.fixture
def ask(monkeypatch, capsys):
    """The answer to facts, as data."""

    def answer(facts, *words):
        assert run(monkeypatch, json.dumps(facts, default=str), "--json", *words) == 0
        return json.loads(capsys.readouterr().out)

    return answer


# --- The worked cases -------------------------------------------------------------------------------------------------


def agree(found: dict, expected: dict) -> None:
    """Every expected key is as it should be; an expected deadline is among those that were found."""
    for key, wanted in expected.items():
        if key == "deadlines":
            for deadline in wanted:
                assert any(deadline.items() <= each.items() for each in found["deadlines"]), deadline
        elif key == "procedures_closed":
            assert set(wanted) <= set(found["procedures_closed"])
        else:
            assert found[key] == wanted, key


@pytest.mark.parametrize("case", OURS.cases, ids=lambda case: case.id)
def test_worked_cases(case, ask):
    agree(ask(case.facts), case.expected)


@pytest.mark.skipif(not SHARED_CASES, reason="The folder with the domain facts is not beside the repository.")
@pytest.mark.parametrize("case", SHARED_CASES, ids=lambda case: case["id"])
def test_worked_cases_as_they_were_given(case, ask):
    facts, expected = dict(case["input"]), dict(case["expected"])
    if "standstill" in expected:
        facts["award_notice_sent"] = expected["standstill"]["notice_sent"]
    expected["standstill_reasonable"] = expected.pop("standstill_note", "") == "reasonable"
    agree(ask(facts), {key: wanted for key, wanted in expected.items() if key not in REMARKS})


def test_there_are_25_worked_cases():
    assert len(OURS.cases) == 25
    assert {each["id"] for each in SHARED_CASES} <= {each.id for each in OURS.cases}


# --- What an answer has -----------------------------------------------------------------------------------------------


def test_an_answer_has_sections_everywhere(ask):
    found = ask({**FACTS, "needs": ["adaptation"], "lots": [3_000_000, 900_000, 300_000]})
    assert found["rulebook_version"] == OURS.meta.version
    assert found["legal_text_checked_as_of"] == OURS.meta.checked_as_of.isoformat()
    assert found["disclaimer"]
    assert found["sections"]
    for part in ("procedures", "deadlines", "comparisons"):
        assert found[part]
        assert all(each["section"] for each in found[part])
    for part in ("dialogue", "instruments", "obligations"):
        assert found[part]
        assert all(each["sections"] for each in found[part])
    assert {condition["state"] for each in found["procedures"] for condition in each["conditions"]} == {
        "met",
        "unmet",
        "unknown",
    }
    assert all(
        condition["section"] and condition["text"] for each in found["procedures"] for condition in each["conditions"]
    )
    assert found["small_lots"]["lots"] == [1, 2]
    assert not found["small_lots"]["all_fit"]
    assert found["supervision"]


def test_a_deadline_that_was_moved_says_from_when_and_why(ask):
    found = ask({**FACTS, "date": "2026-11-26"})
    deadline = next(each for each in found["deadlines"] if each["what"] == "tender_open")
    assert (deadline["nominal_end"], deadline["ends"]) == ("2026-12-26", "2026-12-28")
    assert [each["day"] for each in deadline["moved"]] == ["2026-12-26", "2026-12-27"]
    still = ask(FACTS)["deadlines"][0]
    assert "nominal_end" not in still


def test_what_is_unknown_gives_questions(ask):
    found = ask({"date": "2026-11-24", "authority": "municipality", "contract": "goods"})
    assert found["regime"] is None
    assert found["award_notice"] is None
    assert len(found["possible_regimes"]) > 1
    assert found["depends_on"][0]["fact"] == "value"
    assert found["depends_on"][0]["question"].endswith("?")
    assert found["depends_on"][0]["sections"]
    assert {each["reaches"] for each in found["comparisons"]} == {None}


def test_a_closed_procedure_says_what_would_open_it(ask):
    found = ask({**FACTS, "needs": []})
    by_id = {each["id"]: each for each in found["procedures"]}
    assert by_id["apen_anbudskonkurranse"]["opens_if"] == []
    first = by_id["konkurransepreget_dialog"]["opens_if"][0]
    assert [(each["fact"], each["before"], each["after"]) for each in first] == [("needs", None, "adaptation")]
    lower = by_id["apen_tilbudskonkurranse"]["opens_if"][0][0]
    assert (lower["fact"], lower["after"], lower["below"]["amount"]) == ("value", 2_499_999, 2_500_000)
    assert all(change["sections"] for each in by_id.values() for changes in each["opens_if"] for change in changes)
    opened = ask({**FACTS, "needs": [first[0]["after"]]})
    assert "konkurransepreget_dialog" in opened["procedures_open"]


def test_the_standstill_is_counted_when_the_award_notice_was_sent(ask):
    assert ask(FACTS)["standstill"] is None
    found = ask({**FACTS, "award_notice_sent": "2027-03-19"})["standstill"]
    assert found == {
        "notice_sent": "2027-03-19",
        "min_days": 10,
        "last_day": "2027-03-30",
        "earliest_signature": "2027-03-31",
    }


def test_the_texts_follow_the_language(ask):
    english, nynorsk = ask(FACTS, "--language", "en"), ask(FACTS, "--language", "nn")
    assert english["procedures_open"] == nynorsk["procedures_open"]
    assert english["disclaimer"] != nynorsk["disclaimer"]


def test_text_for_people(monkeypatch, capsys):
    facts = {**FACTS, "date": "2026-11-26", "award_notice_sent": "2027-03-19", "needs": [], "framework_years": 8}
    assert run(monkeypatch, json.dumps(facts), "--language", "en") == 0
    told = capsys.readouterr().out
    assert "[foa_1_3]" in told
    assert "4 200 000 reaches 2 500 000 NOK" in told
    assert "2026-12-28" in told
    assert "2027-03-31" in told
    assert OURS.meta.checked_as_of.isoformat() in told
    assert run(monkeypatch, '{"date": "2026-11-24", "contract": "goods", "authority": "state"}') == 0
    assert "[value]" in capsys.readouterr().out


# --- Bad input --------------------------------------------------------------------------------------------------------

BAD = [
    ("", "nothing to read"),
    ("  \n", "nothing to read"),
    ("[]", "one JSON object"),
    ("null", "one JSON object"),
    ("3", "one JSON object"),
    ("{", "not JSON"),
    ("{'date': 1}", "not JSON"),
    ("{}", "«date»"),
    ('{"date": "2026-11-24", "date": "2026-11-25"}', "«date» is given twice"),
    ('{"date": "24.11.2026"}', "«date»"),
    ('{"date": "2026-02-30"}', "«date»"),
    ('{"date": 20261124}', "«date»"),
    ('{"date": "2011-01-01"}', "2011-01-01"),
    ('{"date": "2026-11-24", "colour": "red"}', "«colour»"),
    ('{"date": "2026-11-24", "value_nok": NaN}', "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": -Infinity}', "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": 1e999}', "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": -1}', "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": 1.5}', "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": true}', "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": "1000"}', "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": ' + "9" * 5000 + "}", "«value_nok»"),
    ('{"date": "2026-11-24", "value_nok": {"x": ' + "[" * 40000 + "]" * 40000 + "}}", "levels"),
    ('{"date": "2026-11-24", "authority": "kommune"}', "«authority»"),
    ('{"date": "2026-11-24", "authority": ["municipality"]}', "«authority»"),
    ('{"date": "2026-11-24", "contract": 7}', "«contract»"),
    ('{"date": "2026-11-24", "needs": "adaptation"}', "«needs»"),
    ('{"date": "2026-11-24", "needs": ["x", null, {}]}', "«needs»"),
    ('{"date": "2026-11-24", "needs": ["shared_cost", "buyer_pays_all"]}', "exclude each other"),
    ('{"date": "2026-11-24", "lots": 7}', "«lots»"),
    ('{"date": "2026-11-24", "lots": [1, "x"]}', "«lots»"),
    ('{"date": "2026-11-24", "value_nok": 1, "lots": [2]}', "lots"),
    ('{"date": "2026-11-24", "cpv": 73120000}', "«cpv»"),
    ('{"date": "2026-11-24", "cpv": "7312"}', "«cpv»"),
    ('{"date": "2026-11-24", "off_the_shelf": "yes"}', "«off_the_shelf»"),
    ('{"date": "2026-11-24", "electronic_submission": 0}', "«electronic_submission»"),
    ('{"date": "2026-11-24", "framework_years": 0, "yearly_value": 1}', "«framework_years»"),
    ('{"date": "2026-11-24", "value_nok": 1, "yearly_value": 1}', "yearly_value"),
    ('{"date": "2026-11-24", "prior_information_notice": true}', "«prior_information_notice»"),
    ('{"date": "2026-11-24", "award_notice_sent": "2026-11-01"}', "«award_notice_sent»"),
    ('{"date": "2026-11-24", "\\u001b[31m\\ud800\\u0000": 1}', "is not a known fact"),
    (b"\xff\xfe{", "UTF-8"),
    ('{"date": "2026-11-24", "x": "' + "y" * 200_000 + '"}', "too long"),
    ("9" * 6_000_000, "too large"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD, ids=[str(number) for number in range(len(BAD))])
def test_bad_input_is_refused_with_a_sentence(text, sentence, monkeypatch, capsys):
    assert run(monkeypatch, text, "--json") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert sentence in told.err
    assert "Traceback" not in told.err
    assert "\x1b" not in told.err
    assert told.err.endswith(".\n")
    assert len(told.err) < 20_000


@pytest.mark.parametrize("name", ["/no/such/file.json", "/", "with\0nul"])
def test_a_file_that_cannot_be_read(name, capsys):
    assert cli.main(["rules", "assess", name]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_an_unknown_jurisdiction(monkeypatch, capsys):
    assert run(monkeypatch, json.dumps(FACTS), "--jurisdiction", "SE") == 2
    assert "NO" in capsys.readouterr().err


def test_a_file_with_a_byte_order_mark_is_read(tmp_path, capsys):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(FACTS), encoding="utf-8-sig")
    assert cli.main(["rules", "assess", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["regime"] == "foa_1_3"


# --- In a process of its own ------------------------------------------------------------------------------------------


def alone(tmp_path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "handlingsrom.config.cli", "rules", "assess", *words]
    env = {key: value for key, value in os.environ.items() if not key.startswith(("HANDLINGSROM_", "DJANGO_"))}
    env |= {"HANDLINGSROM_DATA": str(tmp_path), **environment}
    env.pop("DATABASE_URL", None)
    return subprocess.run(
        command, input=json.dumps(FACTS).encode(), env=env, capture_output=True, check=False, cwd=ROOT
    )


def test_without_a_database_it_answers_at_once_and_leaves_nothing_behind(tmp_path):
    started = time.perf_counter()
    answer = alone(tmp_path, "-", "--json")
    assert time.perf_counter() - started < 5  # about 0.4 s on a quiet machine
    assert json.loads(answer.stdout)["regime"] == "foa_1_3"
    assert answer.stderr == b""
    assert list(tmp_path.iterdir()) == []


def test_with_a_database_without_tables(tmp_path):
    (tmp_path / "handlingsrom.sqlite3").touch()
    answer = alone(tmp_path, "-", "--json")
    assert json.loads(answer.stdout)["rulebook_version"] == OURS.meta.version
    assert answer.stderr == b""


def test_with_a_database_that_does_not_answer(tmp_path):
    (tmp_path / "handlingsrom.sqlite3").write_bytes(b"This is no database." * 100)
    answer = alone(tmp_path, "-", "--json")
    assert json.loads(answer.stdout)["regime"] == "foa_1_3"
    assert b"does not answer" in answer.stderr


@pytest.mark.parametrize("words", [("-", "--json"), ("-",)], ids=["json", "text"])
def test_an_output_that_carries_few_letters(tmp_path, words):
    answer = alone(tmp_path, *words, PYTHONIOENCODING="ascii")
    assert answer.returncode == 0
    assert answer.stdout.isascii()
    assert answer.stderr == b""


@pytest.mark.django_db(transaction=True)
def test_an_installed_rulebook_rules_once_it_is_put_into_effect(ask):
    from handlingsrom.core.clock import now
    from handlingsrom.rules.models import InstalledRulebook, RulebookState

    newer = our_text().replace(f'version: "{OURS.meta.version}"', 'version: "2030-01-01"', 1)
    row = InstalledRulebook.objects.create(jurisdiction="NO", version="2030-01-01", text=newer, added_at=now())
    assert ask(FACTS)["rulebook_version"] == OURS.meta.version
    row.state = RulebookState.IN_FORCE
    row.save()
    assert ask(FACTS)["rulebook_version"] == "2030-01-01"
