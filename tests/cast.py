"""Enter the people of the shipped cast into the configured database, each with the demo password."""

from __future__ import annotations

from portal.accounts.demo import DEMO_PASSWORD
from portal.commands.context import application
from portal.core.db import db
from portal.stories.casting import enter_people
from portal.stories.reading import cast_people


def main() -> None:
    with application():
        enter_people(cast_people(), db.sessionmaker, DEMO_PASSWORD)


if __name__ == "__main__":
    main()
