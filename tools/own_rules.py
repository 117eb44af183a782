"""Rules of this project that no linter knows. Each prints file, line and what to do instead.

- time comes from core.clock, so that tests can set it;
- law references are data, not code;
- templates have no inline style, script or event handler, since the content security policy refuses them;
- nothing outgoing but through the mail outbox: no HTTP client is imported.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = [p for p in ROOT.glob("handlingsrom/**/*.py") if not {"tests", "migrations"} & set(p.parts)]
PAGES = [p for p in ROOT.glob("handlingsrom/**/templates/**/*.html") if "mail" not in p.parts]

RULES: list[tuple[list[Path], str, str]] = [
    (CODE, r"datetime\.now\(|date\.today\(|timezone\.now\(|utcnow\(", "Take the time from handlingsrom.core.clock."),
    (CODE, "\N{SECTION SIGN}", "Law references belong in the content files."),
    (
        CODE,
        r"^\s*(import|from) (requests|httpx|urllib3|aiohttp|urllib\.request|http\.client)\b",
        "Nothing goes out this way.",
    ),
    (
        PAGES,
        r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:",
        "Use a class or a module; the policy refuses this.",
    ),
]
ALLOWED = {ROOT / "handlingsrom/core/clock.py"}


def main() -> int:
    """Print every breach; 1 if there was one."""
    breaches = 0
    for files, pattern, remedy in RULES:
        for path in files:
            if path in ALLOWED:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if re.search(pattern, line):
                    breaches += 1
                    print(f"{path.relative_to(ROOT)}:{number}: {remedy}")
    return 1 if breaches else 0


if __name__ == "__main__":
    raise SystemExit(main())
