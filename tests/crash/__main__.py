"""`python -m tests.crash [COUNT] [SEED]`: the whole crash test, with its figures."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.crash.killing import run


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), count, max(1, count // 10), seed=seed)
    print(
        f"{count} submissions and {count} signings, {outcome.kills} kills, {outcome.retries} retries, "
        f"{time.monotonic() - started:.0f} s"
    )
    for fault in outcome.faults:
        print(f"FAULT {fault}")
    print("0 lost, 0 doubled, 0 half" if not outcome.faults else "see the faults above")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
