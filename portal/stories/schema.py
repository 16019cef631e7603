"""The format of a story: header, acts, expectations; and its JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from portal.stories.acts import AnyAct
from portal.stories.expectations import AnyCheck
from portal.stories.people import Closed, Home, People


class Story(Closed):
    """A case told as acts of named people at stated moments, and what must be true of it."""

    title: str = Field(min_length=1)
    description: str = ""
    people: People
    home: Home
    acts: list[Annotated[AnyAct, Field(discriminator="act")]] = Field(min_length=1)
    expect: list[Annotated[AnyCheck, Field(discriminator="check")]] = Field(default_factory=list)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a story file (a cast is merged before it is checked)."""
    made = Story.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "Driehoek story"
    made["properties"]["cast"] = {"type": "string", "description": "file with people that stories share"}
    return made
