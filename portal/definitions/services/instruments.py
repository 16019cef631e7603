"""The list of life domains: every version is frozen, a form takes one over in its draft."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

import forms
from portal.core.errors import Conflict, Invalid
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import checks, policies
from portal.definitions.events import InstrumentPublished
from portal.definitions.models import FormDraft, LifeInstrument
from portal.definitions.rules.instruments import made, take_over
from portal.definitions.services.drafting import change
from portal.definitions.services.publishing import SHIPPED

EMPTY: dict[str, Any] = {
    "schema_version": 1, "key": "list", "title": {"nl": "Lijst"}, "locales": ["nl"],
    "pages": [{"key": "first", "title": {"nl": "Eerste"}, "fields": [{"kind": "note", "id": "note", "key": "note", "label": {"nl": "-"}, "body": {"nl": "-"}}]}],
}  # fmt: skip
"""A form to see whether a list fits in one."""


def publish_instrument(uow: UnitOfWork, seen: int, typed: Mapping[str, Any]) -> LifeInstrument:
    """Make the next version of the list from what was typed over version *seen*.

    Raises Conflict("instrument.stale", "instrument.same"), Invalid("form.value", errors=…).
    """
    require(policies.may_edit(uow.actor), "form.edit")
    newest = uow.session.scalars(sa.select(LifeInstrument).order_by(LifeInstrument.number.desc()).limit(1)).one_or_none()
    if seen != (newest.number if newest else 0):
        raise Conflict("instrument.stale")
    return _publish(uow, made(newest.body if newest else {}, **typed), seen + 1)


def take_over_instrument(uow: UnitOfWork, draft_id: uuid.UUID, revision: int, instrument_id: uuid.UUID, languages: Any) -> FormDraft:
    """Put a version of the list into a draft; one edit, that can be undone."""
    require(policies.may_edit(uow.actor), "form.edit")
    row = uow.get(LifeInstrument, instrument_id)
    return change(uow, draft_id, revision, {"do": "take_over_domains", "listed": row.body, "languages": languages})


def load_shipped_instrument(uow: UnitOfWork) -> None:
    """Make the shipped list the first version, unless there is one."""
    if uow.session.scalar(sa.select(LifeInstrument.id).limit(1)) is None:
        _publish(uow, json.loads((SHIPPED / "instruments" / "life_domains.json").read_text("utf-8")), 1)


def _publish(uow: UnitOfWork, body: dict[str, Any], number: int) -> LifeInstrument:
    wrong = checks.refusals(take_over(EMPTY, listed=body, languages={"nl": dict.fromkeys(("score", "target", "note"), "-")}))
    if wrong:
        raise Invalid("form.value", errors=wrong, message=str(wrong[0]))
    digest = hashlib.sha256(forms.canonical(body)).hexdigest()
    if uow.session.scalar(sa.select(LifeInstrument.id).where(LifeInstrument.digest == digest)) is not None:
        raise Conflict("instrument.same")
    row = LifeInstrument(number=number, digest=digest, body=body, published_at=uow.now, published_by=uow.actor.id)
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except sa.exc.IntegrityError:
        raise Conflict("instrument.stale") from None
    uow.record(InstrumentPublished(row.id, row.number, digest))
    return row
