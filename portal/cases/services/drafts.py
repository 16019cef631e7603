"""A referral in the making: kept at every page, sent once."""

from __future__ import annotations

import uuid
from typing import Any

from portal.cases import policies
from portal.cases.models import Case, ReferralDraft, ReferralUpload
from portal.cases.rules import DocumentFacts
from portal.cases.rules.drafts import referral_of
from portal.cases.rules.files import file_name, media_type_of
from portal.cases.services.documents import check_facts
from portal.cases.services.referral import refer
from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid
from portal.core.policy import require, scoped
from portal.core.uow import UnitOfWork

MOST_UPLOADS = 20


def start_draft(uow: UnitOfWork, corporation_id: uuid.UUID | None, page: str, answers: dict[str, Any]) -> ReferralDraft:
    """Begin a referral with the answers of its first page."""
    require(policies.may_refer(uow.actor), "case.refer")
    assert uow.actor.id is not None
    return uow.add(
        ReferralDraft(user_id=uow.actor.id, saved_at=uow.now, corporation_id=corporation_id, answers={page: answers})
    )


def save_page(uow: UnitOfWork, draft_id: uuid.UUID, page: str, answers: dict[str, Any]) -> ReferralDraft:
    """Keep the answers of one page. Raises Conflict("case.draft_sent")."""
    draft = _open(uow, draft_id)
    draft.answers = {**draft.answers, page: answers}
    draft.saved_at = uow.now
    uow.session.flush()
    return draft


def add_upload(uow: UnitOfWork, draft_id: uuid.UUID, facts: DocumentFacts, data: bytes) -> ReferralUpload:
    """Keep a file with a referral. Raises Invalid of the file and Invalid("case.too_many_files")."""
    draft = _open(uow, draft_id)
    present = uow.session.scalars(scoped(ReferralUpload, uow.actor).where(ReferralUpload.draft_id == draft.id)).all()
    if len(present) >= MOST_UPLOADS:
        raise Invalid("case.too_many_files", field="file", limit=MOST_UPLOADS)
    facts = check_facts(uow, facts)
    media_type = media_type_of(data)
    name = file_name(facts.title, media_type)
    stored = blobs.keep(uow, data, name=name, media_type=media_type, case_id=None, compartment=Compartment.CORPORATION)
    draft.saved_at = uow.now
    return uow.add(
        ReferralUpload(
            draft_id=draft.id,
            stored_file_id=stored.id,
            title=facts.title,
            kind=facts.kind,
            name=name,
            size=len(data),
            dated_on=facts.dated_on,
        )
    )


def remove_upload(uow: UnitOfWork, upload_id: uuid.UUID) -> None:
    """Take a file away from a referral that was not sent."""
    upload = uow.get(ReferralUpload, upload_id)
    _open(uow, upload.draft_id)
    _drop(uow, upload)


def discard_draft(uow: UnitOfWork, draft_id: uuid.UUID) -> None:
    """Throw a referral away that was not sent."""
    draft = _open(uow, draft_id)
    for upload in _uploads(uow, draft):
        _drop(uow, upload)
    uow.session.delete(draft)


def send_draft(uow: UnitOfWork, draft_id: uuid.UUID, check: dict[str, Any]) -> Case:
    """Send a referral: make the case of everything that was kept. A second sending returns the same case.

    Raises as `refer`, and Invalid("case.draft_incomplete").
    """
    draft = uow.get(ReferralDraft, draft_id)
    if draft.case_id is not None:
        return uow.get(Case, draft.case_id)
    uploads = _uploads(uow, draft)
    documents = [
        (DocumentFacts(title=u.title, kind=u.kind, compartment="B", dated_on=u.dated_on, file_name=u.name),
         u.stored_file_id)
        for u in uploads
    ]  # fmt: skip
    case = refer(uow, referral_of({**draft.answers, "controleren": check}, documents, draft.corporation_id))
    draft.case_id, draft.saved_at, draft.answers = case.id, uow.now, {}
    uow.session.flush()
    for upload in uploads:
        _drop(uow, upload)
    return case


def _open(uow: UnitOfWork, draft_id: uuid.UUID) -> ReferralDraft:
    draft = uow.get(ReferralDraft, draft_id)
    if draft.case_id is not None:
        raise Conflict("case.draft_sent")
    return draft


def _uploads(uow: UnitOfWork, draft: ReferralDraft) -> list[ReferralUpload]:
    wanted = scoped(ReferralUpload, uow.actor).where(ReferralUpload.draft_id == draft.id)
    return list(uow.session.scalars(wanted.order_by(ReferralUpload.created_at, ReferralUpload.id)))


def _drop(uow: UnitOfWork, upload: ReferralUpload) -> None:
    stored = uow.get(StoredFile, upload.stored_file_id)
    uow.session.delete(upload)
    uow.session.flush()
    uow.session.delete(stored)
    uow.session.flush()
