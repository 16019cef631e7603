"""One canonical form of a definition, and the digest that addresses it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from forms.definition.schema import FormDefinition


def body_of(definition: FormDefinition) -> dict[str, Any]:
    """Return *definition* as plain JSON; what has its default is left out, so that new settings keep old digests."""
    return definition.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def canonical(value: Any) -> bytes:
    """Return *value* as canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(definition: FormDefinition) -> str:
    """Return the SHA-256 of the canonical JSON of *definition*."""
    return hashlib.sha256(canonical(body_of(definition))).hexdigest()
