"""Make the environment: a venv with exactly the locked packages, hashes checked. Uses uv when it can be had, else pip.

    make_environment.py VENV LOCKFILE STAMP…

The stamps are touched at the end, so that make knows that it is done. Needs nothing but Python 3.11 and its venv.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from pathlib import Path


def main(folder: Path, lock: Path, stamps: list[Path]) -> int:
    """Install the lock file into the folder; 0 when all went well."""
    started = time.monotonic()
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"Making the environment in {folder} with Python {sys.version.split()[0]} …", flush=True)
        try:
            venv.create(folder, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            print(
                f"The environment could not be made: {error}\nOn Debian and Ubuntu: install python3-venv.",
                file=sys.stderr,
            )
            return 1
    print(f"Installing what {lock} lists …", flush=True)
    if not install(python, lock):
        return 1
    for stamp in stamps:
        stamp.touch()
    print(f"Done in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


def install(python: Path, lock: Path) -> bool:
    """Install with uv when this works, otherwise with pip. Both check every hash."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def run(*words: str, **how: object) -> bool:
        return subprocess.run([str(python), "-m", *words], env=environment, check=False, **how).returncode == 0  # type: ignore[call-overload]

    has_uv = run("uv", "--version", **quiet) or (
        run("pip", "install", "--quiet", "uv", **quiet) and run("uv", "--version", **quiet)
    )
    if has_uv and run("uv", "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(lock)):
        return True
    return run("pip", "install", "--quiet", "--require-hashes", "-r", str(lock))


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]]))
