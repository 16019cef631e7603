"""Reads of agreements, confined to the actor."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.agreements.content import Content, Terms
from portal.agreements.letters import LetterTemplate, letter_template
from portal.agreements.models import (
    Agreement,
    AgreementDraft,
    AgreementOverride,
    AgreementVersion,
    TemplateFamily,
    TemplateText,
)
from portal.agreements.rules import BINDING, PENDING
from portal.agreements.template import ORDER, Template, keys, template
from portal.cases.models import Case
from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.db import Base
from portal.core.errors import Missing
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.submissions.models import Submission
from portal.submissions.rules import SubmissionState

MOST = 200
_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")


T = TypeVar("T", bound=Base)


def template_texts(session: Session, actor: Actor, key: str) -> list[TemplateText]:
    """List the versions of a fixed text that staff wrote, newest first; none for what cannot be a key."""
    if not _KEY.fullmatch(key):
        return []
    query = scoped(TemplateText, actor).where(TemplateText.key == key)
    return list(session.scalars(query.order_by(TemplateText.number.desc()).limit(MOST)))


def working_text(session: Session, actor: Actor, key: str) -> TemplateText | None:
    """Return the working text of a template, or None."""
    return next((one for one in template_texts(session, actor, key) if one.released_at is None), None)


def family(session: Session, actor: Actor, key: str) -> TemplateFamily | None:
    """Return what holds for all versions of an agreement template, or None where nothing was written down."""
    if not _KEY.fullmatch(key):
        return None
    return session.scalars(scoped(TemplateFamily, actor).where(TemplateFamily.key == key)).one_or_none()


def template_keys(session: Session) -> tuple[str, ...]:
    """Name the agreement templates that are shipped and those of staff, the usual one first."""
    with acting(session, SYSTEM):
        added = session.scalars(
            scoped(TemplateFamily, SYSTEM).where(TemplateFamily.copied_from.is_not(None)).limit(MOST)
        )
        found = {*keys(), *(one.key for one in added)}
    return tuple(sorted(found, key=lambda key: (ORDER.index(key) if key in ORDER else len(ORDER), key)))


def offered(session: Session, *, extending: bool = False) -> list[Template]:
    """List the templates with which an agreement may begin, or go on, in use and not withdrawn."""
    with acting(session, SYSTEM):
        gone = {
            one.key
            for one in session.scalars(scoped(TemplateFamily, SYSTEM).where(TemplateFamily.withdrawn_at.is_not(None)))
        }
    found = [in_use(session, key) for key in template_keys(session) if key not in gone]
    return [one for one in found if isinstance(one, Template) and one.extends == extending]


def in_use(session: Session, key: str) -> Template | LetterTemplate | None:
    """Return the template or letter in use under *key*, or None."""
    for find in (template_of, letter_of):
        try:
            return find(session, key)
        except LookupError:
            continue
    return None


def released_bodies(session: Session, actor: Actor, key: str) -> dict[int, dict[str, Any]]:
    """Return every version of a template that was ever in use, by its number, oldest first; the shipped one included."""
    found = {one.number: one.body for one in template_texts(session, actor, key) if one.released_at is not None}
    for find in (template, letter_template):
        try:
            shipped = find(key)
        except LookupError:
            continue
        found.setdefault(shipped.version, shipped.model_dump(mode="json", by_alias=True))
    return dict(sorted(found.items()))


def template_of(session: Session, key: str) -> Template:
    """Return the agreement template in use: the newest that staff released, else the shipped one; raise LookupError."""
    body = _released(session, key)
    return Template.model_validate(body) if body and "sections" in body else template(key)


def letter_of(session: Session, key: str) -> LetterTemplate:
    """Return the letter in use, as `template_of`."""
    body = _released(session, key)
    return LetterTemplate.model_validate(body) if body and "sections" not in body else letter_template(key)


def _released(session: Session, key: str) -> dict[str, Any] | None:
    with acting(session, SYSTEM):
        rows = template_texts(session, SYSTEM, key)
    return next((one.body for one in rows if one.released_at is not None), None)


def agreement(session: Session, actor: Actor, agreement_id: uuid.UUID) -> Agreement:
    """Return an agreement; Missing("row.missing") when absent or foreign."""
    return _one(session, scoped(Agreement, actor).where(Agreement.id == agreement_id), "agreement")


def agreements_of(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Agreement]:
    """List the agreements of a case, oldest first."""
    query = scoped(Agreement, actor).where(Agreement.case_id == case_id)
    return list(session.scalars(query.order_by(Agreement.number).limit(MOST)))


def draft_of(session: Session, actor: Actor, agreement_id: uuid.UUID) -> AgreementDraft | None:
    """Return the open draft of an agreement, or None."""
    query = scoped(AgreementDraft, actor).where(AgreementDraft.agreement_id == agreement_id, AgreementDraft.open)
    return session.scalars(query).one_or_none()


def any_draft(session: Session, actor: Actor, agreement_id: uuid.UUID) -> AgreementDraft | None:
    """Return the draft of an agreement, open or gone into a version, or None."""
    return session.scalars(
        scoped(AgreementDraft, actor).where(AgreementDraft.agreement_id == agreement_id)
    ).one_or_none()


def open_drafts(session: Session, actor: Actor, case_id: uuid.UUID | None = None) -> list[AgreementDraft]:
    """List open drafts, the last changed first; of one case when given."""
    query = scoped(AgreementDraft, actor).where(AgreementDraft.open)
    if case_id:
        query = query.where(AgreementDraft.case_id == case_id)
    return list(session.scalars(query.order_by(AgreementDraft.changed_at.desc(), AgreementDraft.id).limit(MOST)))


def version(session: Session, actor: Actor, version_id: uuid.UUID) -> AgreementVersion:
    """Return a version; Missing("row.missing") when absent or foreign."""
    return _one(session, scoped(AgreementVersion, actor).where(AgreementVersion.id == version_id), "agreement_version")


def versions(session: Session, actor: Actor, agreement_id: uuid.UUID) -> list[AgreementVersion]:
    """List the versions of an agreement, newest first."""
    query = scoped(AgreementVersion, actor).where(AgreementVersion.agreement_id == agreement_id)
    return list(session.scalars(query.order_by(AgreementVersion.number.desc()).limit(MOST)))


def newest(session: Session, actor: Actor, case_id: uuid.UUID) -> AgreementVersion | None:
    """Return the newest version in a case, of the newest agreement, or None."""
    query = (
        scoped(AgreementVersion, actor)
        .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
        .where(AgreementVersion.case_id == case_id)
        .order_by(Agreement.number.desc(), AgreementVersion.number.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def standing(session: Session, actor: Actor, case_id: uuid.UUID) -> AgreementVersion | None:
    """Return the version that counts in a case: the one in force, else the one before the parties, else the newest."""
    query = scoped(AgreementVersion, actor).where(AgreementVersion.case_id == case_id)
    rows = list(session.scalars(query.order_by(AgreementVersion.frozen_at.desc(), AgreementVersion.number.desc())))
    for states in (BINDING, PENDING):
        for row in rows:
            if row.state in states:
                return row
    return rows[0] if rows else None


def versions_of_case(session: Session, actor: Actor, case_id: uuid.UUID) -> list[AgreementVersion]:
    """List all versions in a case, oldest first."""
    query = scoped(AgreementVersion, actor).where(AgreementVersion.case_id == case_id)
    return list(session.scalars(query.order_by(AgreementVersion.frozen_at, AgreementVersion.number).limit(MOST)))


def predecessor(session: Session, actor: Actor, row: AgreementVersion) -> AgreementVersion | None:
    """Return the version before this one, or None."""
    query = scoped(AgreementVersion, actor).where(
        AgreementVersion.agreement_id == row.agreement_id, AgreementVersion.number == row.number - 1
    )
    return session.scalars(query).one_or_none()


def override_of(session: Session, actor: Actor, version_id: uuid.UUID) -> AgreementOverride | None:
    """Return why a version was sent with open points, or None where there were none or the actor may not see it."""
    return session.scalars(
        scoped(AgreementOverride, actor).where(AgreementOverride.version_id == version_id)
    ).one_or_none()


def content_of(row: AgreementVersion) -> Content:
    """Read the frozen content of a version."""
    return Content.model_validate(row.content)


def terms_of(draft: AgreementDraft) -> Terms:
    """Read the terms of a draft."""
    return Terms.model_validate(draft.content)


def document(session: Session, actor: Actor, row: AgreementVersion) -> bytes:
    """Return the stored bytes of a version that parties approve; Missing("row.missing")."""
    file = _one(session, scoped(StoredFile, actor).where(StoredFile.id == row.p0_file_id), "stored_file")
    return blobs.fetch(session, file)


def uses_of_clause(session: Session, actor: Actor, code: str) -> tuple[list[AgreementDraft], list[AgreementVersion]]:
    """Find the newest drafts and versions that hold a clause with this code, among those the actor may see."""
    drafts = [row for row in open_drafts(session, actor) if _holds(row.content, code)]
    query = scoped(AgreementVersion, actor).order_by(AgreementVersion.frozen_at.desc()).limit(MOST)
    return drafts, [row for row in session.scalars(query) if _holds(row.content, code)]


def _holds(content: dict[str, Any], code: str) -> bool:
    clauses = content.get("clauses")
    return isinstance(clauses, list) and any(one.get("code") == code for one in clauses)


def _one(session: Session, query: sa.Select[T], table: str) -> T:
    found = session.scalars(query).one_or_none()
    if found is None:
        raise Missing("row.missing", table=table)
    return found


def newest_versions(session: Session, actor: Actor, most: int = 50) -> list[AgreementVersion]:
    """List the versions that were frozen last, newest first."""
    query = scoped(AgreementVersion, actor).order_by(AgreementVersion.frozen_at.desc(), AgreementVersion.id)
    return list(session.scalars(query.limit(most)))


def newest_cases(session: Session, actor: Actor, most: int = 30) -> list[Case]:
    """List the cases that came in last, to look at a template with."""
    return list(session.scalars(scoped(Case, actor).order_by(Case.created_at.desc(), Case.id).limit(most)))


def references(session: Session, actor: Actor, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the reference of each of these cases that the actor may see."""
    query = scoped(Case, actor).where(Case.id.in_(set(case_ids)))
    return {case.id: case.reference for case in session.scalars(query)}


def accepted_intake(session: Session, actor: Actor, case_id: uuid.UUID) -> uuid.UUID | None:
    """Return the last accepted intake of a case, or None."""
    query = scoped(Submission, actor).where(
        Submission.case_id == case_id,
        Submission.family_key == "intake",
        Submission.state == SubmissionState.ACCEPTED,
    )
    found = session.scalars(query.order_by(Submission.decided_at.desc(), Submission.id).limit(1)).first()
    return found.id if found else None
