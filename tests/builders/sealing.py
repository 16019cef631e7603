"""Builders for sealing: a version that everybody signed, with a real document, and its final file."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.agreements.compose import Head, compose
from portal.agreements.content import Content, canonical
from portal.agreements.models import Agreement, AgreementVersion
from portal.agreements.printing import agreement_pdf
from portal.agreements.rules import VersionState
from portal.agreements.template import template
from portal.cases.models import Case, Participant
from portal.core import blobs
from portal.core.db import Compartment, db
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork, unit_of_work
from portal.core.worker import work_all
from portal.parties.models import Person
from portal.signatures import queries as signing
from portal.signatures import services
from portal.signatures.rules import strokes
from tests.builders.agreements import make_tenant, make_terms
from tests.builders.cases import Town, make_case, make_town
from tests.builders.signatures import Ceremony, enter, facts_for, read_all

_made: dict[bytes, bytes] = {}


@dataclass(frozen=True)
class SignedCase:
    """A case of a town with a version that everybody signed."""

    town: Town
    case_id: uuid.UUID
    version_id: uuid.UUID


def approved_pdf(content: Content) -> bytes:
    """Render the document once per content for all tests."""
    key = canonical(content)
    if key not in _made:
        _made[key] = agreement_pdf(content)
    return _made[key]


def make_frozen(uow: UnitOfWork, town: Town, case: Case, *, number: int = 1, **changes: Any) -> AgreementVersion:
    """Freeze and offer an agreement of *case* with its real document."""
    person_id = uow.session.scalars(sa.select(Participant.person_id).where(Participant.case_id == case.id)).first()
    assert person_id is not None
    person = uow.get(Person, person_id)
    person.phone = "0612345678"
    staff, expert = uow.get(User, town.landlord.id or person_id), uow.get(User, town.expert.id or person_id)
    terms = make_terms(tenants=(make_tenant(person_id=str(person_id), name=case.tenant_name),), **changes)
    terms = terms.model_copy(
        update={
            "corporation": terms.corporation.model_copy(
                update={
                    "organisation_id": str(town.corporation),
                    "signatory_id": str(staff.id),
                    "signatory_name": staff.name,
                }
            ),
            "expert": terms.expert.model_copy(
                update={"organisation_id": str(town.practice), "user_id": str(expert.id), "name": expert.name}
            ),
        }
    )
    content = compose(terms, template("voluntary"), Head(case.reference, number, 1, uow.now.date()))
    pdf = approved_pdf(content)
    agreement = uow.add(Agreement(case_id=case.id, number=number, template_key="voluntary"))
    file = blobs.keep(
        uow, pdf, name="p0.pdf", media_type="application/pdf", case_id=case.id, compartment=Compartment.SHARED
    )
    stored = json.loads(canonical(content))
    return uow.add(
        AgreementVersion(
            case_id=case.id, agreement_id=agreement.id, number=1, content=stored, content_digest=_digest(content),
            p0_file_id=file.id, p0_sha256=file.sha256, frozen_at=uow.now, frozen_by=None, reflection_days=7,
            starts_on=uow.now.date(), ends_on=uow.now.date() + dt.timedelta(days=365), state=VersionState.OFFERED,
            offered_at=uow.now,
        )
    )  # fmt: skip


def _digest(content: Content) -> str:
    from portal.agreements.content import digest

    return digest(content)


def drawn() -> strokes.Strokes:
    """A line that somebody could have drawn."""
    wave = [[40 + at * 4, 60 + 35 * math.sin(at / 5) * math.cos(at / 13)] for at in range(60)]
    found = strokes.read(json.dumps({"width": 320, "height": 120, "strokes": [wave, [[60, 95], [180, 90], [270, 99]]]}))
    assert found is not None
    return found


def make_signed(uow: UnitOfWork, *, town: Town | None = None, but: str = "") -> SignedCase:
    """Have everybody sign an agreement of a new case, the tenant by drawing; leave out the role *but*."""
    town = town or make_town(uow, f"Veenrade {uuid.uuid4().hex[:6]}")
    case = make_case(uow, town, expert=True)
    version = make_frozen(uow, town, case)
    made = Ceremony(town, case.id, version.id, version.content_digest)
    services.invite(uow, version.id)
    for row in signing.signatories(uow.session, version.id):
        if row.role == but:
            continue
        if row.channel.value == "portal":
            services.sign_in_portal(uow, row.id, facts_for(row, made, confirmed_at=uow.now))
        else:
            session_id = enter(uow, row)
            read_all(uow, row, made)
            services.sign(uow, row.id, facts_for(row, made, session_id=session_id, strokes=drawn()))
    return SignedCase(town, case.id, version.id)


def seal_now(made: SignedCase) -> None:
    """Ask for the final file and do the work."""
    with db.sessionmaker() as own, unit_of_work(lambda: own, SYSTEM) as uow:
        uow.enqueue("sealing.seal", key=f"test:{uuid.uuid4()}", version_id=made.version_id, case_id=made.case_id)
    work_all(db.sessionmaker)


def bytes_of(session: Session, stored_file_id: uuid.UUID, actor: Actor = SYSTEM) -> bytes:
    """Read a stored file."""
    from portal.core.blobs import StoredFile
    from portal.core.policy import scoped

    row = session.scalars(scoped(StoredFile, actor).where(StoredFile.id == stored_file_id)).one()
    return blobs.fetch(session, row)
