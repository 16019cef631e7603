"""All commands by name: a command is plain JSON, `{"do": "move", "ids": […], "into": "page:geld"}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.core.errors import Invalid
from portal.definitions.rules import instruments, mending, pages, questions
from portal.definitions.rules.bodies import Body

COMMANDS: Mapping[str, Callable[..., Body]] = {
    "add_question": questions.add_question,
    "add_block": questions.add_block,
    "duplicate": questions.duplicate,
    "delete": questions.delete,
    "move": questions.move,
    "step": questions.step,
    "change_kind": questions.change_kind,
    "set": pages.set_values,
    "set_texts": pages.set_texts,
    "add_page": pages.add_page,
    "delete_page": pages.delete_page,
    "move_page": pages.move_page,
    "replace": pages.replace,
    "mend": mending.mend,
    "take_over_domains": instruments.take_over,
}


def run(body: Body, command: Mapping[str, Any]) -> Body:
    """Do *command* on *body* and return the new body; *body* itself stays as it is.

    Raises Invalid, Conflict or Missing with what stands in the way.
    """
    act = COMMANDS.get(str(command.get("do")))
    if act is None:
        raise Invalid("form.command")
    try:
        return act(body, **{name: value for name, value in command.items() if name != "do"})
    except TypeError as wrong:
        raise Invalid("form.command") from wrong
