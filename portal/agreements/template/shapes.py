"""What an agreement template is made of: sections with fixed text and slots, who signs when, and the terms to begin with."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from portal.agreements.content import Flow, TemplateMark
from portal.agreements.rules import LEAST_REFLECTION_DAYS, MOST_MONTHS, MOST_REFLECTION_DAYS, SignerRole
from portal.clauses.facts import condition_faults
from portal.clauses.rules import ClauseType

PLACES: frozenset[str] = frozenset(
    {
        "tenants", "corporation", "expert", "expert_organisation", "purpose", "extension", "months", "reflection_days",
        "social_team", "complaint", "legal_help",
    }
)  # fmt: skip
"""What a fixed text may ask for beside the numbers of sections; nothing else can be reached from a template."""

ALWAYS = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 12, 14, 16})
"""Sections without which an agreement would be weak or void; the others may be left out by a condition."""

LAST_USUAL = 16
"""The sections 0 to 16 hold the data of an agreement; those with a higher number are text of staff alone."""

MOST_SECTIONS = 40
MOST_PARAGRAPHS = 30
MOST_CLAUSES = 40

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SECTION_PLACE = re.compile(r"section_(\d{1,2})")

Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Heading = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class Part(BaseModel):
    """Base of all parts: frozen and closed; what came later is left out while it says nothing, so that digests stay."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    LATER: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _as_before(self, serialize: SerializerFunctionWrapHandler) -> Any:
        given: dict[str, Any] = serialize(self)
        return {name: value for name, value in given.items() if value or name not in self.LATER}


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


class Slot(Part):
    """Which kind of clause stands in a section, at least and at most how many."""

    type: ClauseType
    least: int = Field(0, ge=0, le=MOST_CLAUSES)
    most: int | None = Field(None, ge=0, le=MOST_CLAUSES)

    @model_validator(mode="before")
    @classmethod
    def _only_the_kind(cls, given: Any) -> Any:
        return {"type": given} if isinstance(given, str) else given

    @model_serializer(mode="wrap")
    def _as_before(self, serialize: SerializerFunctionWrapHandler) -> Any:
        return self.type.value if not self.least and self.most is None else serialize(self)


class FixedSection(Part):
    """The fixed text around the data of one section, the kinds of clause that stand in it, and when it applies."""

    number: int = Field(ge=0, le=LAST_USUAL + MOST_SECTIONS)
    title: Heading
    intro: tuple[Paragraph, ...] = Field((), max_length=MOST_PARAGRAPHS)
    outro: tuple[Paragraph, ...] = Field((), max_length=MOST_PARAGRAPHS)
    plain: Text
    slots: tuple[Slot, ...] = Field((), max_length=len(ClauseType))
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

    @property
    def own(self) -> bool:
        """Tell whether staff added this section: it holds text and clauses, no data."""
        return self.number > LAST_USUAL

    def texts(self) -> tuple[str, ...]:
        """Return the texts whose placeholders are filled."""
        return (*(part.text for part in (*self.intro, *self.outro)), self.plain)


class SignerRule(Part):
    """In which turn a role signs, equal turns side by side; who must sign follows from the law, not from a template."""

    role: SignerRole
    order: int = Field(ge=1, le=9)


class Defaults(Part):
    """The terms with which a new agreement starts."""

    LATER = frozenset({"help_fallback", "help_weeks"})

    purpose: Text
    extension: Text
    months: int = Field(ge=1, le=MOST_MONTHS)
    reflection_days: int = Field(ge=LEAST_REFLECTION_DAYS, le=MOST_REFLECTION_DAYS)
    reaction_days: int = Field(ge=1, le=20)
    evaluation_weeks: tuple[Annotated[int, Field(ge=1, le=160)], ...] = Field(max_length=24)
    corporation_duties: tuple[Line, ...] = Field(max_length=20)
    expert_duties: tuple[Line, ...] = Field(max_length=20)
    exchange: tuple[Flow, ...] = Field(max_length=20)
    ladder: tuple[Line, ...] = Field(max_length=20)
    criteria: tuple[Line, ...] = Field(max_length=20)
    social_team: Line
    complaint: Text
    legal_help: Text
    help_weeks: int = Field(0, ge=0, le=26)
    help_fallback: str = Field("", max_length=300)

    def texts(self) -> tuple[str, ...]:
        """Return the texts that may name the number of a section."""
        return (
            self.purpose, self.extension, *self.corporation_duties, *self.expert_duties, *self.ladder, *self.criteria,
            self.complaint, self.legal_help, self.help_fallback,
        )  # fmt: skip


class Outline(Part):
    """An agreement template as somebody works on it: sound in its parts, perhaps not complete."""

    LATER = frozenset({"extends"})

    schema_: Literal[1] = Field(alias="schema")
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
    version: int
    title: Heading
    subtitle: Heading
    sections: tuple[FixedSection, ...] = Field(min_length=1, max_length=MOST_SECTIONS)
    signers: tuple[SignerRule, ...] = Field(max_length=len(SignerRole))
    defaults: Defaults
    extends: bool = False
    """Whether it goes on with an agreement that is in force, instead of beginning one."""

    def section(self, number: int) -> FixedSection:
        """Return the section with this number; raise LookupError."""
        found = next((one for one in self.sections if one.number == number), None)
        if found is None:
            raise LookupError(number)
        return found

    def printed(self) -> dict[int, int]:
        """Say which number each section has on paper: its place, since the head has none."""
        return {one.number: place for place, one in enumerate(self.sections)}

    def numbers(self) -> dict[str, str]:
        """Say for each place that names a section which number stands there on paper."""
        return {f"section_{number}": str(place) for number, place in self.printed().items()}

    def first(self) -> Defaults:
        """Return the terms to begin with, the numbers of sections filled in."""
        numbers = self.numbers()

        def said(value: Any) -> Any:
            if isinstance(value, tuple | list):
                return [said(one) for one in value]
            return fill(value, numbers) if isinstance(value, str) else value

        given = self.defaults.model_dump()
        return Defaults.model_validate(
            {name: value if name == "exchange" else said(value) for name, value in given.items()}
        )

    def texts(self) -> Iterator[tuple[int | None, str]]:
        """Return every text whose placeholders are filled, with its section; those of the first terms have none."""
        for section in self.sections:
            yield from ((section.number, text) for text in section.texts())
        yield from ((None, text) for text in self.defaults.texts())

    def turns(self) -> list[tuple[str, int]]:
        """Say in which turn each role signs, by its name."""
        return [(one.role.value, one.order) for one in self.signers]

    def order(self) -> dict[SignerRole, int]:
        """Say in which turn each role signs."""
        return {one.role: one.order for one in self.signers}

    def mark(self) -> TemplateMark:
        """Say which template this is, by key, version and digest."""
        plain = json.dumps(self.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True)
        return TemplateMark(key=self.key, version=self.version, digest=hashlib.sha256(plain.encode()).hexdigest())


def placeholders(text: str) -> tuple[str, ...]:
    """Return what stands between braces in a fixed text, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def fill(text: str, values: dict[str, str]) -> str:
    """Fill the placeholders of a fixed text once; a value is never looked at again."""
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], text)
