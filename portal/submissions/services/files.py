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
from portal.core.uow import UnitOfWork
from portal.submissions import answers as store
from portal.submissions.services.filling import open_for_change as opening
from portal.submissions.services.filling import save


def attach(
    uow: UnitOfWork, submission_id: uuid.UUID, field_id: str, data: bytes, name: str, version: int | None = None
) -> StoredFile:
    """Add a file to the answer of a file question.

    Raises Invalid("file.kind", "file.empty", "file.too_large", "submission.file_field", "submission.files"), Denied,
    Conflict("submission.closed", "row.stale").
    """
    opened = opening(uow, submission_id, version)
    entry = opened.form.entries.get(field_id)
    if entry is None or entry.field.kind != "file" or entry.compartment not in opened.own:
        raise Invalid("submission.file_field", field=field_id)
    field = entry.field
    kept = _files(uow, opened.submission, field_id)
    if isinstance(field, forms.Files) and len(kept) >= field.max_files:
        raise Invalid("submission.files", field=field_id, limit=field.max_files)
    media_type = media_type_of(data)
    stem = clean(name.rpartition(".")[0] or name, 150, field=field_id)
    stored = blobs.keep(
        uow, data, name=file_name(refuse_bsn(stem, field=field_id), media_type), media_type=media_type,
        case_id=opened.submission.case_id, compartment=Compartment(entry.compartment),
    )  # fmt: skip
    reference = {"file": str(stored.id), "name": stored.name, "size": stored.size, "type": media_type}
    save(uow, submission_id, {field_id: [*kept, reference]})
    return stored


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
