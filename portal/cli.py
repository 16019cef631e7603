"""`portal`: the one command line. Each group of commands stands in its own module of `portal.commands`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click
from pydantic import ValidationError

import portal.commands
from portal.settings import Settings, UnsafeConfiguration


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Driehoek: run the portal and look after it. Settings come from DRIEHOEK_… in the environment."""


def _load() -> None:
    for found in pkgutil.iter_modules(portal.commands.__path__):
        module = importlib.import_module(f"portal.commands.{found.name}")
        for command in module.COMMANDS:
            cli.add_command(command)


_load()


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
