"""`demo`: an empty database filled with the shipped stories, moved so that the last act was yesterday."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal.commands.context import answer, application, as_json
from portal.core import clock
from portal.core.db import db
from portal.settings import Settings, prepare_data_folder

if TYPE_CHECKING:
    from portal.stories.player import Played

UNFINISHED = "demo-unfinished"
ROLES = {
    "bureau_admin": "beheerder van het bureau",
    "bureau_staff": "medewerker van het bureau",
    "legal": "jurist",
    "corporation_staff": "medewerker corporatie",
    "expert": "expert",
    "social_team": "wijkteam",
    "auditor": "controleur",
}


def fill_when_empty(settings: Settings) -> Played | None:
    """Play the shipped stories when nobody is in the database yet; None when somebody is."""
    from portal.accounts.demo import DEMO_PASSWORD
    from portal.stories.demo import is_empty, stories
    from portal.stories.player import Player
    from portal.web.errors import sentence

    with application():
        if not is_empty(db.sessionmaker):
            return None
        click.echo("Filling the demo …")
        told = stories(until=clock.today() - dt.timedelta(days=1))
        unfinished = settings.var / UNFINISHED
        unfinished.touch()
        played = Player(db.sessionmaker, sentence, DEMO_PASSWORD).play(told)
        unfinished.unlink()
        return played


def discard_unfinished(settings: Settings) -> None:
    """Throw away a demo whose filling was broken off; the caller holds the data folder."""
    if settings.sqlite and (settings.var / UNFINISHED).exists():
        click.echo("The demo was left half filled; starting over.")
        _throw_away(settings)


def sign_ins() -> list[tuple[str, str, str]]:
    """List one sign-in per role: the role in Dutch, the mail address, the password."""
    from portal.accounts.demo import DEMO_PASSWORD
    from portal.stories.reading import cast_people

    first: dict[str, str] = {}
    for user in cast_people().users.values():
        for role in user.roles.values():
            first.setdefault(role, user.email)
    return [(ROLES[role], first[role], DEMO_PASSWORD) for role in ROLES if role in first]


@click.command()
@click.option("--reset", is_flag=True, help="Throw the demo's data away; the next start fills it again.")
@as_json
def demo(reset: bool, as_json: bool) -> None:
    """Fill an empty database with the demo, or empty it again. Only in demo mode."""
    settings = Settings()
    if not settings.demo:
        raise click.ClickException("This is not a demo: DRIEHOEK_MODE is production.")
    settings = prepare_data_folder(settings)
    from portal.commands.running import only_one

    if reset:
        if not settings.sqlite:
            raise click.ClickException(
                "Only a demo on SQLite can be reset. Drop and make the PostgreSQL database yourself."
            )
        with only_one(settings):
            _throw_away(settings)
        click.echo(f"The demo in {settings.var} is gone. make run fills it again.")
        return
    with only_one(settings):
        discard_unfinished(settings)
        played = fill_when_empty(settings)
    if played is None:
        raise click.ClickException("The database is not empty. portal demo --reset empties it.")
    text = f"{len(played.cases)} cases, {played.acts} acts and {played.jobs} background jobs in {played.seconds:.0f} s."
    answer({"cases": played.cases, "acts": played.acts, "jobs": played.jobs, "seconds": played.seconds}, text, as_json)


COMMANDS = [demo]


def _throw_away(settings: Settings) -> None:
    for name in ("driehoek.sqlite3", "driehoek.sqlite3-wal", "driehoek.sqlite3-shm"):
        Path(settings.var / name).unlink(missing_ok=True)
    shutil.rmtree(settings.var / "files", ignore_errors=True)
    Path(settings.var / UNFINISHED).unlink(missing_ok=True)
