"""Reading rulebooks, and finding what is wrong with them.

`check` and `check_texts` answer with problems that name the file, the place in it and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from . import cases, coverage, crosschecks, form, overlays
from .bokmal import marked
from .building import build
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
            return [Problem(str(file), "", f"The file cannot be read: {error}.", remedy)]
    return check_texts(texts[0], texts[1], texts[2], names=(str(names[0]), str(names[1]), str(names[2])))


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
