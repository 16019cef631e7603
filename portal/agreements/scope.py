"""Which rows of the templates an actor may see: they hold no case, and staff who work on cases read all of them."""

from __future__ import annotations

import sqlalchemy as sa

from portal.agreements.models import TemplateFamily, TemplateText
from portal.clauses.policies import may_read
from portal.core.policy import rows_of

rows_of(TemplateFamily, lambda actor: None if may_read(actor) else sa.false())
rows_of(TemplateText, lambda actor: None if may_read(actor) else sa.false())
