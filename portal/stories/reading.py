"""Reading a story file: YAML with the line of every part, merged with its cast, checked against the format."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from portal.stories.dates import moved
from portal.stories.faults import StoryFault
from portal.stories.people import People
from portal.stories.schema import Story

SHIPPED = Path(__file__).with_name("shipped")
_LARGEST = 1_000_000
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A story as written: plain values, and the line on which each of them stands."""

    file: str
    raw: dict[str, Any]
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Return the line of *place*, or of the nearest part around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


class _Loader(yaml.SafeLoader):
    """YAML with the few plain types of JSON: 22:00, ja, no and dates stay text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def read(path: Path, *, days: int = 0) -> tuple[Story, Source]:
    """Read the story at *path*, moved by *days*. Raises `StoryFault` with the line of the first fault."""
    source = _read_source(path)
    story = _check(Source(source.file, moved(source.raw, days), source.lines))
    for number, (before, after) in enumerate(pairwise(story.acts), 1):
        if after.at < before.at:
            raise StoryFault(source.file, source.line(("acts", number)), "this act stands after a later one")
    return story, source


def shipped() -> list[Path]:
    """Return the stories that come with the product, in the order of their names."""
    return sorted(SHIPPED.glob("*.yaml"))


def cast_people(name: str = "veenrade.yaml") -> People:
    """Return the people of a shipped cast."""
    return People.model_validate(_parse(SHIPPED / "cast" / name).raw)


def merged(path: Path) -> dict[str, Any]:
    """Return the plain values of the story at *path* with its cast put in, as the JSON Schema describes them."""
    return _read_source(path).raw


def _read_source(path: Path) -> Source:
    source = _parse(path)
    cast = source.raw.pop("cast", None)
    if cast is None:
        return source
    found = next((p for p in (path.parent / str(cast), SHIPPED / "cast" / str(cast)) if p.is_file()), None)
    if found is None or found.suffix != ".yaml":
        raise StoryFault(source.file, source.line(("cast",)), f"there is no cast {cast!r} beside the story")
    people = _parse(found).raw
    own = source.raw.get("people") or {}
    merged = {part: {**(people.get(part) or {}), **(own.get(part) or {})} for part in {*people, *own}}
    return Source(source.file, {**source.raw, "people": merged}, source.lines)


def _parse(path: Path) -> Source:
    name = str(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise StoryFault(name, 1, f"this file cannot be read: {unreadable}") from unreadable
    if len(text) > _LARGEST:
        raise StoryFault(name, 1, "this file is larger than a story can be")
    try:
        for token in yaml.scan(text, _Loader):
            if isinstance(token, yaml.AliasToken):
                raise StoryFault(name, token.start_mark.line + 1, "a story is written out: no aliases")
        node = yaml.compose(text, _Loader)
        if not isinstance(node, yaml.MappingNode):
            raise StoryFault(name, 1, "a story is a mapping: title, people, acts")
        lines = dict(_walk(name, node, ()))
        raw = yaml.load(text, _Loader)  # noqa: S506  # a SafeLoader with fewer types
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        said = getattr(broken, "problem", None) or "not YAML"
        raise StoryFault(name, mark.line + 1 if mark else 1, f"this is no YAML: {said}") from broken
    return Source(name, raw, lines)


def _walk(file: str, node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise StoryFault(file, key.start_mark.line + 1, "a key must be a word")
            if key.value in seen:
                raise StoryFault(file, key.start_mark.line + 1, f"{key.value!r} is written twice")
            seen.add(key.value)
            for at, line in _walk(file, value, (*place, key.value)):
                yield at, key.start_mark.line + 1 if at == (*place, key.value) else line
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(file, value, (*place, number))


def _check(source: Source) -> Story:
    try:
        return Story.model_validate(source.raw)
    except ValidationError as invalid:
        fault = invalid.errors(include_url=False)[0]
        place = _place(source.raw, fault["loc"])
        where = ".".join(str(part) for part in place)
        raise StoryFault(source.file, source.line(place), f"{where}: {_plain(fault)}", fault["type"]) from invalid


def _place(raw: Any, loc: tuple[Any, ...]) -> Place:
    """Drop from a pydantic location what is not in the file: the tags of unions."""
    place: list[str | int] = []
    for part in loc:
        known = part in raw if isinstance(raw, dict) else isinstance(raw, list) and part in range(len(raw))
        if known:
            raw = raw[part]
            place.append(part)
        elif isinstance(raw, dict) and part == loc[-1]:
            place.append(part)
    return tuple(place)


def _plain(fault: Any) -> str:
    context = fault.get("ctx") or {}
    match fault["type"]:
        case "union_tag_invalid":
            return f"unknown act or check {context.get('tag')!r}; known are {context.get('expected_tags')}"
        case "union_tag_not_found":
            return "this does not say which act or check it is"
        case "extra_forbidden":
            return "unknown field"
        case "missing":
            return "this field is missing"
    return str(fault["msg"]).removeprefix("Value error, ")
