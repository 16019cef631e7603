"""`portal`: the one command line. Each group of commands stands in its own module of `portal.commands`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click
from pydantic import ValidationError

import portal.commands
from portal.settings import Settings, UnsafeConfiguration


class _Commands(click.Group):
    """Loads only the module of the command that is asked for, so that a small command starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        for found in pkgutil.iter_modules(portal.commands.__path__):
            self._load(found.name)
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands and cmd_name in {
            one.name for one in pkgutil.iter_modules(portal.commands.__path__)
        }:
            self._load(cmd_name)
        if cmd_name not in self.commands:
            self.list_commands(ctx)
        return super().get_command(ctx, cmd_name)

    def _load(self, name: str) -> None:
        for command in importlib.import_module(f"portal.commands.{name}").COMMANDS:
            self.add_command(command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Driehoek: run the portal and look after it. Settings come from DRIEHOEK_… in the environment."""


def main() -> None:
    """Run the command line; a missing thing is said in a sentence, never as a stack trace."""
    try:
        ended = cli(standalone_mode=False)
        sys.exit(ended if isinstance(ended, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except UnsafeConfiguration as unsafe:
        click.echo("Driehoek does not start with this configuration:", err=True)
        for reason in unsafe.reasons:
            click.echo(f"  - {reason}", err=True)
        sys.exit(78)
    except ValidationError as wrong:
        if wrong.title != Settings.__name__:
            raise
        click.echo("Driehoek does not understand these settings:", err=True)
        for fault in wrong.errors():
            click.echo(f"  - DRIEHOEK_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}", err=True)
        sys.exit(78)


if __name__ == "__main__":
    main()
