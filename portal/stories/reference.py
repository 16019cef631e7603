"""The reference of acts and expectations, written from their classes into docs/stories.md and its JSON Schema."""

from __future__ import annotations

import json
import types
import typing
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic_core import PydanticUndefined

from portal.stories.acts import AnyAct
from portal.stories.acts.base import Act
from portal.stories.dates import Moment
from portal.stories.expectations import AnyCheck
from portal.stories.expectations.base import Check
from portal.stories.people import Closed
from portal.stories.schema import json_schema

DOCS = Path(__file__).parents[2] / "docs"
BEGIN, END = "<!-- acts: written by `python -m portal.stories.reference` -->", "<!-- end of acts -->"


def reference() -> str:
    """Write every act and expectation with its fields, as Markdown."""
    parts = [
        "## Acts\n",
        "Every act also has `at`, `who`, `note` and `refused`: the code of the refusal that the act must meet.\n",
    ]
    parts += [_described(one, "act", Act) for one in get_args(AnyAct)]
    parts += ["## Expectations\n", "Every expectation also has `at` and `note`.\n"]
    parts += [_described(one, "check", Check) for one in get_args(AnyCheck)]
    return "\n".join(parts)


def schema() -> str:
    """Write the JSON Schema as it stands in the documentation."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def page(written: str) -> str:
    """Return the page *written* with the reference put between its marks."""
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


def _described(one: type[Closed], tag: str, base: type[Closed]) -> str:
    name = get_args(one.model_fields[tag].annotation)[0]
    doc = " ".join((one.__doc__ or "").split())
    lines = [f"### `{name}`\n", f"{doc}\n"]
    for key, field in one.model_fields.items():
        if key == tag or (key in base.model_fields and base.model_fields[key].annotation == field.annotation):
            continue
        needed = "" if field.is_required() else ", optional"
        default = _default(field.get_default(call_default_factory=True) if not field.is_required() else None)
        said = f" – {field.description}" if field.description else ""
        lines.append(f"- `{field.alias or key}` ({_kind(field.annotation)}{needed}{default}){said}")
    return "\n".join(lines) + "\n"


def _default(value: Any) -> str:
    if value in (None, "", PydanticUndefined) or value == [] or value == {}:
        return ""
    return f", default `{getattr(value, 'value', value)}`"


def _kind(annotation: Any) -> str:
    if annotation is typing.get_args(Moment)[0] or annotation is Moment:
        return "moment"
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is typing.Literal:
        return " \\| ".join(f"`{arg}`" for arg in args)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_kind(arg) for arg in args if arg is not type(None))
    if origin is typing.Annotated:
        return _kind(args[0])
    if origin is list:
        return f"list of {_kind(args[0])}"
    if origin is dict:
        return "mapping"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " \\| ".join(f"`{member.value}`" for member in annotation)
    if isinstance(annotation, type) and issubclass(annotation, Closed):
        inner = ", ".join(f"`{key}`" for key in annotation.model_fields)
        return f"{{{inner}}}"
    names = {str: "text", int: "number", bool: "true or false", float: "number"}
    return names.get(annotation, getattr(annotation, "__name__", str(annotation)))


def main() -> None:
    """Write the page and the schema."""
    place = DOCS / "stories.md"
    place.write_text(page(place.read_text("utf-8")), "utf-8")
    (DOCS / "stories.schema.json").write_text(schema(), "utf-8")


if __name__ == "__main__":
    main()
