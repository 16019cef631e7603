"""Which drafts and blocks an actor may see: they belong to no case; whoever builds forms sees all of them."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core.policy import Actor, rows_of
from portal.definitions.models import FormBlock, FormDraft, FormEdit, FormPresence, LifeInstrument
from portal.definitions.policies import may_edit


def _rows(actor: Actor) -> sa.ColumnElement[bool] | None:
    return None if may_edit(actor) else sa.false()


for _model in (FormDraft, FormEdit, FormPresence, FormBlock, LifeInstrument):
    rows_of(_model, _rows)
