"""Agreement templates as data: the fixed text of each section with allow-listed placeholders, and default terms."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.agreements.content import Flow, TemplateMark

ALLOWED = frozenset(
    [
        "tenants",
        "corporation",
        "expert",
        "expert_organisation",
        "purpose",
        "extension",
        "months",
        "reflection_days",
        "social_team",
        "complaint",
        "legal_help",
    ]
)
"""What a fixed text may ask for; nothing else can be reached from a template."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

Text = Annotated[str, Field(min_length=1, max_length=2_000)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FixedSection(Part):
    """The fixed text around the data of one section."""

    number: int = Field(ge=0, le=16)
    title: Text
    intro: tuple[Text, ...] = ()
    outro: tuple[Text, ...] = ()
    plain: Text


class Defaults(Part):
    """The terms with which a new agreement starts."""

    purpose: Text
    extension: Text
    months: int
    reflection_days: int
    reaction_days: int
    evaluation_weeks: tuple[int, ...]
    corporation_duties: tuple[Text, ...]
    expert_duties: tuple[Text, ...]
    exchange: tuple[Flow, ...]
    ladder: tuple[Text, ...]
    criteria: tuple[Text, ...]
    social_team: Text
    complaint: Text
    legal_help: Text


class Template(Part):
    """One agreement template, complete."""

    schema_: Literal[1] = Field(alias="schema")
    key: str
    version: int
    title: Text
    subtitle: Text
    sections: tuple[FixedSection, ...]
    defaults: Defaults

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if [section.number for section in self.sections] != list(range(17)):
            raise ValueError("a template has the sections 0 to 16, in order")
        asked = {
            name
            for section in self.sections
            for text in (*section.intro, *section.outro, section.plain)
            for name in _PLACEHOLDER.findall(text)
        }
        if asked - ALLOWED:
            raise ValueError(f"placeholders that are not allowed: {', '.join(sorted(asked - ALLOWED))}")
        return self

    def mark(self) -> TemplateMark:
        """Say which template this is, by key, version and digest."""
        plain = json.dumps(self.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True)
        return TemplateMark(key=self.key, version=self.version, digest=hashlib.sha256(plain.encode()).hexdigest())


def fill(text: str, values: dict[str, str]) -> str:
    """Fill the placeholders of a fixed text once; a value is never looked at again."""
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


@functools.cache
def template(key: str) -> Template:
    """Read the template called *key*; raise LookupError for an unknown one."""
    if key not in keys():
        raise LookupError(key)
    return Template.model_validate_json(Path(__file__).with_name(f"{key}.json").read_bytes())


def keys() -> tuple[str, ...]:
    """Name the templates that are shipped."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.json")))
