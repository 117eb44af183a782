"""Collect the translatable texts of each app into its catalogues, and compile them.

With --check: only say what is out of date, untranslated or fuzzy, and exit 1 if anything is. Collecting needs gettext.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb", "nn")
EXTRACT = [
    "--no-location",
    "--no-wrap",
    "--no-obsolete",
    "-e",
    "html,txt,py",
    "--ignore=tests/*",
    "--ignore=migrations/*",
]


def apps() -> list[Path]:
    """The folders that have catalogues."""
    return sorted(path.parent for path in ROOT.glob("handlingsrom/*/locale"))


def collect(app: Path) -> None:
    """Bring the catalogues of one app up to date."""
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    admin = Path(sys.executable).parent / "django-admin"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [admin, "makemessages", *languages, *EXTRACT], cwd=app, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def messages(path: Path) -> dict[tuple[str, str], tuple[object, bool]]:
    """{(context, id): (translation, fuzzy)} of a catalogue; empty when there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file)
    ids = lambda m: m.id[0] if isinstance(m.id, tuple) else m.id  # noqa: E731
    return {(m.context or "", ids(m)): (m.string, m.fuzzy) for m in catalogue if m.id}


def problems(app: Path, language: str, fresh: Path) -> list[str]:
    """What is wrong with a catalogue: texts missing, left over, empty or fuzzy."""
    name = f"{app.name}/{language}"
    mine = messages(app / "locale" / language / "LC_MESSAGES" / "django.po")
    wanted = messages(fresh / "locale" / language / "LC_MESSAGES" / "django.po")
    found = [f"{name}: {key[1]!r} is not in the catalogue. Run make messages." for key in wanted.keys() - mine.keys()]
    found += [f"{name}: {key[1]!r} is no longer used. Run make messages." for key in mine.keys() - wanted.keys()]
    for (_, text), (string, fuzzy) in mine.items():
        parts = string if isinstance(string, (list, tuple)) else [string]
        if fuzzy or not all(parts):
            found.append(f"{name}: {text!r} is {'fuzzy' if fuzzy else 'not translated'}.")
    return found


def check() -> int:
    """Collect into a copy and compare. 0 when the catalogues are complete."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for app in apps():
            fresh = Path(folder) / app.name
            shutil.copytree(app, fresh)
            collect(fresh)
            for language in LANGUAGES:
                found += problems(app, language, fresh)
    print("\n".join(found) or "The translations are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    if not shutil.which("xgettext"):
        print("Collecting texts needs gettext. Install the package gettext, and run the command again.")
        raise SystemExit(1)
    if "--check" in sys.argv:
        raise SystemExit(check())
    for each in apps():
        collect(each)
    subprocess.run([sys.executable, "-m", "handlingsrom.config.cli", "messages"], cwd=ROOT, check=True)
