"""Reading rulebooks, and finding what is wrong with them.

`check` and `check_texts` answer with problems that name the file, the place in it and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import cases
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
    data: list[Any] = []
    problems = []
    for name, content in zip(names, (text, text_nn, text_en), strict=True):
        try:
            data.append(load(content) if content.strip() or name == names[0] else None)
        except Unreadable as error:
            problems.append(Problem(name, error.place, error.message, error.remedy))
    if problems:
        return problems
    try:
        rulebook = build(in_bokmal(data[0]), "nb")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [Problem(names[0], "", f"The rulebook cannot be built: {error!r}.", "Compare it with ours.")]
    for case in rulebook.cases:
        where = f"worked_cases.{case.id}"
        try:
            for key, expected, got in cases.differences(rulebook, case):
                message = f"expects {key} {expected}, and the rulebook answers {got}."
                problems.append(Problem(names[0], where, message, "Mend the rules or the case."))
        except cases.FactsError as error:
            problems.append(Problem(names[0], f"{where}.input", str(error), "Mend the facts of the case."))
    return problems
