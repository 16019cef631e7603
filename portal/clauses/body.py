"""The body of a clause: what a version of the library holds, checked and closed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from portal.clauses import rules
from portal.clauses.facts import condition_faults
from portal.clauses.rules import ClauseType, Filled, Meaning, ParameterKind, Values

Line = Annotated[str, Field(min_length=1, max_length=200)]
Prose = Annotated[str, Field(min_length=1, max_length=1_000)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Language = Literal["en", "ar", "tr", "pl", "uk", "ti", "fa", "so"]
Locale = Literal["nl"] | Language


class Part(BaseModel):
    """Base of all parts: frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Choice(Part):
    """One answer of a choice parameter."""

    value: Key | Annotated[str, Field(pattern=r"^\d{1,2}$")]
    label: dict[Locale, Line]


MEANS: Mapping[str, frozenset[ParameterKind]] = {
    Meaning.QUIET_FROM: frozenset({ParameterKind.TIME}),
    Meaning.QUIET_UNTIL: frozenset({ParameterKind.TIME}),
    Meaning.MOST_VISITORS: frozenset({ParameterKind.NUMBER}),
    Meaning.MOST_DOGS: frozenset({ParameterKind.NUMBER}),
    Meaning.NO_CONTACT: frozenset({ParameterKind.PLACE, ParameterKind.PERSON}),
    Meaning.CONTACT: frozenset({ParameterKind.NUMBER, ParameterKind.PERSON, ParameterKind.PLACE}),
    Meaning.PERSON_OUT: frozenset({ParameterKind.PERSON}),
    Meaning.PERSONS_IN: frozenset({ParameterKind.PERSON}),
}
"""Which kinds of parameter may carry which meaning."""


class Parameter(Part):
    """A place in the text that is filled per agreement."""

    key: Key
    kind: ParameterKind
    label: Line
    hint: str = Field("", max_length=200)
    required: bool = True
    default: str | int | None = None
    minimum: int | None = None
    maximum: int | None = None
    unit: dict[Locale, tuple[Line, Line]] = Field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    meaning: Literal[""] | Meaning = ""

    def counted(self, number: int, locale: str) -> str:
        """Say *number* with its unit in the right number; in a language without a unit here, the bare number."""
        one, many = self.unit.get(locale, ("", ""))  # type: ignore[call-overload]
        return f"{number} {one if number == 1 else many}".strip()

    def named(self, value: str, locale: str) -> str | None:
        """Say a choice in words, or None when it is not one of them."""
        labels = next((choice.label for choice in self.choices if choice.value == value), None)
        return labels.get(locale, labels["nl"]) if labels else None  # type: ignore[call-overload]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.kind is ParameterKind.CHOICE) != bool(self.choices):
            raise ValueError(f"{self.key}: a choice has choices, nothing else has")
        if (self.kind is ParameterKind.NUMBER) != bool(self.unit):
            raise ValueError(f"{self.key}: a number has a unit, nothing else has")
        if (self.unit and "nl" not in self.unit) or any("nl" not in choice.label for choice in self.choices):
            raise ValueError(f"{self.key}: a unit and a choice are named in Dutch")
        if self.meaning and self.kind not in MEANS[self.meaning]:
            raise ValueError(f"{self.key}: this kind of place cannot mean {self.meaning}")
        if rules.clean_value(self, self.default) != self.default:
            raise ValueError(f"{self.key}: the default must be in the form in which values are kept")
        return self


class Specifics(Part):
    """What makes the clause measurable: whom it binds, where, when, and the measure.

    The measure of a prohibition says when it is broken, that of an obligation when it is kept.
    """

    who: Line
    where: Line
    when: Line
    measure: Line


class Evidence(Part):
    """How a breach or the keeping of the clause is established."""

    kinds: tuple[
        Literal[
            "log", "statement", "police_report", "photo", "visit_report", "attendance", "certificate", "document",
            "payment",
        ],
        ...,
    ] = Field(min_length=1)  # fmt: skip
    text: Prose


class Option(Part):
    key: Literal["a", "b", "c", "d"]
    text: Line


class TeachBack(Part):
    """The question by which a tenant shows what the clause asks."""

    question: Line
    options: tuple[Option, ...] = Field(min_length=2, max_length=4)
    right: Literal["a", "b", "c", "d"]

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        keys = [option.key for option in self.options]
        if len(set(keys)) != len(keys) or self.right not in keys:
            raise ValueError("the options need different keys, one of which is right")
        return self


class Translation(Part):
    """What a tenant reads of a clause, in another language: for information, with who made it and whether it was checked.

    Beside the plain words what follows when it does not work out, and the question with its answers; each may be absent.
    """

    LATER: ClassVar[frozenset[str]] = frozenset({"consequence", "question", "options"})

    text: Prose
    translator: Line
    on: dt.date
    status: Literal["concept", "checked"] = "concept"
    consequence: str = Field("", max_length=1_000)
    question: str = Field("", max_length=200)
    options: dict[Literal["a", "b", "c", "d"], Line] = Field(default_factory=dict)

    @model_serializer(mode="wrap")
    def _as_before(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        given: dict[str, Any] = serialize(self)
        return {name: value for name, value in given.items() if value or name not in self.LATER}

    def texts(self) -> tuple[str, ...]:
        """Return every text that may hold placeholders."""
        return tuple(filter(None, (self.text, self.consequence, self.question, *self.options.values())))

    def whole(self, options: Iterable[str]) -> bool:
        """Tell whether everything that a tenant reads is there, for a question with these *options*."""
        return bool(self.consequence and self.question) and set(self.options) >= set(options)


class Recording(Part):
    """The plain words read aloud: a file of the store, named by what it holds."""

    file_id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: Literal["audio/mpeg", "audio/ogg", "audio/mp4", "audio/wav"]


class ClauseBody(Part):
    """One version of a clause, complete."""

    schema_: Literal[1] = Field(1, alias="schema")
    code: Annotated[str, Field(pattern=r"^[A-Z]{1,3}\d{1,3}$")]
    type: ClauseType
    topic: Line
    title: Line
    icon: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,30}$")]
    text: Prose
    plain: dict[Literal["nl"], Prose]
    translations: dict[Language, Translation] = Field(default_factory=dict)
    recording: Recording | None = None
    parameters: tuple[Parameter, ...] = ()
    specifics: Specifics
    consequence: Prose
    evidence: Evidence
    teach_back: TeachBack
    offered_when: Prose
    condition: Any = None
    categories: tuple[
        Literal[
            "noise", "aggression", "waste", "animals", "drugs", "visitors", "fire", "damage", "garden", "other",
        ],
        ...,
    ] = ()  # fmt: skip
    ground: Line

    @model_validator(mode="before")
    @classmethod
    def _of_before(cls, given: Any) -> Any:
        """Read a version that was kept when English stood beside the Dutch words."""
        if not isinstance(given, dict) or "en" not in (given.get("plain") or {}):
            return given
        plain = dict(given["plain"])
        english = {"text": plain.pop("en"), "translator": "Driehoek", "on": "2026-01-01", "status": "concept"}
        kept = {name: value for name, value in given.items() if name != "duty_of"}
        return kept | {"plain": plain, "translations": {"en": english} | (given.get("translations") or {})}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        keys = [parameter.key for parameter in self.parameters]
        if len(set(keys)) != len(keys):
            raise ValueError("two parameters have the same key")
        if set(self.plain) != {"nl"}:
            raise ValueError("plain words are needed in Dutch")
        if self.condition is not None and condition_faults(self.condition):
            raise ValueError(f"condition: {condition_faults(self.condition)[0]}")
        used = {name for text in self.texts() for name in rules.placeholders(text)}
        if used - set(keys):
            raise ValueError(f"placeholders without a parameter: {', '.join(sorted(used - set(keys)))}")
        if set(keys) - set(rules.placeholders(self.text)):
            raise ValueError("a parameter does not stand in the binding text")
        refused = rules.refused_content(f"{self.text}\n{self.plain['nl']}")
        if refused:
            raise ValueError(f"refused content: {refused[0].reason.value}")
        return self

    def texts(self) -> tuple[str, ...]:
        """Return every text that may hold placeholders."""
        return (
            self.text, *self.plain.values(), *(text for one in self.translations.values() for text in one.texts()),
            self.specifics.who, self.specifics.where, self.specifics.when, self.specifics.measure, self.consequence, self.evidence.text, self.teach_back.question,
            *(option.text for option in self.teach_back.options),
        )  # fmt: skip

    def clean(self, values: Values) -> dict[str, str | int | None]:
        """Clean parameter values for this clause; see `rules.clean_values`."""
        return rules.clean_values(self, values)

    def filled(
        self, values: Values, text: str | None = None, locale: str = "nl", gaps: Mapping[str, str] | None = None
    ) -> Filled:
        """Fill *values* into the binding text, or into another text of this clause; *gaps* says what is open."""
        return rules.fill(self, values, text, locale, gaps)

    def defaults(self) -> dict[str, str | int | None]:
        """Return the values with which the clause is offered."""
        return {parameter.key: parameter.default for parameter in self.parameters}


def canonical(value: BaseModel) -> bytes:
    """Write *value* as canonical JSON: sorted keys, no spaces, UTF-8."""
    plain = value.model_dump(mode="json", by_alias=True)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(body: ClauseBody) -> str:
    """Return the SHA-256 of the canonical JSON of *body*, hexadecimal."""
    return hashlib.sha256(canonical(body)).hexdigest()
