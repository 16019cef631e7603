"""Builders of custom fields."""

from __future__ import annotations

import uuid
from typing import Any

import forms
from portal.core.uow import UnitOfWork
from portal.definitions import services
from portal.definitions.models import CustomAnswers, FormVersion
from portal.definitions.rules.records import RecordKind
from tests.builders.submissions import make_body, make_field

FIELDS = (
    make_field("yes_no", "dog"),
    make_field("short_text", "breed", need="optional", show_if={"==": [{"var": "dog"}, True]}),
    make_field("one_of", "colour", need="optional"),
)


def make_fields(
    uow: UnitOfWork, kind: RecordKind, *fields: dict[str, Any], key: str = "", **changes: Any
) -> FormVersion:  # fmt: skip
    """Publish custom fields for a kind of record, from a draft as the designer makes one."""
    body = _body(*(fields or FIELDS), key=key or f"own_{kind.value}", **changes)
    draft = services.start_new(uow, body, kind)
    return services.publish_draft(uow, draft.id, 0)


def renew_fields(uow: UnitOfWork, key: str, *fields: dict[str, Any], **changes: Any) -> FormVersion:
    """Publish the next version of custom fields."""
    return services.publish(uow, forms.load(_body(*fields, key=key, **changes)))


def _body(*fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    usual = {"filled_by": "staff", "audience": ["corporation", "bureau"]}
    return make_body(*fields, **(usual | changes))


def keep(
    uow: UnitOfWork, kind: RecordKind, record_id: uuid.UUID, key: str = "", number: int | None = None, **typed: str
) -> CustomAnswers:  # fmt: skip
    """Keep custom fields as a page posts them."""
    key = key or f"own_{kind.value}"
    opened = services.open_fields(uow.session, uow.actor, kind, record_id, key)
    posted = forms.Posted({f"{id_}__asked": "1" for id_ in opened.form.entries} | typed)
    seen = opened.number if number is None else number
    return services.keep_fields(uow, kind, record_id, key, posted, seen, opened.version.id)
