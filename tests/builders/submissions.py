"""Builders of form definitions and submissions."""

from __future__ import annotations

from typing import Any

import forms


def make_field(kind: str = "short_text", id: str = "name", **changes: Any) -> dict[str, Any]:  # noqa: A002
    """Make the JSON of one field; its key is its id and its label its id in capitals."""
    made: dict[str, Any] = {"kind": kind, "id": id, "key": id, "label": {"nl": id.upper()}}
    if kind in {"one_of", "many_of"}:
        made["options"] = [{"key": key, "label": {"nl": key.upper()}} for key in ("red", "green", "none")]
    if kind == "note":
        made["body"] = {"nl": "Let op."}
    if kind == "repeat":
        made |= {"row": {"nl": "Regel"}, "fields": [make_field("integer", "amount"), make_field("short_text", "what")]}
    return made | changes


def make_body(*fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Make the JSON of a sound definition with these fields on one page."""
    page = {"key": "first", "title": {"nl": "Eerste"}, "fields": list(fields) or [make_field()]}
    return {
        "schema_version": 1,
        "key": "sample",
        "title": {"nl": "Voorbeeld"},
        "locales": ["nl"],
        "compartment": "A",
        "purpose": "Begeleiden",
        "ground": "agreement",
        "audience": ["tenant", "expert"],
        "retention": "case",
        "pages": [page],
    } | changes


def make_form(*fields: dict[str, Any], **changes: Any) -> forms.Prepared:
    """Make a definition ready for work."""
    return forms.prepare(forms.load(make_body(*fields, **changes)))
