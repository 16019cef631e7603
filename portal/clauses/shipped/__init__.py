"""The library as it is shipped: one JSON file per clause."""

from __future__ import annotations

import functools
from pathlib import Path

from portal.clauses.body import ClauseBody


@functools.cache
def shipped() -> tuple[ClauseBody, ...]:
    """Read the shipped clauses, prohibitions first, in the order of their numbers."""
    bodies = [ClauseBody.model_validate_json(path.read_bytes()) for path in Path(__file__).parent.glob("*.json")]
    return tuple(sorted(bodies, key=lambda body: (body.type.value != "prohibition", int(body.code[1:]))))
