"""Reading and checking of method files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("nb", "nn", "en")


def read(path: Path) -> Any:
    """The plain data of a method file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
