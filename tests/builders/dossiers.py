"""Builders for dossiers: a case with a bit of everything."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from typing import Any

from PIL import Image

from portal.cases import services as cases
from portal.cases.rules import (
    ContactFacts,
    ContactKind,
    DocumentFacts,
    DocumentKind,
    HearingFacts,
    HelpFacts,
    HelpKind,
    HelpResponse,
    HouseholdFacts,
)
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork
from portal.documents.render import render_pdf
from portal.dossiers import queries
from portal.dossiers.models import DossierPiece
from portal.dossiers.rules import Choice, ComposeFacts, LeaveOut, PieceKind
from portal.parties.rules import AgeBand
from tests.builders.cases import Town, incident_facts, make_case, make_town
from tests.builders.sealing import make_signed
from tests.documents.sample import MADE, tiny

CANARY = "KANARIE-MELDER"
CARE_CANARY = "KANARIE-ZORG"
CHILD = "KANARIE-KIND"


@dataclass(frozen=True)
class FullCase:
    """A case of a town with pieces of every kind."""

    town: Town
    case_id: uuid.UUID
    care_document_id: uuid.UUID


def photo() -> bytes:
    """A photo that knows where it was taken."""
    picture = Image.new("RGB", (1600, 1200), "#c9d2d1")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def letter(text: str = "Geachte heer, wij kregen meldingen over geluid.") -> bytes:
    """A PDF that somebody filed."""
    return render_pdf(tiny(f"<h1>Brief</h1><p>{text}</p>"), created=MADE)


def make_full_case(uow: UnitOfWork, *, signed: bool = False) -> FullCase:
    """Make a case with an incident, a contact, offered help, a letter, a photo and a care document."""
    town = make_town(uow, f"Veenrade {uuid.uuid4().hex[:6]}")
    case_id = make_signed(uow, town=town).case_id if signed else make_case(uow, town, expert=True).id
    today = uow.now.date()
    incident = cases.log_incident(uow, case_id, incident_facts(uow, reporters=(_reporter(),)))
    cases.hear_tenant(uow, incident.id, HearingFacts(held_on=today, version="Ik hoor het zelf niet."))
    cases.log_contact(
        uow,
        case_id,
        ContactFacts(held_on=today, kind=ContactKind.VISIT, summary="Open gesprek.", care_note=CARE_CANARY),
    )
    cases.offer_help(
        uow,
        case_id,
        HelpFacts(offered_on=today, kind=HelpKind.GUIDANCE, offered_by="Bureau", response=HelpResponse.ACCEPTED),
    )
    cases.state_household(uow, case_id, [HouseholdFacts(age_band=AgeBand.B10_12)])
    _file(uow, case_id, "Waarschuwingsbrief", DocumentKind.WARNING, letter(), "brief.pdf")
    _file(uow, case_id, "Foto galerij", DocumentKind.PHOTO, photo(), "foto.jpg")
    care = cases.file_document(
        uow,
        case_id,
        DocumentFacts(title="Verslag van de psycholoog", compartment="C", dated_on=today, file_name="zorg.pdf"),
        letter(CARE_CANARY),
    )
    return FullCase(town, case_id, care.id)


def _reporter() -> Any:
    from portal.cases.rules import ReporterFacts

    return ReporterFacts(identity=CANARY)


def _file(uow: UnitOfWork, case_id: uuid.UUID, title: str, kind: DocumentKind, data: bytes, name: str) -> None:
    facts = DocumentFacts(title=title, kind=kind, compartment="B", dated_on=uow.now.date(), file_name=name)
    cases.file_document(uow, case_id, facts, data)


def period(uow: UnitOfWork, **changes: Any) -> ComposeFacts:
    """The last year."""
    today = uow.now.date()
    usual: dict[str, Any] = {
        "period_from": today - dt.timedelta(days=365),
        "period_until": today + dt.timedelta(days=1),
    }
    return ComposeFacts(**(usual | changes))


def piece(uow: UnitOfWork, dossier_id: uuid.UUID, kind: PieceKind) -> DossierPiece:
    """The first piece of a kind."""
    return next(row for row in queries.pieces(uow.session, SYSTEM, dossier_id) if row.kind is kind)


def without(row: DossierPiece, reason: LeaveOut | None = LeaveOut.NOT_RELEVANT, note: str = "") -> Choice:
    """Leave a piece out."""
    return Choice(piece_id=row.id, included=False, reason=reason, note=note)
