"""The command line: every command explains itself, answers for machines, and fails with a code."""

from __future__ import annotations

import json

import pytest

from handlingsrom.accounts.models import Person
from handlingsrom.config import cli, prepare
from handlingsrom.core import audit, health
from handlingsrom.core.models import AuditEvent
from handlingsrom.core.testing import without_append_only
from handlingsrom.network.models import MemberRole, Network, Organisation
from tests.factories import make_person

VOSS, GJESDAL = "960510542", "964978573"


def leaves(parser=None, words=()):
    """Every command there is, as the words one writes."""
    parser = parser or cli.build_parser()
    groups = [each for each in parser._actions if hasattr(each, "choices") and isinstance(each.choices, dict)]
    if not groups:
        yield list(words)
    for group in groups:
        for name, child in group.choices.items():
            yield from leaves(child, (*words, name))


def run(*words: str) -> int:
    return cli.main(words)


@pytest.mark.parametrize("words", [*leaves(), []], ids=" ".join)
def test_every_command_explains_itself(words, capsys):
    if words == ["manage"]:
        return
    with pytest.raises(SystemExit) as ended:
        run(*words, "--help")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: handlingsrom")


@pytest.mark.parametrize("words", [[], ["unknown"], ["user", "add"], ["search"], ["audit", "unknown"]], ids=" ".join)
def test_what_is_not_understood_ends_with_an_error(words):
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2


@pytest.mark.django_db
def test_a_first_set_up_without_the_browser(capsys):
    assert run("org", "add", "Voss herad", "--number", VOSS, "--nynorsk", "Voss herad", "--region", "Vestland") == 0
    assert run("org", "add", "Gjesdal kommune", "--number", GJESDAL) == 0
    assert run("network", "add", "Vest", "--participant", VOSS, "--participant", GJESDAL, "--json") == 0
    words = ["user", "add", "leder@example.no", "--name", "Leder, Voss", "--language", "nn"]
    assert run(*words, "--organisation", VOSS, "--role", "manager", "--administrator") == 0
    assert "Added Leder, Voss" in capsys.readouterr().out
    person, voss = Person.objects.get(), Organisation.objects.get(orgnr=VOSS)
    assert (person.language, person.is_platform_admin) == ("nn", True)
    assert person.memberships.get().role == MemberRole.MANAGER
    assert set(Network.objects.get().organisations.all()) == {voss, Organisation.objects.get(orgnr=GJESDAL)}
    assert audit.verify() == []
    assert AuditEvent.objects.filter(by=None).count() == AuditEvent.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["org", "add", "Voss", "--number", "123456789"], "is not an organisation number"),
        (["network", "add", "Vest", "--participant", VOSS], "There is no organisation"),
        (["user", "add", "ingen", "--name", "x"], "e-post"),
        (["user", "add", "a@example.no", "--name", "x", "--organisation", GJESDAL], "There is no organisation"),
    ],
)
def test_a_mistake_changes_nothing_and_says_why(words, sentence, capsys):
    assert run(*words) == 1
    assert sentence in capsys.readouterr().err
    assert not Person.objects.exists()
    assert not Network.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_the_same_person_is_not_added_twice(capsys):
    make_person("Leder", email="leder@example.no")
    assert run("user", "add", "LEDER@example.no", "--name", "Leder") == 1
    assert capsys.readouterr().err


@pytest.mark.django_db
def test_status_is_for_people_and_for_machines(capsys, monkeypatch):
    monkeypatch.setattr(health, "_checks", {"test": ("Test", lambda: health.Finding("warning", "Så som så."))})
    assert run("status") == 0
    assert capsys.readouterr().out == "warning  Test: Så som så.\n"
    assert run("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["parts"]["test"]["state"] == "warning"
    monkeypatch.setattr(health, "_checks", {"test": ("Test", lambda: health.Finding("error", "Nede."))})
    assert run("status") == 1


@pytest.mark.django_db
def test_the_audit_log_is_verified(capsys):
    audit.register_verbs({"test.did": "did it"})
    person = make_person("Leder")
    audit.record("test.did", by=person, on=person)
    assert run("audit", "verify", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"events": 1, "problems": []}
    with without_append_only():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_auditevent SET verb = 'x'")
    assert run("audit", "verify") == 1
    assert "has been changed" in capsys.readouterr().out


def test_method_files_are_checked(capsys, tmp_path):
    assert run("method", "check") == 0
    assert "No mistakes found." in capsys.readouterr().out
    (tmp_path / "method.nb.yaml").write_text("id: [")
    assert run("method", "check", str(tmp_path), "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"]


def test_translations_are_compiled_when_they_have_changed():
    prepare.compile_messages()
    assert prepare.compile_messages() == 0
    source = next(prepare.PACKAGE_DIR.glob("core/locale/nn/LC_MESSAGES/django.po"))
    compiled = source.with_suffix(".mo")
    before = compiled.read_bytes()
    compiled.unlink()
    assert prepare.compile_messages() == 1
    assert compiled.read_bytes() == before


def test_djangos_own_commands_are_passed_on(capsys):
    run("manage", "version")
    assert capsys.readouterr().out.startswith("5.2")
