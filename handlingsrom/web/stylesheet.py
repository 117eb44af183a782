"""The one stylesheet of the pages: our tones, the parts of Designsystemet that we use, its theme, and our layout.

Joined when it is asked for and a part is newer, so a page needs one request for its look and carries no unused part.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "web/site.css"
STATIC = Path(__file__).resolve().parent / "static"
SYSTEM = "vendor/designsystemet-css-1.22.0/index.css"
PARTS = ("web/theme.css", SYSTEM, "vendor/designsystemet-css-1.22.0/theme.css", "web/app.css")
UNUSED = frozenset(
    {
        "ds-avatar",
        "ds-avatar-stack",
        "ds-badge",
        "ds-card",
        "ds-chip",
        "ds-combobox",
        "ds-details",
        "ds-divider",
        "ds-dropdown",
        "ds-pagination",
        "ds-paragraph",
        "ds-popover",
        "ds-search",
        "ds-skeleton",
        "ds-spinner",
        "ds-suggestion",
        "ds-table",
        "ds-tabs",
        "ds-textfield",
        "ds-toggle-group",
        "ds-togglegroup",
        "ds-tooltip",
    }
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s+")
_CLASS = re.compile(r"\.(ds-[a-z]+(?:-[a-z]+)*)")
_STRING = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""")


def joined() -> str:
    """All parts in their order, without comments, indentation and the parts of Designsystemet that no page uses."""
    texts = {part: (STATIC / part).read_text(encoding="utf-8") for part in PARTS}
    texts[SYSTEM] = "".join(block for block in blocks(texts[SYSTEM]) if _is_used(block))
    return "\n".join(_INDENT.sub("\n", _COMMENT.sub("", text)).strip() for text in texts.values()) + "\n"


def blocks(css: str) -> Iterator[str]:
    """The statements of a stylesheet that stand at the top: each @layer with all that is in it."""
    plain = _STRING.sub(lambda match: "x" * len(match[0]), css)  # braces in strings do not count
    depth = start = 0
    for end, letter in enumerate(plain, start=1):
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and letter in "};":
            yield css[start:end]
            start = end


def _is_used(block: str) -> bool:
    names = set(_CLASS.findall(block))
    return not names or not names <= UNUSED


class StylesheetFinder(BaseFinder):
    """Lets Django find and collect the joined stylesheet as any other static file."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file, made anew when a part has changed."""
        found = str(_made()) if path == NAME else ""
        return ([found] if found else []) if find_all or kwargs.get("all") else found or None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file, where it lies."""
        yield NAME, FileSystemStorage(location=_made().parents[1])


def _made() -> Path:
    target = Path(settings.DATA_DIR) / "stylesheet" / NAME
    newest = max((STATIC / part).stat().st_mtime_ns for part in (*PARTS, "../stylesheet.py"))
    if not target.exists() or target.stat().st_mtime_ns <= newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_text(joined(), encoding="utf-8")
        fresh.replace(target)
    return target
