"""From a filed dossier to plain data for print: what the court reads of each piece. Reads as the system."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.accounts.models import Organisation
from portal.cases import queries as cases
from portal.cases.models import Case, CaseDocument, Contact, HelpOffer, Incident
from portal.cases.rules import ParticipantRole
from portal.core import audit, blobs, crypto
from portal.core.blobs import StoredFile
from portal.core.db import Base
from portal.core.policy import SYSTEM, scoped
from portal.documents import dutch
from portal.dossiers import queries, words
from portal.dossiers.models import CareRelease, Dossier, DossierFiling, DossierPiece
from portal.dossiers.printing import Frame, LeftOut, Source
from portal.dossiers.rules import PieceKind
from portal.parties.rules.names import full_name
from portal.sealing import queries as sealing
from portal.sealing.models import SealedFile
from portal.sealing.place import place
from portal.submissions.models import Submission

TENANTS = {ParticipantRole.TENANT: "huurder", ParticipantRole.CO_TENANT: "medehuurder"}


def frame(session: Session, filing: DossierFiling, dossier: Dossier) -> Frame:
    """Tell about the case and the filing; children by age band, never by name."""
    case = cases.case(session, SYSTEM, filing.case_id)
    landlord = session.scalars(scoped(Organisation, SYSTEM).where(Organisation.id == case.corporation_id)).one()
    left_out = tuple(
        LeftOut(row.dated_on, words.KINDS[row.kind], words.REASONS[row.reason] if row.reason else "", row.note)
        for row in queries.pieces(session, SYSTEM, dossier.id)
        if not row.included
    )
    return Frame(
        reference=case.reference,
        publisher=landlord.name,
        address=case.address,
        tenants=tuple(
            f"{full_name(row.person)} ({TENANTS[row.role]})"
            for row in cases.people(session, SYSTEM, case.id)
            if row.role in TENANTS
        ),
        landlord=landlord.name,
        household=tuple(
            f"{row.count} × {row.age_band.value} jaar" for row in cases.household(session, SYSTEM, case.id)
        ),
        recipient=words.RECIPIENTS[dossier.recipient],
        purpose=words.PURPOSES[dossier.purpose],
        period_from=dossier.period_from,
        period_until=dossier.period_until,
        number=filing.number,
        filed_at=filing.filed_at,
        head=audit.head(session),
        verification=place.verification,
        left_out=left_out,
    )


def sources(session: Session, filing: DossierFiling) -> list[Source]:
    """Read every exhibit of a filing, in the order of its numbers."""
    rows = [row for row in queries.pieces(session, SYSTEM, filing.dossier_id) if row.filing_id == filing.id]
    return [_READERS[row.kind](session, row) for row in sorted(rows, key=lambda row: row.exhibit_number or 0)]


def _row(session: Session, model: type[Base], piece: DossierPiece) -> Base:
    return session.scalars(scoped(model, SYSTEM).where(model.id == piece.ref_id)).one()


def _source(
    piece: DossierPiece,
    facts: tuple[tuple[str, str], ...] = (),
    paragraphs: tuple[tuple[str, str], ...] = (),
    **more: object,
) -> Source:
    return Source(
        number=piece.exhibit_number or 0, title=piece.title, kind=words.KINDS[piece.kind], author=piece.author,
        on=piece.dated_on, proves=piece.proves, facts=tuple(pair for pair in facts if pair[1]),
        paragraphs=tuple(pair for pair in paragraphs if pair[1]), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _referral(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, Case, piece)
    assert isinstance(row, Case)
    told = dutch.date_nl(row.tenant_told_on) if row.tenant_told_on else "niet vastgelegd"
    facts = (("Aangemeld op", dutch.date_nl(row.opened_on)), ("Woning", row.address), ("Huurder ingelicht op", told))
    return _source(piece, facts, (("Reden van de aanmelding", row.reason),))


def _incident(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, Incident, piece)
    assert isinstance(row, Incident)
    facts = (
        ("Wanneer, volgens de melding", words.stated(row)),
        ("Waar", row.place),
        ("Soort", words.CATEGORIES[row.category]),
        ("Gemeld door", row.reporter_code or words.SOURCES[row.source_kind]),
        ("Vastgelegd op", dutch.moment_nl(row.recorded_at)),
        ("Bevestigd", words.VERIFIED[row.verified]),
        ("Huurder gehoord", words.HEARINGS[row.hearing]),
    )
    told = [("Wat er is gebeurd", row.facts), ("Gevolg", row.effect)]
    for hearing in cases.hearings(session, SYSTEM, row.id):
        text = crypto.reveal(session, hearing, "version")
        told.append(
            (f"Reactie van de huurder, {dutch.date_nl(hearing.held_on)}", text or words.HEARINGS[hearing.outcome])
        )
    for later in cases.corrections(session, SYSTEM, row.id):
        told.append((f"Aanvulling, {dutch.date_nl(later.recorded_at)}", later.facts))
    return _source(piece, facts, tuple(told), redacted=bool(row.reporter_code))


def _contact(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, Contact, piece)
    assert isinstance(row, Contact)
    facts = (
        ("Datum", dutch.date_nl(row.held_on, weekday=True)),
        ("Soort", words.CONTACTS[row.kind]),
        ("Met", row.counterpart),
        ("Uitkomst", words.OUTCOMES[row.outcome]),
        ("Vastgelegd op", dutch.moment_nl(row.created_at)),
    )
    return _source(piece, facts, (("Verslag", row.summary),))


def _help(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, HelpOffer, piece)
    assert isinstance(row, HelpOffer)
    facts = (
        ("Datum", dutch.date_nl(row.offered_on, weekday=True)),
        ("Soort hulp", words.HELP[row.kind]),
        ("Aangeboden door", row.offered_by),
        ("Antwoord van de huurder", words.RESPONSES[row.response]),
        ("Vastgelegd op", dutch.moment_nl(row.created_at)),
    )
    return _source(piece, facts, (("Vervolg", row.follow_up),))


def _document(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, CaseDocument, piece)
    assert isinstance(row, CaseDocument)
    facts = (("Soort", words.DOCUMENTS[row.kind]), ("Datum", dutch.date_nl(row.dated_on) if row.dated_on else ""))
    return _with_file(session, piece, row.stored_file_id, facts)


def _conclusion(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, Submission, piece)
    assert isinstance(row, Submission)
    facts = (
        ("Uit", words.FAMILIES.get(row.family_key, row.family_key)),
        ("Afgenomen op", dutch.date_nl(row.assessed_on) if row.assessed_on else ""),
        ("Vrijgegeven op", dutch.date_nl(row.decided_at) if row.decided_at else ""),
    )
    items = queries.released_items(session, SYSTEM, row.id)
    return _source(piece, facts, tuple((words.RELEASED_PARTS.get(item.key, item.key), item.text) for item in items))


def _agreement(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, SealedFile, piece)
    assert isinstance(row, SealedFile)
    edition = sealing.newest(session, SYSTEM, row)
    facts = (("Verzegeld op", dutch.moment_nl(row.sealed_at)), ("Niveau van het zegel", edition.level))
    return _with_file(session, piece, edition.stored_file_id, facts, sealed=True)


def _released(session: Session, piece: DossierPiece) -> Source:
    row = _row(session, CareRelease, piece)
    assert isinstance(row, CareRelease)
    return _with_file(session, piece, row.stored_file_id, (), release_reason=row.reason)


def _with_file(
    session: Session, piece: DossierPiece, file_id: object, facts: tuple[tuple[str, str], ...], **more: object
) -> Source:
    stored = session.scalars(scoped(StoredFile, SYSTEM).where(StoredFile.id == file_id)).one()
    return _source(
        piece, facts, file=blobs.fetch(session, stored), file_name=stored.name, media_type=stored.media_type,
        file_sha256=stored.sha256, **more,  # type: ignore[arg-type]
    )  # fmt: skip


_READERS: dict[PieceKind, Callable[[Session, DossierPiece], Source]] = {
    PieceKind.REFERRAL: _referral,
    PieceKind.INCIDENT: _incident,
    PieceKind.CONTACT: _contact,
    PieceKind.HELP: _help,
    PieceKind.DOCUMENT: _document,
    PieceKind.CONCLUSION: _conclusion,
    PieceKind.AGREEMENT: _agreement,
    PieceKind.RELEASED: _released,
}
