"""`make bench`: all benchmarks, one after another. Exits 1 when a budget is broken."""

from __future__ import annotations

import subprocess
import sys

BENCHES = ["bench.pages", "bench.search", "bench.rules", "bench.start"]


def main() -> int:
    """Run each in its own process, so that none warms up another."""
    failed = 0
    for name in BENCHES:
        print(f"\n== {name}", flush=True)
        failed += subprocess.run([sys.executable, "-m", name], check=False).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
