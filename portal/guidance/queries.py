"""Reads of forms for tenants; a token or a cookie is looked up by its digest, everything else is confined."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session, contains_eager

from portal.cases.models import Case
from portal.core import crypto
from portal.core.errors import Missing
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.definitions.models import FormVersion, TranslationReview
from portal.guidance import policies
from portal.guidance.models import HandoverAnswer, TenantForm, TenantFormSession
from portal.guidance.rules import SESSION_LIFE, State
from portal.signatures.rules import codes
from portal.submissions import queries as submissions
from portal.submissions.models import Submission
from portal.submissions.rules import HANDOVER, SENT

Pair = tuple[TenantFormSession, TenantForm]


def _forms(actor: Actor) -> Any:
    return scoped(TenantForm, actor).join(TenantForm.form_version).options(contains_eager(TenantForm.form_version))


def by_token(session: Session, token: str) -> TenantForm | None:
    """Return the form behind a link, or None; whoever holds the token may see that it is there."""
    query = _forms(SYSTEM).where(TenantForm.token_hash == codes.token_digest(token[:200]))
    with acting(session, SYSTEM):
        found: TenantForm | None = session.scalars(query).one_or_none()
    return found


def by_secret(session: Session, secret: str, now: dt.datetime) -> Pair | None:
    """Return the living session behind a cookie with its form, or None."""
    wanted = scoped(TenantFormSession, SYSTEM).where(
        TenantFormSession.token_hash == codes.token_digest(secret), TenantFormSession.ended_at.is_(None)
    )
    with acting(session, SYSTEM):
        entry = session.scalars(wanted).one_or_none() if secret else None
        if entry is None or now - entry.seen_at >= SESSION_LIFE:
            return None
        form = session.scalars(_forms(SYSTEM).where(TenantForm.id == entry.tenant_form_id)).one()
    return None if form.state is State.ENDED else (entry, form)


def form(session: Session, actor: Actor, form_id: uuid.UUID) -> TenantForm:
    """Return a form for a tenant; Missing("row.missing") when absent or foreign."""
    found: TenantForm | None = session.scalars(_forms(actor).where(TenantForm.id == form_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="tenant_form")
    return found


def of_case(session: Session, actor: Actor, case_id: uuid.UUID) -> Sequence[TenantForm]:
    """List the forms for tenants of a case, the newest first."""
    rows: Sequence[TenantForm] = session.scalars(
        _forms(actor).where(TenantForm.case_id == case_id).order_by(TenantForm.created_at.desc(), TenantForm.id)
    ).all()
    return rows


def answers(session: Session, found: TenantForm) -> dict[str, Any]:
    """Return the answers of a form; their reading must have been logged, else Denied("care.unlogged")."""
    told: dict[str, Any] = json.loads(crypto.reveal(session, found, "answers") or "{}")
    return told


def codes_of(row: TenantForm) -> codes.Codes:
    """Return what is known about the codes of one link."""
    return codes.Codes(row.sends, row.tries, row.code_sent_at, row.code_hash is not None, row.locked_at is not None)


def reviews(session: Session, actor: Actor, version_id: uuid.UUID) -> dict[str, TranslationReview]:
    """Return, by language, who looked the translation of one version through."""
    query = scoped(TranslationReview, actor).where(TranslationReview.version_id == version_id)
    return {row.locale: row for row in session.scalars(query.order_by(TranslationReview.created_at))}


def version(session: Session, actor: Actor, version_id: uuid.UUID) -> FormVersion:
    """Return a version of a form; Missing("row.missing") when absent."""
    found = session.scalars(scoped(FormVersion, actor).where(FormVersion.id == version_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="form_version")
    return found


def handovers(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Submission]:
    """List the handovers that were sent in a case, the newest first."""
    found = submissions.of_case(session, actor, case_id, HANDOVER)
    return sorted((row for row in found if row.state in SENT), key=submissions.moment_of, reverse=True)


def handover_answers(session: Session, actor: Actor, case_id: uuid.UUID) -> Sequence[HandoverAnswer]:
    """List what social teams answered in a case, the last first."""
    query = scoped(HandoverAnswer, actor).where(HandoverAnswer.case_id == case_id)
    return session.scalars(query.order_by(HandoverAnswer.created_at.desc(), HandoverAnswer.id)).all()


def reason_of(session: Session, actor: Actor, case: Case, row: HandoverAnswer) -> str:
    """Return why a handover was not taken over, to whoever may read it; else empty."""
    return crypto.reveal(session, row, "reason") if policies.may_read_refusal(actor, case, row) else ""
