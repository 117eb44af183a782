"""What a new rulebook means for open initiatives, and how it is put into effect."""

from __future__ import annotations

import datetime as dt
import json
import random

import pytest

from handlingsrom.config import cli
from handlingsrom.core.clock import now
from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules import library, queries, updates
from handlingsrom.rules.engine.assess import assess
from handlingsrom.rules.engine.loading import bundled, read_text
from handlingsrom.rules.models import PurchaseFacts
from handlingsrom.rules.outcome import outcome_of
from tests import factories

pytestmark = pytest.mark.django_db
NEWER = "2030-01-01"


def our_text(jurisdiction: str = "NO") -> str:
    folder = max(bundled()[jurisdiction].items())[1]
    return (folder / f"rules.{jurisdiction.lower()}.yaml").read_text(encoding="utf-8")


def changed_text(*changes: tuple[str, str], version: str = NEWER) -> str:
    """Our rulebook with other words here and there, in a new version."""
    text = our_text()
    ours = max(bundled()["NO"])
    for before, after in ((f'version: "{ours}"', f'version: "{version}"'), *changes):
        assert before in text, before
        text = text.replace(before, after)
    return text


# The threshold for municipalities is raised from 2.5 to 3 million kroner.
RAISED = ("kind: eea, amount: 2500000", "kind: eea, amount: 3000000")


def raised():
    return read_text(changed_text(RAISED), "", "nb")


@pytest.fixture
def make(voss, owner):
    """make(value, …) gives an initiative of voss that buys services."""

    def made(value=2_700_000, facts=None, **changes) -> Initiative:
        values = {"contract_kind": "services", "value_nok": value, **changes}
        initiative = factories.make_initiative(values.pop("organisation", voss), owner, **values)
        if facts is not None:
            PurchaseFacts.objects.create(initiative=initiative, updated_at=now(), **facts)
        return initiative

    return made


# --- What changes -----------------------------------------------------------------------------------------------------


def test_only_those_between_the_old_and_the_new_amount_change(make):
    between = make(2_700_000)
    make(2_400_000)
    make(3_100_000)
    found = updates.impact(raised())
    assert found.looked_at == 3
    assert [each.initiative for each in found.changes] == [between]
    change = found.changes[0]
    assert (change.before["regime"], change.after["regime"]) == ("foa_1_3", "foa_1_2")
    told = change.sentences(found.before, found.after)
    assert len(told) >= 4  # the rules, procedures that open and close, the notice, the standstill
    assert "anskaffelsesforskriften del I og III" in told[0]


def test_the_same_rules_change_nothing(make):
    make()
    assert updates.impact(read_text(changed_text(), "", "nb")).changes == []


def test_a_changed_minimum_deadline_is_told(make):
    make()
    what = "what: tender_open, stage: tender, days: "
    found = updates.impact(read_text(changed_text((f"{what}30", f"{what}33")), "", "nb"))
    told = [sentence for each in found.changes for sentence in each.sentences(found.before, found.after)]
    assert any("33" in sentence for sentence in told)


@pytest.mark.parametrize("status", ["done", "stopped"])
def test_closed_initiatives_are_left_alone(make, status):
    make(status=status, outcome="Ferdig", status_reason="Ferdig")
    found = updates.impact(raised())
    assert (found.looked_at, found.changes) == (0, [])


def test_parked_initiatives_are_open(make):
    make(status="parked", status_reason="Venter på budsjett")
    assert len(updates.impact(raised()).changes) == 1


@pytest.mark.parametrize("missing", [{"value": None}, {"contract_kind": ""}])
def test_without_enough_facts_there_is_nothing_to_compare(make, missing):
    make(**missing)
    assert updates.impact(raised()).looked_at == 0


def test_a_yearly_value_or_an_exemption_is_enough(make):
    make(None, facts={"yearly_value": 900_000, "framework_years": 3})
    make(None, facts={"exemption": "exclusive_right"}, contract_kind="")
    found = updates.impact(raised())
    assert found.looked_at == 2
    assert len(found.changes) == 1


def test_facts_that_the_new_rulebook_does_not_know_do_not_stop_it(make):
    make(facts={"needs": ["adaptation", "no such need"], "authority": "no such buyer"})
    assert updates.impact(raised()).looked_at == 1


def test_any_open_initiatives_may_be_asked_about(make):
    one, _other = make(), make()
    found = updates.impact(raised(), initiatives=[one])
    assert [each.initiative for each in found.changes] == [one]


def test_it_asks_the_database_once_however_many_there_are(make, django_assert_num_queries):
    library.current()
    for value in range(2_000_000, 3_500_000, 100_000):
        make(value, facts={"needs": ["adaptation"]})
    before = library.current("nb")
    with django_assert_num_queries(1):
        found = updates.impact(raised(), before)
        assert all(each.initiative.organisation.name_nb and each.initiative.title for each in found.changes)
    assert found.looked_at == 15


def test_like_purchases_are_compared_once_and_get_the_answer_of_each(make, voss):
    """The short way gives what it would give to assess each initiative by itself."""
    chance = random.Random(7)
    ours = library.current("nb")
    turns = [*queries.turning_days(ours)[-6:], dt.date(2026, 11, 24)]
    organisations = [
        voss,
        factories.make_organisation("Staten", kind="state"),
        factories.make_organisation("Andre", kind="other"),
    ]
    for _number in range(150):
        near = chance.choice([500_000, 1_300_000, 1_630_000, 2_500_000, 3_000_000, 8_700_000])
        day = chance.choice(turns) + dt.timedelta(days=chance.choice([-1, 0, 1, 40]))
        make(
            near + chance.choice([-1, 0, 1, 77_777]),
            organisation=chance.choice(organisations),
            contract_kind=chance.choice([*ours.contracts]),
            cpv=chance.choice(["", "73120000", "90911200"]),
            facts={
                "starts_on": chance.choice([None, max(day, ours.meta.covers_from)]),
                "needs": chance.choice([None, [], chance.sample(sorted(ours.needs), 2)]),
                "lots": chance.choice([[], [100_000, 300_000]]),
                "off_the_shelf": chance.choice([None, True, False]),
                "prior_information_notice": chance.choice([None, day - dt.timedelta(days=40)]),
                "electronic_submission": chance.random() < 0.8,
            },
        )
    after = raised()
    found = updates.impact(after, ours)
    changed = {each.initiative.pk: each for each in found.changes}
    assert found.looked_at == 150
    assert 5 < len(changed) < 145
    for initiative in updates.open_initiatives():
        was = outcome_of(assess(ours, queries.facts_of(initiative, ours)))
        will = outcome_of(assess(after, queries.facts_of(initiative, after)))
        assert (initiative.pk in changed) == (updates._said(was) != updates._said(will))
        if initiative.pk in changed:
            told = changed[initiative.pk]
            assert (updates._said(told.before), updates._said(told.after)) == (updates._said(was), updates._said(will))


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    """A sound rulebook with a higher threshold, and only the first worked case."""
    head, cases = changed_text(RAISED).split("\nworked_cases:\n")
    written = tmp_path / "rules.no.yaml"
    written.write_text(f"{head}\nworked_cases:\n{cases[: cases.index(chr(10) + '- id: C02')]}\n", encoding="utf-8")
    return written


def test_the_command_lists_who_gets_another_answer(make, file, capsys):
    between = make(2_700_000, title="Hemmelig sak")
    make(2_400_000)
    assert cli.main(["rules", "impact", str(file), "--json"]) == 0
    text = capsys.readouterr().out
    told = json.loads(text)
    assert (told["before"], told["after"], told["looked_at"]) == (library.version_in_force(), NEWER, 2)
    [change] = told["changes"]
    assert (change["id"], change["organisation"]) == (str(between.pk), "Voss kommune")
    assert (change["before"]["regime"], change["after"]["regime"]) == ("foa_1_3", "foa_1_2")
    assert (change["before"]["standstill_min_days"], change["after"]["standstill_min_days"]) == (10, 0)
    assert change["before"]["deadlines"]
    assert change["differences"]
    assert "Hemmelig" not in text
    assert cli.main(["rules", "impact", str(file), "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    version = library.version_in_force()
    assert lines[0] == f"1 of 2 open initiatives with enough facts get another answer than with version {version}."
    assert lines[2].startswith(f"{between.pk}  Voss kommune  foa_1_3 -> foa_1_2")
    assert library.version_in_force() != NEWER


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("kind: eea, amount: 3000000", "kind: eea, amount: x"), "eea_other_2026"),
        (('jurisdiction: "NO"', 'jurisdiction: "DK"'), "This rulebook is for DK"),
    ],
)
def test_the_command_refuses_what_it_cannot_compare(file, change, sentence, capsys):
    file.write_text(file.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    assert cli.main(["rules", "impact", str(file)]) == 2
    assert sentence in capsys.readouterr().err
    assert cli.main(["rules", "impact", str(file.parent / "none.yaml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
