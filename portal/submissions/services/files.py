"""Files that answer a question: checked by content, kept sealed in the compartment of the question."""

from __future__ import annotations

import uuid
from typing import Any

import forms
from portal.cases.rules.files import file_name, media_type_of
from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Invalid
from portal.core.plaintext import clean, refuse_bsn
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.submissions import answers as store
from portal.submissions import policies
from portal.submissions.models import Submission
from portal.submissions.services.filling import Opened, open_any, save
from portal.submissions.services.filling import open_for_change as opening


def receive(
    uow: UnitOfWork, submission_id: uuid.UUID, field_id: str, data: bytes, name: str, taken: int = 0
) -> forms.Reference:
    """Keep a file that came with a page, to be put into the answer by whoever saves the page; rows have files too.

    *taken* is how many files the question holds already. Raises Invalid("file.kind", "file.empty", "file.too_large",
    "submission.file_field", "submission.files", "text.bsn"), Missing, Denied("submission.change").
    """
    submission = uow.get(Submission, submission_id)
    opened = open_any(uow, submission)
    mine = policies.may_change(uow.actor, opened.case, submission)
    require(mine or policies.may_correct(uow.actor, opened.case, submission), "submission.change")
    return _reference(_kept(uow, opened, field_id, data, name, taken))


def attach(
    uow: UnitOfWork, submission_id: uuid.UUID, field_id: str, data: bytes, name: str, version: int | None = None
) -> StoredFile:
    """Add a file to the answer of a file question that stands in no row.

    Raises as `receive` does, and Conflict("submission.closed", "row.stale").
    """
    opened = opening(uow, submission_id, version)
    kept = _files(uow, opened.submission, field_id)
    stored = _kept(uow, opened, field_id, data, name, len(kept))
    save(uow, submission_id, {field_id: [*kept, _reference(stored)]})
    return stored


def _kept(uow: UnitOfWork, opened: Opened, field_id: str, data: bytes, name: str, taken: int) -> StoredFile:
    entry = opened.form.entries.get(field_id)
    if entry is None or not isinstance(entry.field, forms.Files) or entry.compartment not in opened.own:
        raise Invalid("submission.file_field", field=field_id)
    if taken >= entry.field.max_files:
        raise Invalid("submission.files", field=field_id, limit=entry.field.max_files)
    if len(data) > entry.field.max_megabytes * 1024 * 1024:
        raise Invalid("file.too_large", field=field_id, limit=entry.field.max_megabytes)
    media_type = media_type_of(data)
    stem = clean(name.rpartition(".")[0] or name, 150, field=field_id)
    return blobs.keep(
        uow, data, name=file_name(refuse_bsn(stem, field=field_id), media_type), media_type=media_type,
        case_id=opened.submission.case_id, compartment=Compartment(entry.compartment),
    )  # fmt: skip


def _reference(stored: StoredFile) -> forms.Reference:
    return {"file": str(stored.id), "name": stored.name, "size": stored.size, "type": stored.media_type}


def detach(
    uow: UnitOfWork, submission_id: uuid.UUID, field_id: str, file_ids: list[str], version: int | None = None
) -> None:
    """Take files out of the answer of a file question; the stored bytes themselves stay as they were."""
    opened = opening(uow, submission_id, version)
    kept = [one for one in _files(uow, opened.submission, field_id) if one["file"] not in file_ids]
    save(uow, submission_id, {field_id: kept or None})


def _files(uow: UnitOfWork, submission: Any, field_id: str) -> list[dict[str, Any]]:
    answer = store.kept(uow, submission).get(field_id)
    return answer if isinstance(answer, list) else []
