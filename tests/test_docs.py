"""The documentation agrees with the code."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from handlingsrom.config import cli

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def test_every_setting_is_described_and_none_that_is_gone():
    source = "".join(path.read_text() for path in (ROOT / "handlingsrom").rglob("*.py") if "tests" not in path.parts)
    used = {f"HANDLINGSROM_{name}" for name in re.findall(r'\benv(?:_bool|_list)?\("([A-Z_]+)"', source)}
    described = set(re.findall(r"^\| `(HANDLINGSROM_[A-Z_]+)`", (DOCS / "reference/settings.md").read_text(), re.M))
    assert described == used


def _commands(parser: argparse.ArgumentParser, before: str = "") -> set[str]:
    found = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                found |= _commands(inner, f"{before} {name}".strip()) or {f"{before} {name}".strip()}
    return found


def test_every_command_is_described_and_none_that_is_gone():
    described = set(
        re.findall(r"^\| `handlingsrom ([a-z ]+?)(?: [A-Z[-].*?)?`", (DOCS / "reference/commands.md").read_text(), re.M)
    )
    assert described == _commands(cli.build_parser())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path):
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}, which is not there."


def test_decisions_have_numbers_of_their_own():
    numbers = [path.name[:4] for path in (DOCS / "decisions").glob("*.md") if path.name[0].isdigit()]
    assert len(numbers) == len(set(numbers))


def test_readme_names_only_commands_that_make_knows():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(
        re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text())
    )
    assert named - {"and"} <= targets
