"""Reads of dossiers: what a case offers, what was chosen, what was filed. Always confined to the actor."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.agreements.models import AgreementVersion
from portal.cases import queries as cases
from portal.cases.models import Case, CaseDocument
from portal.cases.rules import ContactOutcome, HelpResponse, Verified
from portal.core import clock
from portal.core.db import Compartment
from portal.core.errors import Missing
from portal.core.policy import SYSTEM, Actor, scoped
from portal.dossiers import words
from portal.dossiers.models import CareRelease, Dossier, DossierFiling, DossierPiece
from portal.dossiers.rules import Gathered, PieceKind, in_order
from portal.sealing import queries as sealing
from portal.sealing.rules import Known, Outcome
from portal.submissions.models import ReleasedItem, Submission

GIVEN = (Compartment.SHARED, Compartment.CORPORATION)


def gather(session: Session, actor: Actor, case_id: uuid.UUID, since: dt.date, until: dt.date) -> list[Gathered]:
    """List every piece of a case within the period that may go to a court, the oldest first. Nothing of the care file."""
    case = cases.case(session, actor, case_id)
    found = [
        Gathered(PieceKind.REFERRAL, case.id, case.opened_on, "Aanmelding door de verhuurder", "verhuurder"),
        *_log(session, actor, case_id),
        *_papers(session, actor, case_id),
    ]
    return in_order(piece for piece in found if since <= piece.on <= until)


def _log(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Gathered]:
    found = []
    for incident in cases.incidents(session, actor, case_id):
        if incident.corrects_id is not None:  # printed with the incident that it corrects
            continue
        day = clock.local(incident.stated_from).date()
        title = f"Melding {incident.number}: {words.CATEGORIES[incident.category]}"
        author = incident.reporter_code or words.SOURCES[incident.source_kind]
        found.append(
            Gathered(PieceKind.INCIDENT, incident.id, day, title, author, favourable=incident.verified is Verified.NO)
        )
    for contact in cases.contacts(session, actor, case_id):
        if contact.compartment in GIVEN:
            title = f"{words.CONTACTS[contact.kind]}, {words.OUTCOMES[contact.outcome]}"
            kept = contact.outcome is ContactOutcome.HELD
            found.append(
                Gathered(PieceKind.CONTACT, contact.id, contact.held_on, title, "verslag van contact", favourable=kept)
            )
    for offer in cases.help_offers(session, actor, case_id):
        if offer.compartment in GIVEN:
            title = f"Aangeboden hulp: {words.HELP[offer.kind]}, {words.RESPONSES[offer.response]}"
            taken = offer.response is HelpResponse.ACCEPTED
            found.append(
                Gathered(PieceKind.HELP, offer.id, offer.offered_on, title, offer.offered_by, favourable=taken)
            )
    return found


def _papers(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Gathered]:
    found = []
    for document in cases.documents(session, actor, case_id):
        if document.compartment in GIVEN:
            day = document.dated_on or clock.local(document.created_at).date()
            author = words.DOCUMENTS[document.kind]
            found.append(Gathered(PieceKind.DOCUMENT, document.id, day, document.title, author))
    for submission in conclusions(session, actor, case_id):
        day = submission.assessed_on or clock.local(submission.decided_at or submission.created_at).date()
        title = f"Wat de expert vrijgaf na {words.FAMILIES.get(submission.family_key, 'een formulier')}"
        found.append(Gathered(PieceKind.CONCLUSION, submission.id, day, title, "expert", favourable=True))
    for file in sealing.sealed_files(session, actor, case_id):
        version = session.scalars(scoped(AgreementVersion, actor).where(AgreementVersion.id == file.version_id)).one()
        title = f"Getekende overeenkomst, versie {version.number}"
        found.append(
            Gathered(
                PieceKind.AGREEMENT, file.id, clock.local(file.sealed_at).date(), title, "partijen", favourable=True
            )
        )
    for release in releases(session, actor, case_id):
        found.append(
            Gathered(PieceKind.RELEASED, release.id, release.dated_on, release.title, "expert", preset=False)
        )
    return found


def conclusions(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Submission]:
    """List submissions of which the expert released something to all parties."""
    with_items = sa.select(ReleasedItem.submission_id).where(ReleasedItem.case_id == case_id)
    wanted = scoped(Submission, actor).where(Submission.case_id == case_id, Submission.id.in_(with_items))
    return list(session.scalars(wanted.order_by(Submission.created_at)))


def released_items(session: Session, actor: Actor, submission_id: uuid.UUID) -> list[ReleasedItem]:
    """List what the expert released from a submission."""
    wanted = scoped(ReleasedItem, actor).where(ReleasedItem.submission_id == submission_id)
    return list(session.scalars(wanted.order_by(ReleasedItem.key)))


def releases(session: Session, actor: Actor, case_id: uuid.UUID) -> list[CareRelease]:
    """List care documents that were released one by one."""
    return list(
        session.scalars(scoped(CareRelease, actor).where(CareRelease.case_id == case_id).order_by(CareRelease.dated_on))
    )


def care_documents(session: Session, actor: Actor, case_id: uuid.UUID) -> list[CaseDocument]:
    """List the care documents of a case, for the expert who may release them; their bytes stay closed."""
    return [row for row in cases.documents(session, actor, case_id) if row.compartment is Compartment.CARE]


def dossier(session: Session, actor: Actor, dossier_id: uuid.UUID) -> Dossier:
    """Return a dossier; Missing("row.missing") when absent or foreign."""
    row = session.scalars(scoped(Dossier, actor).where(Dossier.id == dossier_id)).one_or_none()
    if row is None:
        raise Missing("row.missing", table="dossier")
    return row


def pieces(session: Session, actor: Actor, dossier_id: uuid.UUID) -> list[DossierPiece]:
    """List the pieces of a dossier, the oldest first."""
    wanted = scoped(DossierPiece, actor).where(DossierPiece.dossier_id == dossier_id)
    kinds = list(PieceKind)
    return sorted(session.scalars(wanted), key=lambda row: (row.dated_on, kinds.index(row.kind), str(row.ref_id)))


def filings(session: Session, actor: Actor, dossier_id: uuid.UUID) -> list[DossierFiling]:
    """List the filings of a dossier in order."""
    wanted = scoped(DossierFiling, actor).where(DossierFiling.dossier_id == dossier_id)
    return list(session.scalars(wanted.order_by(DossierFiling.number)))


def filing(session: Session, actor: Actor, dossier_id: uuid.UUID, number: int) -> DossierFiling:
    """Return one filing; Missing("row.missing") when absent or foreign."""
    wanted = scoped(DossierFiling, actor).where(DossierFiling.dossier_id == dossier_id, DossierFiling.number == number)
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise Missing("row.missing", table="dossier_filing")
    return row


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier in the list, with its case."""

    dossier: Dossier
    case: Case
    filings: int


def dossiers(session: Session, actor: Actor, most: int = 200) -> list[Line]:
    """List dossiers that the actor may see, the newest first."""
    count = (
        sa.select(sa.func.count()).where(DossierFiling.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery()
    )
    wanted = (
        scoped(Dossier, actor)
        .join(Case, Case.id == Dossier.case_id)
        .add_columns(Case, count)
        .order_by(Dossier.created_at.desc(), Dossier.id)
        .limit(most)
    )
    return [Line(row[0], row[1], row[2]) for row in session.execute(wanted)]


@sealing.register
def known_filing(session: Session, digest: str) -> Known | None:
    """Tell the verification page about a filing with exactly these bytes."""
    row = session.scalars(scoped(DossierFiling, SYSTEM).where(DossierFiling.sha256 == digest)).first()
    if row is None:
        return None
    case = session.scalars(scoped(Case, SYSTEM).where(Case.id == row.case_id)).one()
    return Known(Outcome.FILING, "Dossier voor de rechter", case.reference, row.bound_at or row.filed_at, row.number)
