"""Commands of dossiers: compose, choose, release from the care file, file."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import sqlalchemy as sa

from portal.cases import queries as cases
from portal.cases.models import Case, CaseDocument
from portal.core import blobs, clock, crypto
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import clean, refuse_bsn
from portal.core.policy import require, scoped
from portal.core.uow import UnitOfWork
from portal.dossiers import policies, queries
from portal.dossiers.events import CareReleased, DossierComposed, DossierFiled, PiecesChosen
from portal.dossiers.models import CareRelease, Dossier, DossierFiling, DossierPiece
from portal.dossiers.rules import Choice, ComposeFacts, DossierState, check_choice, check_period, numbers

NOTE_LENGTH, PROVES_LENGTH, REASON_LENGTH = 500, 300, 500


def compose(uow: UnitOfWork, case_id: uuid.UUID, facts: ComposeFacts) -> Dossier:
    """Begin a dossier with every piece of the period taken in, except what was released from the care file."""
    require(policies.may_compose(uow.actor), "dossier.compose")
    check_period(facts, clock.today())
    case = uow.get(Case, case_id)
    last = uow.session.scalar(
        scoped(Dossier, uow.actor).with_only_columns(sa.func.max(Dossier.number)).where(Dossier.case_id == case.id)
    )
    row = uow.add(
        Dossier(
            case_id=case.id, number=(last or 0) + 1, period_from=facts.period_from, period_until=facts.period_until,
            recipient=facts.recipient, purpose=facts.purpose, composed_by=uow.actor.id,
        )
    )  # fmt: skip
    _gather(uow, row)
    uow.record(DossierComposed(case.id, row.id, row.number, row.period_from, row.period_until, row.purpose.value))
    return row


def renew(uow: UnitOfWork, dossier_id: uuid.UUID) -> int:
    """Add what has come into the case since, within the period; return how many pieces."""
    require(policies.may_compose(uow.actor), "dossier.compose")
    return _gather(uow, uow.get(Dossier, dossier_id))


def _gather(uow: UnitOfWork, dossier: Dossier) -> int:
    known = {(row.kind, row.ref_id) for row in queries.pieces(uow.session, uow.actor, dossier.id)}
    found = queries.gather(uow.session, uow.actor, dossier.case_id, dossier.period_from, dossier.period_until)
    fresh = [piece for piece in found if (piece.kind, piece.ref_id) not in known]
    uow.session.add_all(
        DossierPiece(
            case_id=dossier.case_id, dossier_id=dossier.id, kind=piece.kind, ref_id=piece.ref_id, dated_on=piece.on,
            title=piece.title[:300], author=piece.author[:200], favourable=piece.favourable, included=piece.preset,
        )
        for piece in fresh
    )  # fmt: skip
    uow.session.flush()
    return len(fresh)


def choose(uow: UnitOfWork, dossier_id: uuid.UUID, choices: Iterable[Choice], version: int | None = None) -> Dossier:
    """Take pieces in, or leave them out with a reason; all or nothing.

    Raises Invalid("dossier.reason", "dossier.note"), Missing for a piece of another dossier, and
    Conflict("dossier.piece-filed") for a piece that was filed before.
    """
    require(policies.may_compose(uow.actor), "dossier.compose")
    dossier = uow.get(Dossier, dossier_id, version)
    rows = {row.id: row for row in queries.pieces(uow.session, uow.actor, dossier.id)}
    for choice in choices:
        row = rows.get(choice.piece_id)
        if row is None:
            raise Missing("row.missing", table="dossier_piece")
        if row.filing_id is not None:
            if not choice.included:
                raise Conflict("dossier.piece-filed", number=row.exhibit_number)
            continue
        check_choice(choice)
        row.included = choice.included
        row.reason = None if choice.included else choice.reason
        row.note = _text(choice.note, NOTE_LENGTH, "note")
        row.proves = _text(choice.proves, PROVES_LENGTH, "proves")
    included = sum(row.included for row in rows.values())
    uow.session.flush()
    dossier.chosen_at = uow.now
    uow.record(PiecesChosen(dossier.case_id, dossier.id, included, len(rows) - included))
    return dossier


def include(uow: UnitOfWork, piece_id: uuid.UUID, proves: str = "") -> Dossier:
    """Take one piece in."""
    row = uow.get(DossierPiece, piece_id)
    return choose(uow, row.dossier_id, [Choice(piece_id=piece_id, included=True, proves=proves)])


def leave_out(uow: UnitOfWork, piece_id: uuid.UUID, choice: Choice) -> Dossier:
    """Leave one piece out, with the reason in *choice*."""
    return choose(uow, uow.get(DossierPiece, piece_id).dossier_id, [choice])


def release_care(uow: UnitOfWork, document_id: uuid.UUID, reason: str) -> CareRelease:
    """Release one document of the care file for dossiers of its case: a copy, the original stays where it is.

    The reading is on record before the bytes are opened. Raises Denied, Invalid("dossier.release-reason") and
    Conflict("dossier.released").
    """
    document = uow.get(CaseDocument, document_id)
    require(policies.may_release(uow.actor, uow.get(Case, document.case_id)), "dossier.release")
    text = _text(reason, REASON_LENGTH, "reason")
    if len(text) < 10:
        raise Invalid("dossier.release-reason", field="reason")
    if document.compartment is not Compartment.CARE:
        raise Conflict("dossier.not-care")
    if uow.session.scalars(scoped(CareRelease, uow.actor).where(CareRelease.document_id == document.id)).first():
        raise Conflict("dossier.released")
    crypto.demand_care(uow.session, document.case_id)
    title = cases.document_titles(uow.session, [document])[document.id]
    original = uow.get(StoredFile, document.stored_file_id)
    copy = blobs.keep(
        uow, blobs.fetch(uow.session, original), name=original.name, media_type=original.media_type,
        case_id=document.case_id, compartment=policies.RELEASED_TO,
    )  # fmt: skip
    row = uow.add(
        CareRelease(
            case_id=document.case_id, document_id=document.id, stored_file_id=copy.id, title=title,
            dated_on=document.dated_on or clock.local(document.created_at).date(), reason=text, released_by=uow.actor.id,
        )
    )  # fmt: skip
    uow.record(CareReleased(document.case_id, document.id, row.id, copy.sha256))
    return row


def file(uow: UnitOfWork, dossier_id: uuid.UUID, version: int | None = None) -> DossierFiling:
    """Freeze what is taken in as the next filing and have it bound; numbers continue and never change.

    Raises Invalid("dossier.nothing") without a new piece, Invalid("dossier.reason") while one is left out unexplained.
    """
    require(policies.may_file(uow.actor), "dossier.file")
    dossier = uow.get(Dossier, dossier_id, version)
    rows = queries.pieces(uow.session, uow.actor, dossier.id)
    chosen = [row for row in rows if row.included and row.filing_id is None]
    if not chosen:
        raise Invalid("dossier.nothing")
    unexplained = [row for row in rows if not row.included and row.reason is None]
    if unexplained:
        raise Invalid("dossier.reason", field=f"reason-{unexplained[0].id}", count=len(unexplained))
    earlier = queries.filings(uow.session, uow.actor, dossier.id)
    row = uow.add(
        DossierFiling(
            case_id=dossier.case_id,
            dossier_id=dossier.id,
            number=len(earlier) + 1,
            filed_at=uow.now,
            filed_by=uow.actor.id,
        )
    )
    last = max((piece.exhibit_number or 0 for piece in rows), default=0)
    for piece, number in zip(chosen, numbers(last, len(chosen)), strict=True):
        piece.exhibit_number, piece.filing_id = number, row.id
    dossier.state = DossierState.FILED
    uow.session.flush()
    uow.record(DossierFiled(dossier.case_id, dossier.id, row.id, row.number, last + 1, last + len(chosen)))
    uow.enqueue("dossiers.bind", key=f"dossiers.bind:{row.id}", filing_id=row.id, case_id=dossier.case_id)
    return row


def _text(text: str, limit: int, field: str) -> str:
    return refuse_bsn(clean(text, limit, field=field), field=field).strip()
