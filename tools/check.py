"""Look at the code without running the product. Each check has its name and its command; all run; 1 if any failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = [str(path) for path in ROOT.glob("handlingsrom/**/templates/**/*.html")]

CHECKS: dict[str, list[str]] = {
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "lint": [f"{BIN}/ruff", "check", "--quiet", "."],
    "types": [f"{BIN}/mypy", "handlingsrom", "--no-error-summary"],
    "layers": [f"{BIN}/lint-imports", "--no-cache"],
    "templates": [f"{BIN}/djhtml", "--check", "--tabwidth", "2", *TEMPLATES],
    "template style": [f"{BIN}/djade", "--check", "--target-version", "5.2", *TEMPLATES],
    "settings": [sys.executable, "manage.py", "check"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "method files": [sys.executable, "-m", "handlingsrom.config.cli", "method", "check"],
    "rulebooks": [sys.executable, "-m", "handlingsrom.config.cli", "rules", "check"],
    "vendored files": [sys.executable, "-m", "handlingsrom.web.vendor", "check"],
    "own rules": [sys.executable, "tools/own_rules.py"],
    "translations": [sys.executable, "tools/messages.py", "--check"],
}


def main() -> int:
    """Run all; print a line for each and the output of those that failed."""
    environment = {**os.environ, "HANDLINGSROM_DEMO": "1", "HANDLINGSROM_DATA": str(ROOT / "data")}
    failed = []
    for name, command in CHECKS.items():
        if name == "translations" and not shutil.which("xgettext") and not os.environ.get("CI"):
            print("–     translations: skipped, because gettext is not installed on this machine")
            continue
        started = time.monotonic()
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        print(f"{'ok' if result.returncode == 0 else 'FAIL':5} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if result.returncode:
            failed.append(name)
            print((result.stdout + result.stderr).strip()[-6000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
