"""Every PDF that a run of the tests renders or seals, kept to be judged: python -m tests.documents.gathering FOLDER.

`DRIEHOEK_TEST_PDFS=FOLDER pytest …` keeps them, each once; the command has veraPDF judge them all and exits with 1 when
one fails.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

from portal.documents import pool, seal

FOLDER = os.environ.get("DRIEHOEK_TEST_PDFS", "")
AT_ONCE = 400


def gather() -> None:
    """Keep what is rendered and sealed from now on, where a folder is named for it."""
    if not FOLDER:
        return
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    run, apart = pool.Pool.run, seal._apart

    def running(self: pool.Pool, work: str, *given: Any, **named: Any) -> Any:
        header, results = run(self, work, *given, **named)
        if work == "render":
            _keep(results[0], "rendered")
        return header, results

    def sealing(work: Any) -> bytes:
        sealed = apart(work)
        _keep(sealed, "sealed")
        return sealed

    pool.Pool.run, seal._apart = running, sealing  # type: ignore[method-assign]


def _keep(pdf: bytes, how: str) -> None:
    path = Path(FOLDER) / f"{how}-{hashlib.sha256(pdf).hexdigest()[:20]}.pdf"
    if not path.exists():
        path.write_bytes(pdf)


def main() -> int:
    from tests.documents.validators import faults

    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    found = [fault for at in range(0, len(files), AT_ONCE) for fault in faults(files[at : at + AT_ONCE])]
    print("\n".join(found))
    print(f"{len(files)} PDFs judged as PDF/A-3a and PDF/UA-1, {len(found)} faults")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
