"""Which rows of the library an actor may see: it holds no case, so all who may read it see all of it."""

from __future__ import annotations

import sqlalchemy as sa

from portal.clauses.models import Clause, ClauseDraft, ClauseVersion
from portal.clauses.policies import may_change, may_read
from portal.core.policy import Actor, rows_of


def _rows(actor: Actor) -> sa.ColumnElement[bool] | None:
    return None if may_read(actor) else sa.false()


rows_of(Clause, _rows)
rows_of(ClauseVersion, _rows)
rows_of(ClauseDraft, lambda actor: None if may_change(actor) else sa.false())
