"""Measure and print: python -m bench [--sizes 1000,100000] [--rounds 9] [--json var/bench.json] [--without-pdf]."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import filling, lists
from bench.rows import settings_for
from portal.app import create_app


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,100000", help="numbers of cases, smallest first")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--repeat", type=int, default=8, help="requests per round")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"), help="file for the figures")
    parser.add_argument("--without-pdf", action="store_true")
    given = parser.parse_args()
    sizes = sorted(int(part) for part in given.sizes.split(","))
    figures: dict[str, Any] = {"python": sys.version.split()[0]}
    with tempfile.TemporaryDirectory(prefix="driehoek-bench-") as folder:
        logging.disable(logging.WARNING)
        figures["lists"] = lists.run(Path(folder), sizes, given.rounds, given.repeat)
        figures["forms"] = filling.run(create_app(settings_for(Path(folder), 0)), given.rounds)
        if not given.without_pdf:
            from bench import pdf  # loads the typesetter

            figures["pdf"] = pdf.run(given.rounds)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(figures, indent=1) + "\n")
    print(f"written: {given.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
