"""`play`: a story in YAML, played through the same services as the screens."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from portal.commands.context import answer, application, as_json
from portal.core.db import db

if TYPE_CHECKING:
    from portal.stories.faults import StoryFault
    from portal.stories.player import Played


@click.command()
@click.argument(
    "stories", nargs=-1, metavar="STORY.yaml…", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--expect", is_flag=True, help="Judge what the story expects; exit 1 when something is otherwise.")
@click.option("--list", "list_", is_flag=True, help="List the stories that come with the product.")
@as_json
def play(stories: tuple[Path, ...], expect: bool, list_: bool, as_json: bool) -> None:
    """Play stories on the configured database, at their written dates, together. The format stands in docs/stories.md.

    An unknown or refused act stops with file, line and reason; exit 1.
    """
    from portal.accounts.demo import DEMO_PASSWORD
    from portal.stories.faults import StoryFault
    from portal.stories.player import Player
    from portal.stories.reading import read, shipped
    from portal.web.errors import sentence

    if list_:
        for path in shipped():
            click.echo(path)
        return
    if not stories:
        raise click.UsageError("Name a story, or use --list.")
    try:
        told = [read(story) for story in stories]
        with application() as app:
            password = DEMO_PASSWORD if app.config["SETTINGS"].demo else None
            played = Player(db.sessionmaker, sentence, password).play(told, expect=expect)
    except StoryFault as fault:
        if as_json:
            answer({"ok": False, "fault": asdict_of(fault)}, "", True)
        else:
            click.echo(str(fault), err=True)
        raise click.exceptions.Exit(1) from fault
    result = {"ok": not played.failures, **asdict(played)}
    answer(result, in_words(played), as_json)
    if played.failures:
        raise click.exceptions.Exit(1)


def asdict_of(fault: StoryFault) -> dict[str, Any]:
    """Return what is known of *fault*, for machines."""
    return {"file": fault.file, "line": fault.line, "code": fault.code, "reason": fault.reason}


def in_words(played: Played) -> str:
    """Tell what came of playing."""
    cases = ", ".join(played.cases.values())
    lines = [f"Played {played.acts} acts and {played.jobs} background jobs in {played.seconds:.1f} s: {cases}."]
    if played.checks:
        lines.append(f"{played.checks - len(played.failures)} of {played.checks} expectations are met.")
    for failure in played.failures:
        lines += [f"{failure.file}:{failure.line}: {failure.check}: {text}" for text in failure.differences]
    return "\n".join(lines)


COMMANDS = [play]
