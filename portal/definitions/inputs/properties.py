"""The properties of each kind, read from the engine's own schema, so that a new kind needs nothing here.

A property has a shape, which decides its control: text, long, word, number, day, flag, choice, many, options, lines,
question, formula, condition, constraints; what has none of these is `data`, to be typed as JSON.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import forms

OWN = frozenset({"kind", "id", "key", "fields", "pages", "schema_version", "show_if", "require_if", "read_only_if", "constraints"})
"""Properties that the panel shows in a way of their own, or not at all."""
HANDLING = ("compartment", "purpose", "ground", "audience", "retention")
FIRST = ("label", "title", "hint", "options", "row", "need", "allow_unknown", "allow_decline")
LONG_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Property:
    """One property: what it is called, its shape, and what its values must keep to."""

    name: str
    shape: str
    choices: tuple[str, ...] = ()
    default: Any = None
    required: bool = False
    least: int | None = None
    most: int | None = None


@functools.cache
def _schema() -> dict[str, Any]:
    return forms.json_schema()


def _resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in node:
        return _resolved(_schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]])
    return node


@functools.cache
def kinds() -> tuple[str, ...]:
    """Name the kinds the engine knows, in its own order."""
    return tuple(_by_kind())


@functools.cache
def _by_kind() -> dict[str, Mapping[str, Any]]:
    items = _schema()["$defs"]["Page"]["properties"]["fields"]["items"]
    mapping = {ref: kind for kind, ref in items["discriminator"]["mapping"].items()}
    return {mapping[one["$ref"]]: _resolved(one) for one in items["oneOf"]}


@functools.cache
def properties_of(what: str) -> tuple[Property, ...]:
    """Return the properties of a kind, of "page" or of "form", the most used first."""
    schema = _schema()["$defs"]["Page"] if what == "page" else _schema() if what == "form" else _by_kind().get(what)
    if schema is None:
        return ()
    if "$ref" in schema:
        schema = _resolved(schema)
    names = [name for name in schema["properties"] if name not in OWN]
    order = {name: number for number, name in enumerate(FIRST)}
    required = set(schema.get("required", ()))
    made = [_property(name, schema["properties"][name], name in required) for name in names]
    return tuple(sorted(made, key=lambda one: order.get(one.name, len(order))))


@functools.cache
def names_of(kind: str) -> frozenset[str]:
    """Name every property a kind has, those the panel does not show too."""
    return frozenset(_by_kind().get(kind, {}).get("properties", ()))


@functools.cache
def condition_names(kind: str) -> tuple[str, ...]:
    """Name the conditions of a kind: when it shows, when it must be answered, when it may not be changed."""
    if kind == "page":
        return ("show_if",)
    return tuple(name for name in ("show_if", "require_if", "read_only_if") if name in names_of(kind))


def has_constraints(kind: str) -> bool:
    """Tell whether a kind knows constraints with their own message."""
    return "constraints" in names_of(kind)


def starting_values(kind: str, words: str, options: list[dict[str, Any]], locale: str) -> dict[str, Any]:
    """Return what a new question of *kind* needs beside its label."""
    made: dict[str, Any] = {}
    schema = _by_kind().get(kind, {})
    for name in schema.get("required", ()):
        if name in {"kind", "id", "key", "label"}:
            continue
        one = _property(name, schema["properties"][name], True)
        if one.shape in ("text", "long"):
            made[name] = {locale: words}
        elif one.shape == "options":
            made[name] = options
        elif name == "fields" or (one.shape in ("data", "many") and _plain(schema["properties"][name]).get("type") == "array"):
            made[name] = []
        elif one.shape == "choice":
            made[name] = one.choices[0]
    return made


def _plain(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of what may be absent, without the absence."""
    offered = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
    return _resolved({**node, **offered[0]}) if len(offered) == 1 else _resolved(node)


def _property(name: str, node: Mapping[str, Any], required: bool) -> Property:
    plain, default = _plain(node), node.get("default")
    made = functools.partial(Property, name, default=default, required=required)
    if name == "value":
        return made("formula")
    if "patternProperties" in plain:
        longest = max((one.get("maxLength", 0) for one in plain["patternProperties"].values()), default=0)
        return made("long" if longest >= LONG_TEXT else "text")
    kind = plain.get("type")
    if "enum" in plain:
        return made("choice", choices=tuple(map(str, plain["enum"]))) if kind == "string" else made("data")
    if kind == "boolean":
        return made("flag")
    if kind == "integer":
        return made("number", least=plain.get("minimum"), most=plain.get("maximum"))
    if name == "prefill":
        return made("choice", choices=tuple(forms.PATHS))
    if kind == "string":
        if plain.get("format") == "date":
            return made("day")
        return made("question" if name in QUESTIONS else "word", most=plain.get("maxLength"))
    if kind == "array":
        return _list_property(name, plain, made)
    inner = plain.get("additionalProperties")
    if kind == "object" and isinstance(inner, Mapping) and "patternProperties" in _plain(inner):
        return made("lines")
    return made("data")


QUESTIONS = frozenset({"target_of", "dated_by"})


def _list_property(name: str, plain: Mapping[str, Any], made: Any) -> Property:
    item = _plain(plain.get("items", {}))
    if "enum" in item:
        return made("many", choices=tuple(item["enum"]))  # type: ignore[no-any-return]
    if set(item.get("required", ())) == {"key", "label"}:
        return made("options", least=plain.get("minItems"), most=plain.get("maxItems"))  # type: ignore[no-any-return]
    if item.get("type") == "string" and name == "locales":
        return made("locales")  # type: ignore[no-any-return]
    return made("data")  # type: ignore[no-any-return]
