"""Reading rulebooks, and finding what is wrong with them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .building import build
from .model import Rulebook
from .texts import in_bokmal, translated

CONTENT_DIR = Path(__file__).resolve().parent.parent / "content"
LANGUAGES = ("nb", "nn", "en")


def read_text(text: str, overlay: str, language: str) -> Rulebook:
    """A rulebook from the text of its file, in a language. Expects files that `check` finds sound."""
    data = in_bokmal(_load(text))
    return build(translated(data, _load(overlay)) if overlay else data, language)


@lru_cache(maxsize=1)
def bundled() -> dict[str, dict[str, Path]]:
    """The rulebooks that come with the product: jurisdiction -> version -> folder."""
    found: dict[str, dict[str, Path]] = {}
    for file in sorted(CONTENT_DIR.glob("*/*/rules.*.yaml")):
        jurisdiction = file.parent.parent.name
        if file.name == f"rules.{jurisdiction}.yaml":
            found.setdefault(jurisdiction.upper(), {})[file.parent.name] = file.parent
    return found


def _load(text: str) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
