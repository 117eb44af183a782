"""Third-party files that are served as they are: which, in what version, and whether they are unchanged.

    python -m handlingsrom.web.vendor check     every file is listed and has the listed hash
    python -m handlingsrom.web.vendor refresh   fetch the listed packages with npm, copy the files, write the hashes

Only refresh needs npm and a network; nothing here is needed to run the product.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR_DIR = Path(__file__).resolve().parent / "static" / "vendor"
MANIFEST = VENDOR_DIR / "manifest.json"


def load_manifest() -> dict[str, Any]:
    """The committed list."""
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def integrity(path: Path) -> str:
    """The hash of a file in the form that browsers and npm use."""
    return "sha256-" + base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()


def problems() -> list[str]:
    """What does not agree with the list, each as a sentence."""
    found, listed = [], set()
    for package in load_manifest()["packages"]:
        for file in package["files"]:
            path = VENDOR_DIR / package["folder"] / file["file"]
            listed.add(path)
            if not path.is_file():
                found.append(f"{path.relative_to(VENDOR_DIR)} is listed but missing. Run refresh.")
            elif integrity(path) != file["integrity"]:
                found.append(f"{path.relative_to(VENDOR_DIR)} has been changed. Run refresh, or update the list.")
    for path in sorted(VENDOR_DIR.rglob("*")):
        if path.is_file() and path != MANIFEST and path not in listed:
            found.append(f"{path.relative_to(VENDOR_DIR)} is not listed in manifest.json.")
    return found


def refresh() -> None:
    """Fetch each package with npm, copy the listed files, and write their hashes to the list."""
    manifest = load_manifest()
    for package in manifest["packages"]:
        with tempfile.TemporaryDirectory() as folder:
            _fetch(package, Path(folder))
            for file in package["files"]:
                target = VENDOR_DIR / package["folder"] / file["file"]
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(folder) / "package" / file["from"], target)
                file["integrity"] = integrity(target)
    MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _fetch(package: dict[str, Any], folder: Path) -> None:
    name = f"{package['package']}@{package['version']}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()
    with tarfile.open(folder / packed.splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")


def main(arguments: list[str]) -> int:
    """The command line."""
    if arguments == ["refresh"]:
        refresh()
    elif arguments != ["check"]:
        sys.stderr.write("Say check or refresh.\n")
        return 2
    found = problems()
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
