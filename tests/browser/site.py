"""The demo, served by the real command in a process of its own, and a look into its database."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
LEFT_OUT = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST"}
READY_WITHIN = 120


class Site:
    """A running demo on a free port. Its database is SQLite in a temporary folder, whatever the other tests use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.cookies: dict[str, list[dict[str, Any]]] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start web, worker and scheduler, and wait until the front page is served."""
        environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        environment = {name: value for name, value in environment.items() if not name.startswith("HANDLINGSROM_")}
        environment |= {"HANDLINGSROM_DATA": str(self.folder), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "handlingsrom.config.cli", "serve", "--demo", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--workers", "1"], cwd=REPOSITORY, env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._wait()

    def stop(self) -> None:
        """End the processes that were started here."""
        if self._process is None or self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)

    def value(self, query: str, *arguments: Any) -> Any:
        """The first value of a query on the demo's database. Keys come as the addresses write them."""
        with sqlite3.connect(f"file:{self.folder / 'handlingsrom.sqlite3'}?mode=ro", uri=True) as connection:
            row = connection.execute(query, arguments).fetchone()
        assert row is not None, f"The demo has nothing that answers to: {query}"
        found = row[0]
        return str(uuid.UUID(found)) if isinstance(found, str) and len(found) == 32 and _is_hex(found) else found

    def _wait(self) -> None:
        assert self._process is not None
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise AssertionError(f"The demo did not start:\n{self.log.read_text(errors='replace')[-3000:]}")
            try:
                with urllib.request.urlopen(f"{self.url}/helse/klar", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        raise AssertionError(f"The demo was not ready in time:\n{self.log.read_text(errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)
