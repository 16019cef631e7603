"""Questions to use again: kept under a name, put into a draft as copies with ids of their own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import sqlalchemy as sa

from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import policies, queries
from portal.definitions.events import FormBlockDeleted, FormBlockMade
from portal.definitions.models import FormBlock, FormDraft
from portal.definitions.rules.bodies import places
from portal.definitions.rules.questions import chosen
from portal.definitions.services.drafting import change

LONGEST_NAME = 120


def make_block(uow: UnitOfWork, draft_id: uuid.UUID, name: str, ids: Sequence[str]) -> FormBlock:
    """Keep questions of a draft as a block; Invalid("form.block_name", "form.none_chosen")."""
    require(policies.may_edit(uow.actor), "form.edit")
    body = queries.draft(uow.session, uow.actor, draft_id).body
    wanted = set(chosen(body, ids))
    name = name.strip()[:LONGEST_NAME]
    taken = uow.session.scalar(sa.select(FormBlock.id).where(FormBlock.name == name))
    if not name or not name.isprintable() or taken is not None:
        raise Invalid("form.block_name", field="name")
    fields = [place.field for place in places(body) if place.field["id"] in wanted]
    row = uow.add(FormBlock(name=name, fields={"fields": fields}, made_by=uow.actor.id))
    uow.record(FormBlockMade(row.id, draft_id))
    return row


def insert_block(
    uow: UnitOfWork, draft_id: uuid.UUID, revision: int, block_id: uuid.UUID, into: str, after: str | None
) -> FormDraft:
    """Put copies of a block's questions into a draft; one edit, that can be undone."""
    require(policies.may_edit(uow.actor), "form.edit")
    block = uow.get(FormBlock, block_id)
    command = {"do": "add_block", "into": into, "after": after, "fields": block.fields["fields"], "block": str(block.id)}
    return change(uow, draft_id, revision, command)


def delete_block(uow: UnitOfWork, block_id: uuid.UUID) -> None:
    """Take a block out of the library; forms keep the questions they took from it."""
    require(policies.may_edit(uow.actor), "form.edit")
    row = uow.get(FormBlock, block_id)
    uow.session.delete(row)
    uow.record(FormBlockDeleted(block_id))
