"""The JSON Schema of the answers of one version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forms.definition.base import BaseField
from forms.kinds.registry import SPECIAL, kind_of, specials_of
from forms.runtime.prepared import Prepared


def answers_schema(form: Prepared) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of stored answers: by field id, nothing else allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:sha256:{form.digest}",
        "title": form.definition.key,
        "type": "object",
        "properties": properties_of(entry.field for entry in form.top),
        "additionalProperties": False,
    }


def properties_of(fields: Iterable[BaseField]) -> dict[str, Any]:
    """Return the schema of each field that takes an answer, special answers included."""
    found: dict[str, Any] = {}
    for field in fields:
        if not field.has_value:
            continue
        own = kind_of(field).json_schema(field)
        if offered := specials_of(field):
            special = {
                "type": "object",
                "properties": {SPECIAL: {"enum": list(offered)}},
                "required": [SPECIAL],
                "additionalProperties": False,
            }
            own = {"anyOf": [own, special]}
        found[field.id] = own
    return found
