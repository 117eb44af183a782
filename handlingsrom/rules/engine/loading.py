"""Reading rulebooks, and finding what is wrong with them.

`check` and `check_texts` answer with problems that name the file, the place in it and what to do. There are
five sieves, each only for what passed the one before: is it YAML (yaml_text.py), has it the form of schema.json, do
its references lead somewhere, do its entries agree and cover all of the time, and do the worked cases come out. The
overlays are compared with the rulebook as soon as that has the right form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from . import cases
from .bokmal import marked
from .building import build
from .checking import coverage, crosschecks, form, overlays
from .model import Rulebook
from .texts import in_bokmal, translated
from .yaml_text import Unreadable, load

CONTENT_DIR = Path(__file__).resolve().parent.parent / "content"
LANGUAGES = ("nb", "nn", "en")
NAMES = ("rules.yaml", "rules.nn.yaml", "rules.en.yaml")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a rulebook."""

    file: str
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}{': ' if self.place else ''}{self.message} {self.remedy}"


def read_text(text: str, overlay: str, language: str) -> Rulebook:
    """A rulebook from the text of its file, in a language. Expects files that `check` finds sound."""
    written = load(text)
    data = in_bokmal(written if language == "nb" else marked(written))
    return build(translated(data, load(overlay)) if overlay else data, language)


@lru_cache(maxsize=1)
def bundled() -> dict[str, dict[str, Path]]:
    """The rulebooks that come with the product: jurisdiction -> version -> folder."""
    found: dict[str, dict[str, Path]] = {}
    for file in sorted(CONTENT_DIR.glob("*/*/rules.*.yaml")):
        jurisdiction = file.parent.parent.name
        if file.name == f"rules.{jurisdiction}.yaml":
            found.setdefault(jurisdiction.upper(), {})[file.parent.name] = file.parent
    return found


def texts_of(folder: Path, language: str) -> tuple[str, str]:
    """The text of a rulebook that comes with the product, and of its overlay in a language; empty where it has none."""
    file = folder / f"rules.{folder.parent.name}.yaml"
    overlay = file.with_suffix(f".{language}.yaml")
    kept = overlay.read_text(encoding="utf-8") if language != "nb" and overlay.exists() else ""
    return file.read_text(encoding="utf-8"), kept


def check(path: Path | str | None = None) -> list[Problem]:
    """Everything that is wrong with a rulebook's file and the overlays beside it; without a path, with our own."""
    if path is None:
        folders = [folder for versions in bundled().values() for folder in versions.values()]
        files = [folder / f"rules.{folder.parent.name}.yaml" for folder in folders]
        return [problem for file in files for problem in check(file)]
    names = _names(Path(path))
    texts = []
    for number, file in enumerate(names):
        try:
            texts.append(file.read_text(encoding="utf-8") if number == 0 or file.exists() else "")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            remedy = "Save it as text in UTF-8 where the product may read it."
            return [Problem(_shown(file), "", f"The file cannot be read: {error}.", remedy)]
    shown = (_shown(names[0]), _shown(names[1]), _shown(names[2]))
    problems = check_texts(texts[0], texts[1], texts[2], names=shown)
    if names[0].resolve().is_relative_to(CONTENT_DIR):
        problems += [Problem(shown[1 + number], *_MISSING) for number, text in enumerate(texts[1:]) if not text.strip()]
        problems += [] if problems else _problems(shown[0], _misplaced(names[0].resolve(), texts[0]))
    return problems


_MISSING = (
    "",
    "The file is missing.",
    "Our own rulebooks are in three languages; write it.",
)


def _misplaced(file: Path, text: str) -> Iterator[form.Finding]:
    """Our own rulebooks lie where their meta section says."""
    jurisdiction, version = meta_of(text)
    expected = CONTENT_DIR / jurisdiction.lower() / version / f"rules.{jurisdiction.lower()}.yaml"
    if file != expected:
        message = f"is {jurisdiction} {version}, but the file is {file.relative_to(CONTENT_DIR)}."
        yield "meta", message, f"Move it to {expected.relative_to(CONTENT_DIR)}, or correct meta."


def _shown(file: Path) -> str:
    """A file as it is told: from where one stands, when it lies below."""
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)


def _names(file: Path) -> tuple[Path, Path, Path]:
    """The rulebook and its overlays: rules.no.yaml, rules.no.nn.yaml, rules.no.en.yaml."""
    return file, file.with_suffix(f".nn{file.suffix}"), file.with_suffix(f".en{file.suffix}")


def meta_of(text: str) -> tuple[str, str]:
    """Jurisdiction and version of a rulebook that `check_texts` finds sound."""
    meta = load(text)["meta"]
    return meta["jurisdiction"], meta["version"]


def check_texts(text: str, text_nn: str = "", text_en: str = "", names: tuple[str, str, str] = NAMES) -> list[Problem]:
    """Everything that is wrong with a rulebook and its overlays. `names` are what the files are called."""
    problems: list[Problem] = []
    data: list[Any] = []
    for name, content in zip(names, (text, text_nn, text_en), strict=True):
        try:
            data.append(load(content) if content.strip() or name == names[0] else None)
        except Unreadable as error:
            problems.append(Problem(name, error.place, error.message, error.remedy))
    if problems:
        return problems
    if found := list(form.findings(data[0])):
        return [Problem(names[0], *finding) for finding in found]
    for name, overlay in zip(names[1:], data[1:], strict=True):
        if overlay is not None:
            problems += _problems(name, overlays.findings(data[0], overlay))
    return [*_check_base(names[0], data[0]), *problems]


def _check_base(name: str, data: Any) -> list[Problem]:
    """Each sieve only for what passed the one before: references, agreement and coverage, then the worked cases."""
    if problems := _problems(name, crosschecks.references(data)):
        return problems
    if problems := _problems(
        name,
        chain(crosschecks.agreement(data), coverage.periods(data), coverage.small_lots(data), coverage.calendar(data)),
    ):
        return problems
    rulebook = build(in_bokmal(data), "nb")
    return _problems(name, coverage.decision(rulebook)) or _problems(name, _check_cases(rulebook))


def _check_cases(rulebook: Rulebook) -> Iterator[form.Finding]:
    for case in rulebook.cases:
        where = f"worked_cases.{case.id}"
        try:
            for key, expected, got in cases.differences(rulebook, case):
                message = f"expects {expected}, and the rulebook answers {got}."
                yield f"{where}.expected.{key}", message, "Mend the rules, or work the case out again."
        except cases.FactsError as error:
            yield f"{where}.input", str(error), "Mend the facts of the case."


def _problems(name: str, findings: Iterable[form.Finding]) -> list[Problem]:
    return [Problem(name, *finding) for finding in islice(findings, form.MOST_FINDINGS)]
