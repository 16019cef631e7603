"""How answers are handled: what a field does not say itself it takes from what is around it."""

from __future__ import annotations

from typing import Any

from forms.definition.base import HANDLING, BaseField
from forms.definition.schema import FormDefinition, Page


def handling(definition: FormDefinition, page: Page, field: BaseField, *groups: BaseField | None) -> dict[str, Any]:
    """Return how answers to *field* are handled: its own word, else that of its groups, its page, the form."""
    around: list[Any] = [level for level in (field, *groups, page, definition) if level is not None]
    return {
        name: next((value for level in around if (value := getattr(level, name)) is not None), None)
        for name in HANDLING
    }
