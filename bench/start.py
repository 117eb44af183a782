"""How long `serve --demo` takes to answer, and what it needs of memory; compared with the targets 6 s and 250 MB.

    python -m bench.start

Cold: an empty data folder (tables made, demo loaded, index built). Warm: started again on the same folder.
Memory: proportional set size of all its processes, from /proc, some seconds after the first answer.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TARGET_SECONDS, TARGET_MB = 6.0, 250.0


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: str) -> tuple[subprocess.Popen[bytes], int, float]:
    """Start the server; (process, port, seconds until the front page answers)."""
    port = free_port()
    environment = {**os.environ, "HANDLINGSROM_DATA": folder}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "handlingsrom.config.cli", "serve", "--demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while time.monotonic() - started < 120:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).read()
            return process, port, time.monotonic() - started
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The server did not answer within two minutes.")


def memory_mb(pid: int) -> float:
    """Proportional set size of a process and all its children, in MB."""
    total = 0.0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if int(path.name) == pid or parent == pid or _grandparent(parent) == pid:
                total += next(
                    int(line.split()[1])
                    for line in (path / "smaps_rollup").read_text().splitlines()
                    if line[:4] == "Pss:"
                )
        except (OSError, StopIteration):
            continue
    return total / 1000


def _grandparent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def stop(process: subprocess.Popen[bytes]) -> float:
    """Ask it to stop; the seconds it took."""
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
    return time.monotonic() - asked


def main() -> int:
    """Print the figures; 1 if a target is missed."""
    with tempfile.TemporaryDirectory(prefix="handlingsrom-start-") as folder:
        process, _, cold = start(folder)
        stop(process)
        process, port, warm = start(folder)
        for _ in range(20):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
        time.sleep(5)
        used = memory_mb(process.pid)
        stopping = stop(process)
    print(f"first answer, empty data folder  {cold:6.1f} s")
    print(f"first answer, started again      {warm:6.1f} s   (target {TARGET_SECONDS} s)")
    print(f"memory of all processes          {used:6.0f} MB  (target {TARGET_MB:.0f} MB)")
    print(f"time to stop                     {stopping:6.1f} s")
    return 1 if warm > TARGET_SECONDS or used > TARGET_MB else 0


if __name__ == "__main__":
    sys.exit(main())
