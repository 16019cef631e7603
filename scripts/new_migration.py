"""Write the next numbered migration from the difference between the models and the newest one."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from portal.migrating import config, upgrade


def main() -> None:
    what = sys.argv[1].strip() if len(sys.argv) > 1 else ""
    if not what:
        sys.exit('Say what changes: make migration WHAT="add the household"')
    head = ScriptDirectory.from_config(config()).get_current_head()
    number = f"{int(head or 0) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        with engine.begin() as connection:
            if head:
                upgrade(connection)
            made = config(connection)
            made.set_main_option("file_template", f"{number}_%%(slug)s")
            command.revision(made, what, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main()
