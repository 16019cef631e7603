"""Files: the host keeps the bytes, the answer names them."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField
from forms.kinds.guard import clean_text, is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MEDIA_TYPES = ("image/jpeg", "image/png", "application/pdf")
KEYS = frozenset({"file", "name", "size", "type"})
LONGEST_CAPTION = 200


class Files(BaseField):
    """Up to `max_files` photos or documents."""

    kind: Literal["file"]
    max_files: int = Field(5, ge=1, le=20)
    max_megabytes: int = Field(10, ge=1, le=10)
    captions: bool = False
    """Ask a few words with each file."""


@kind(Files)
class FilesKind(Kind[Files]):
    """A list of references to kept files: id, name, size, type and, when asked, a caption."""

    missing = "missing_file"

    def control(self, field: Files, locale: str) -> Any:
        return None

    def clean(self, field: Files, raw: Any, context: Context) -> list[dict[str, Any]] | None:
        if is_empty(raw):
            return None
        if not isinstance(raw, list) or not all(_is_reference(one) for one in raw):
            raise AnswerFault("not_file")
        if len(raw) > field.max_files:
            raise AnswerFault("too_many_files", limit=field.max_files)
        return [_cleaned(one, field.captions) for one in raw]

    def show(self, field: Files, value: Any, locale: str, context: Context) -> str:
        return ", ".join(f"{one['name']} ({one['caption']})" if "caption" in one else str(one["name"]) for one in value)

    def export(self, field: Files, value: Any) -> str:
        return self.show(field, value, "nl", Context())

    def type_of(self, field: Files) -> str:
        return "list"

    def json_schema(self, field: Files) -> dict[str, Any]:
        one = {
            "type": "object",
            "properties": {
                "file": {"type": "string", "format": "uuid"},
                "name": {"type": "string", "minLength": 1, "maxLength": 200},
                "size": {"type": "integer", "minimum": 1},
                "type": {"enum": list(MEDIA_TYPES)},
                "caption": {"type": "string", "minLength": 1, "maxLength": LONGEST_CAPTION},
            },
            "required": sorted(KEYS),
            "additionalProperties": False,
        }
        return {"type": "array", "items": one, "minItems": 1, "maxItems": field.max_files}


def _cleaned(one: dict[str, Any], captions: bool) -> dict[str, Any]:
    kept = {key: one[key] for key in ("file", "name", "size", "type")}
    kept["name"] = clean_text(one["name"], 200, lines=False) or "bestand"
    caption = clean_text(one.get("caption"), LONGEST_CAPTION, lines=False) if captions else None
    return {**kept, "caption": caption} if caption else kept


def _is_reference(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and set(one) - {"caption"} == KEYS
        and isinstance(one["file"], str)
        and _ID.fullmatch(one["file"]) is not None
        and isinstance(one["name"], str)
        and type(one["size"]) is int
        and one["size"] > 0
        and isinstance(one["type"], str)
        and one["type"] in MEDIA_TYPES
    )
