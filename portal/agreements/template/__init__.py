"""Agreement templates as data: the fixed text of each section with allow-listed placeholders, and default terms."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.agreements.content import Flow, TemplateMark
from portal.agreements.rules import SignerRole
from portal.clauses.facts import condition_faults
from portal.clauses.rules import ClauseType, refused_content

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

ALWAYS = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 12, 14, 16})
"""Sections without which an agreement would be weak or void; the others may be left out by a condition."""

ORDER = ("voluntary", "last_chance", "extension")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

Text = Annotated[str, Field(min_length=1, max_length=2_000)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paragraph(Part):
    """A paragraph of fixed text that stands there only when its condition holds."""

    text: Text
    when: Any = None

    @model_validator(mode="before")
    @classmethod
    def _plain_text(cls, given: Any) -> Any:
        return {"text": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _sound(self) -> Self:
        faults = condition_faults(self.when) if self.when is not None else []
        if faults:
            raise ValueError(f"condition: {faults[0]}")
        return self


class FixedSection(Part):
    """The fixed text around the data of one section, the kinds of clause that stand in it, and when it applies."""

    number: int = Field(ge=0, le=16)
    title: Text
    intro: tuple[Paragraph, ...] = ()
    outro: tuple[Paragraph, ...] = ()
    plain: Text
    slots: tuple[ClauseType, ...] = ()
    when: Any = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.when is None:
            return self
        if self.number in ALWAYS:
            raise ValueError(f"section {self.number} always applies")
        if condition_faults(self.when):
            raise ValueError(f"condition: {condition_faults(self.when)[0]}")
        return self


class SignerRule(Part):
    """In which order a role signs; who must sign follows from the law and is no choice of a template."""

    role: SignerRole
    order: int = Field(ge=1, le=9)


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
    signers: tuple[SignerRule, ...]
    defaults: Defaults

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if [section.number for section in self.sections] != list(range(17)):
            raise ValueError("a template has the sections 0 to 16, in order")
        if sorted(one.role for one in self.signers) != sorted(SignerRole):
            raise ValueError("a template says of every role, once, in which order it signs")
        slots = [slot for section in self.sections for slot in section.slots]
        if sorted(slots) != sorted(ClauseType):
            raise ValueError("every kind of clause stands in one section")
        refused = [one for text in self.texts() for one in refused_content(text)]
        if refused:
            raise ValueError(f"refused content: {refused[0].reason.value}: {refused[0].sentence}")
        asked = {name for text in self.texts() for name in _PLACEHOLDER.findall(text)}
        if asked - ALLOWED:
            raise ValueError(f"placeholders that are not allowed: {', '.join(sorted(asked - ALLOWED))}")
        return self

    def texts(self) -> tuple[str, ...]:
        """Return every fixed text."""
        return tuple(
            text
            for one in self.sections
            for text in (*(part.text for part in (*one.intro, *one.outro)), one.plain, one.title)
        )

    def order(self) -> dict[SignerRole, int]:
        """Say in which order each role signs."""
        return {one.role: one.order for one in self.signers}

    def mark(self) -> TemplateMark:
        """Say which template this is, by key, version and digest."""
        plain = json.dumps(self.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True)
        return TemplateMark(key=self.key, version=self.version, digest=hashlib.sha256(plain.encode()).hexdigest())


def placeholders(text: str) -> tuple[str, ...]:
    """Return what stands between braces in a fixed text, each once, in order."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def fill(text: str, values: dict[str, str]) -> str:
    """Fill the placeholders of a fixed text once; a value is never looked at again."""
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


@functools.cache
def template(key: str) -> Template:
    """Read the template called *key*; raise LookupError for an unknown one."""
    if key not in keys():
        raise LookupError(key)
    return Template.model_validate_json(Path(__file__).with_name(f"{key}.json").read_bytes())


def templates() -> tuple[Template, ...]:
    """Return the templates with which an agreement may begin or go on, the usual one first."""
    return tuple(
        template(key) for key in sorted(keys(), key=lambda key: (ORDER.index(key) if key in ORDER else 9, key))
    )


def keys() -> tuple[str, ...]:
    """Name the templates that are shipped."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.json")))
