"""Builders for the signing ceremony: an offered version with its signatories, and readers behind a link."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.agreements.compose import Head, compose
from portal.agreements.content import (
    ClauseItem,
    Content,
    CorporationParty,
    ExpertParty,
    RepresentativeParty,
    TeachBack,
    TeachBackChoice,
    canonical,
    digest,
)
from portal.agreements.models import Agreement, AgreementVersion
from portal.agreements.rules import SignerRole, VersionState
from portal.agreements.template import template
from portal.cases.models import Case, Participant
from portal.core import blobs, crypto
from portal.core.db import Compartment
from portal.core.outbox import Channel as Outgoing
from portal.core.outbox import Message
from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.parties.models import Person
from portal.parties.rules import RepresentationFacts, RepresentationKind
from portal.parties.services import add_representation
from portal.signatures import consent, queries, services
from portal.signatures.models import Signatory, SigningInvitation
from portal.signatures.rules import content as rules_content
from portal.signatures.rules.facts import SignFacts, Trace
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.reading import Answer
from portal.signatures.rules.states import Role
from tests.builders.agreements import make_clause, make_tenant, make_terms
from tests.builders.cases import Town, make_case, make_town
from tests.builders.parties import make_person
from tests.conftest import Work

PDF = b"%PDF-1.7\n% the approved text\n%%EOF\n"
TRACE = Trace("192.0.2.0/24", "Testbrowser")
CODE = "123456"


@dataclass(frozen=True)
class Ceremony:
    """An offered version in a case of a town."""

    town: Town
    case_id: uuid.UUID
    version_id: uuid.UUID
    digest: str


def clause(number: int, *addressees: str) -> ClauseItem:
    """Return a clause as it stands in frozen content."""
    choices = [TeachBackChoice(key="a", text="Harde muziek"), TeachBackChoice(key="b", text="Slapen")]
    return make_clause(
        number, "V1", title=f"Geluid {number}", plain="Na 22.00 uur maakt u geen hard geluid.",
        text="U zet tussen 22.00 uur en 07.00 uur geen muziek zo hard dat het buiten uw woning te horen is.",
        consequence="Dan praten we eerst samen.", addressees=addressees,
        teach_back=TeachBack(question="Wat mag niet na 22.00 uur?", choices=tuple(choices), right="a"),
    )


def make_ceremony(
    uow: UnitOfWork, *, town: Town | None = None, clauses: int = 2, co_tenant: bool = False, phone: str = "0612345678",
    days: int = 7, mentor: str = "", scheme: Scheme | None = None,
) -> Ceremony:
    """Make an offered version; tenant, perhaps a co-tenant and a mentor, then corporation, then expert."""
    town = town or make_town(uow, f"Veenrade {uuid.uuid4().hex[:6]}")
    case = make_case(uow, town, expert=True)
    person_id = uow.session.scalars(sa.select(Participant.person_id).where(Participant.case_id == case.id)).one()
    uow.get(Person, person_id).phone = phone
    tenants = [make_tenant(person_id=str(person_id), name="J. van 't Zandt")]
    if co_tenant:
        other = make_person(uow, town.corporation, given_names="Çağla", surname="Öztürk", phone="0687654321")
        tenants.append(make_tenant("t2", person_id=str(other.id), name="Ç. Öztürk"))
    representatives = []
    if mentor:
        facts = RepresentationFacts(kind=RepresentationKind.MENTOR, name=mentor, phone="0655555555")
        row = add_representation(uow, person_id, facts)
        representatives.append(
            RepresentativeParty(key="m1", representation_id=str(row.id), tenant="t1", kind=SignerRole.MENTOR, name=mentor)
        )
    terms = make_terms(
        tenants=tuple(tenants), representatives=tuple(representatives), responses=(), reflection_days=days,
        clauses=tuple(clause(number) for number in range(1, clauses + 1)),
        corporation=CorporationParty(
            organisation_id=str(town.corporation), name="Woningstichting Veenrade", signatory_id=str(town.landlord.id),
            signatory_name="Karin Poort", mandate="Mandaatbesluit 2026, art. 4",
        ),
        expert=ExpertParty(organisation_id=str(town.practice), user_id=str(town.expert.id), name="Sanne de Boer"),
    )
    version = make_version(uow, case, compose(terms, template("voluntary"), Head(case.reference, 1, 1, uow.now.date())))
    if scheme is not None:
        services.name_signers(uow, version.id, scheme=scheme)
    return Ceremony(town, case.id, version.id, version.content_digest)


def make_version(uow: UnitOfWork, case: Case, content: Content) -> AgreementVersion:
    """Freeze and offer *content* with a few bytes instead of a document."""
    agreement = uow.add(Agreement(case_id=case.id, number=1, template_key="voluntary"))
    file = blobs.keep(uow, PDF, name="p0.pdf", media_type="application/pdf", case_id=case.id, compartment=Compartment.SHARED)
    return uow.add(
        AgreementVersion(
            case_id=case.id, agreement_id=agreement.id, number=1, content=json.loads(canonical(content)),
            content_digest=digest(content), p0_file_id=file.id, p0_sha256=file.sha256, frozen_at=uow.now,
            frozen_by=None, reflection_days=content.reflection_days, starts_on=uow.now.date(),
            ends_on=dt.date(2027, 12, 31), state=VersionState.OFFERED, offered_at=uow.now,
        )
    )


def signer(uow: UnitOfWork, made: Ceremony, role: Role | str) -> Signatory:
    """Return the signatory with this role."""
    return next(row for row in queries.signatories(uow.session, made.version_id) if row.role == role)


def reader_of(row: Signatory) -> Actor:
    """Return the actor that a reader behind a link is."""
    return Actor(id=row.id, kind="tenant", case_id=row.case_id, person_id=row.person_id, origin="link")


def last_message(uow: UnitOfWork, to: str = "", channel: Outgoing = Outgoing.SMS) -> str:
    """Return the text of the newest message."""
    wanted = sa.select(Message).where(Message.channel == channel)
    if to:
        wanted = wanted.where(Message.recipient == to)
    rows = list(uow.session.scalars(wanted))
    row = max(rows, key=lambda one: (one.created_at, one.key))
    return crypto.reveal(uow.session, row, "body")


def token_in(text: str) -> str:
    """Return the secret of the link in a message."""
    found = re.search(r"/t/([A-Za-z0-9_-]{43})", text)
    assert found, text
    return found.group(1)


def enter(uow: UnitOfWork, row: Signatory) -> uuid.UUID:
    """Let a signatory come in by link and code; return the session."""
    invitation = queries.live_invitations(uow.session, row.id)[0]
    services.send_code(uow, invitation.id, CODE)
    outcome, _secret = services.check_code(uow, invitation.id, CODE, TRACE)
    assert outcome.value == "right"
    return max(queries.live_sessions(uow.session, row.id), key=lambda one: one.created_at).id


def invitation_of(uow: UnitOfWork, row: Signatory) -> SigningInvitation:
    """Return the newest living link of a signatory."""
    return queries.live_invitations(uow.session, row.id)[0]


def read_all(uow: UnitOfWork, row: Signatory, made: Ceremony, answer: Answer = Answer.UNDERSTOOD) -> None:
    """Answer every clause of a signatory."""
    version = uow.get(AgreementVersion, made.version_id)
    for item in rules_content.items(version.content, row.role, row.meaning, row.key):
        services.mark_clause(uow, row.id, item.number, answer)


def facts_for(row: Signatory, made: Ceremony, **changes: Any) -> SignFacts:
    """Return the facts of a signature on the content shown."""
    usual: dict[str, Any] = {
        "name": row.name, "content_digest": made.digest, "consent_key": consent.current(row.role, row.meaning).key,
        "trace": TRACE,
    }
    return SignFacts(**(usual | changes))


def sign_by_link(uow: UnitOfWork, row: Signatory, made: Ceremony) -> None:
    """Come in, read and sign."""
    session_id = enter(uow, row)
    read_all(uow, row, made)
    services.sign(uow, row.id, facts_for(row, made, session_id=session_id))


def sign_all(uow: UnitOfWork, made: Ceremony) -> None:
    """Have everybody sign, in order."""
    services.invite(uow, made.version_id)
    for row in queries.signatories(uow.session, made.version_id):
        if row.channel.value == "portal":
            services.sign_in_portal(uow, row.id, facts_for(row, made, confirmed_at=uow.now))
        else:
            sign_by_link(uow, row, made)


def texts_of(uow: UnitOfWork) -> list[str]:
    """Return the words of every outgoing message."""
    return [crypto.reveal(uow.session, row, "body") for row in uow.session.scalars(sa.select(Message))]


def fields_of(page: TestResponse, form: int | str = 0) -> dict[str, str]:
    """Return the hidden fields of a form on a page, as a browser would send them."""
    main = BeautifulSoup(page.data, "html.parser").main
    assert main is not None
    found = main.select("form")[form] if isinstance(form, int) else main.select_one(form)
    assert found is not None, page.text
    return {str(one["name"]): str(one.get("value", "")) for one in found.select("input[type=hidden]")}


def words(page: TestResponse) -> str:
    main = BeautifulSoup(page.data, "html.parser").main
    assert main is not None
    return " ".join(main.get_text(" ").split())


@dataclass
class House:
    """A client in front of a letter."""

    client: FlaskClient
    work: Work

    def letter(self, **changes: object) -> tuple[Ceremony, str, uuid.UUID]:
        with self.work() as uow:
            made = make_ceremony(uow, **changes)  # type: ignore[arg-type]
            services.invite(uow, made.version_id)
            return made, token_in(last_message(uow, to="+31612345678" if changes else "")), signer(uow, made, Role.TENANT).id

    def inside(self, *, read: bool = False) -> tuple[Ceremony, str, uuid.UUID]:
        """Come in by link and code; with *read*, every clause is answered."""
        made, token, signatory_id = self.letter()
        with self.work() as uow:
            row = signer(uow, made, Role.TENANT)
            services.send_code(uow, queries.live_invitations(uow.session, row.id)[0].id, CODE)
            if read:
                read_all(uow, row, made)
        self.client.post(f"/t/{token}/code", data={"code": CODE})
        return made, token, signatory_id

    def hidden(self, path: str, form: str = "form:not([action])") -> dict[str, str]:
        return fields_of(self.client.get(path), form)
