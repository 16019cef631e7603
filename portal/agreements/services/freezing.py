"""From draft to version: prepared outside any transaction, frozen in one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.agreements import checks, policies, printing, queries, rules
from portal.agreements.checks import Finding
from portal.agreements.compose import Head, compose
from portal.agreements.content import Content, digest
from portal.agreements.events import AgreementFrozen, AgreementOffered, AgreementSentAnyway, AgreementSuperseded
from portal.agreements.models import Agreement, AgreementDraft, AgreementOverride, AgreementVersion
from portal.agreements.rules import Action
from portal.agreements.services.course import lock
from portal.cases.models import Case
from portal.core import blobs, clock
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import free_text
from portal.core.policy import ANONYMOUS, Actor, require, scoped
from portal.core.uow import UnitOfWork
from portal.documents.preview import Pictures

LEAST_REASON = 10


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version made ready: its content, digest and document, and the draft it was made of."""

    agreement_id: uuid.UUID
    draft_version: int
    content: Content
    digest: str
    pdf: bytes


def composed(session: Session, agreement_id: uuid.UUID, actor: Actor | None = None) -> tuple[Content, AgreementDraft]:
    """Compose the open draft as it would be frozen today; Missing("agreement.no_draft")."""
    who = actor or session.info.get("actor", ANONYMOUS)
    agreement = queries.agreement(session, who, agreement_id)
    row = queries.draft_of(session, who, agreement_id)
    if row is None:
        raise Missing("agreement.no_draft")
    case = session.scalars(scoped(Case, who).where(Case.id == agreement.case_id)).one()
    earlier = queries.versions(session, who, agreement_id)
    head = Head(case.reference, agreement.number, len(earlier) + 1, clock.today())
    return compose(queries.terms_of(row), queries.template_of(session, agreement.template_key), head), row


def obstacles(session: Session, content: Content) -> list[Finding]:
    """List what must be put right before a version can be made, also what the template in use asks for."""
    return checks.blocking(content, queries.template_of(session, content.template.key))


def weak_points(content: Content, earlier: Sequence[AgreementVersion]) -> list[Finding]:
    """List what would weaken the agreement before a judge, also what follows from the version before; newest first."""
    if not earlier:
        return checks.warnings(content)
    last = earlier[0]
    before = queries.content_of(last)
    course = checks.Earlier(
        last.number, clock.local(last.frozen_at).date(), last.state in rules.SIGNED_AND_WAITING,
        tuple((one.goal, one.start_by) for one in before.help),
    )  # fmt: skip
    return checks.warnings(content, course)


def prepare(session: Session, agreement_id: uuid.UUID) -> Frozen:
    """Compose, check and render the open draft; takes a second, so it belongs outside a transaction.

    Raises Missing("agreement.no_draft"), Invalid("agreement.blocking", codes=…).
    """
    content, row = composed(session, agreement_id)
    found = obstacles(session, content)
    if found:
        codes = sorted({finding.code for finding in found})
        raise Invalid("agreement.blocking", count=len(found), codes=", ".join(codes))
    draft_version = row.version
    return Frozen(agreement_id, draft_version, content, digest(content), printing.agreement_pdf(content))


def pictures(session: Session, agreement_id: uuid.UUID) -> Pictures:
    """Draw the open draft page by page, for a look while somebody works on it; never stored."""
    return printing.concept_pictures(composed(session, agreement_id)[0])


def preview(session: Session, agreement_id: uuid.UUID) -> bytes:
    """Render the open draft with "concept" on every page; never stored."""
    content, _row = composed(session, agreement_id)
    return printing.agreement_pdf(content, concept=True)


def freeze(
    uow: UnitOfWork, agreement_id: uuid.UUID, frozen: Frozen, *, offer: bool = True, reason: str = ""
) -> AgreementVersion:
    """Keep what was prepared as the next version, end versions that were not in force yet, and offer it.

    Open points of its legal health ask for a *reason*, which is kept. Raises Denied, Missing("agreement.no_draft"),
    Conflict("row.stale") when the draft was changed meanwhile, Invalid("agreement.override").
    """
    agreement = uow.get(Agreement, agreement_id)
    case = uow.get(Case, agreement.case_id)
    require(policies.may_freeze(uow.actor, case), "agreement.freeze")
    found = queries.draft_of(uow.session, uow.actor, agreement_id)
    if found is None:
        raise Missing("agreement.no_draft")
    row = uow.get(AgreementDraft, found.id, frozen.draft_version)
    earlier = queries.versions(uow.session, uow.actor, agreement_id)
    content = frozen.content
    if frozen.agreement_id != agreement_id or content.version_number != len(earlier) + 1:
        raise Conflict("row.stale", table="agreement_draft")
    open_points = weak_points(content, earlier)
    why = free_text(reason, 2_000, field="reason")
    if open_points and len(why) < LEAST_REASON:
        raise Invalid("agreement.override", field="reason")
    file = blobs.keep(
        uow, frozen.pdf, name=printing.file_name(content), media_type="application/pdf", case_id=case.id,
        compartment=Compartment.SHARED,
    )  # fmt: skip
    reflection = dt.timedelta(days=content.reflection_days)
    version = uow.add(
        AgreementVersion(
            case_id=case.id,
            agreement_id=agreement_id,
            number=content.version_number,
            content=content.model_dump(mode="json", by_alias=True),
            content_digest=frozen.digest,
            p0_file_id=file.id,
            p0_sha256=file.sha256,
            frozen_at=uow.now,
            frozen_by=uow.actor.id,
            reflection_days=content.reflection_days,
            starts_on=content.starts_on or clock.local(uow.now).date() + reflection,
        )
    )
    row.open = False
    uow.session.flush()
    uow.record(
        AgreementFrozen(case.id, agreement_id, version.id, version.number, version.content_digest, version.p0_sha256)
    )
    if open_points:
        _keep_reason(uow, version, open_points, why)
    for old in earlier:
        if rules.superseded_by_freezing(old.state):
            _supersede(uow, old.id, version.id)
    if offer:
        _offer(uow, version)
    return version


def _keep_reason(uow: UnitOfWork, version: AgreementVersion, points: list[Finding], why: str) -> None:
    told = {"points": [{"code": one.code, "section": one.section, "params": dict(one.params)} for one in points]}
    uow.add(
        AgreementOverride(
            case_id=version.case_id, version_id=version.id, points=told, reason=why, decided_by=uow.actor.id
        )
    )
    codes = ", ".join(sorted({one.code for one in points}))
    uow.record(AgreementSentAnyway(version.case_id, version.id, codes[:500]))


def offer(uow: UnitOfWork, version_id: uuid.UUID) -> AgreementVersion:
    """Put a frozen version before the parties. Raises Denied, Conflict("agreement.move")."""
    version = lock(uow, version_id)
    require(policies.may_offer(uow.actor, version), "agreement.offer")
    _offer(uow, version)
    return version


def _offer(uow: UnitOfWork, version: AgreementVersion) -> None:
    version.state = rules.move(version.state, Action.OFFER)
    version.offered_at = uow.now
    uow.session.flush()
    uow.record(AgreementOffered(version.case_id, version.agreement_id, version.id, version.number))


def _supersede(uow: UnitOfWork, version_id: uuid.UUID, by: uuid.UUID) -> None:
    old = uow.get(AgreementVersion, version_id)
    old.state = rules.move(old.state, Action.SUPERSEDE)
    old.closed_at = uow.now
    uow.session.flush()
    uow.record(AgreementSuperseded(old.case_id, old.id, by))
