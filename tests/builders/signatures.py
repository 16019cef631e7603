"""Builders for the signing ceremony: an offered version with its signatories, and readers behind a link."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from portal.agreements.content import digest_of_stored
from portal.agreements.models import Agreement, AgreementVersion
from portal.agreements.rules import VersionState
from portal.cases.models import Case, Participant
from portal.core import blobs, crypto
from portal.core.db import Compartment
from portal.core.outbox import Channel as Outgoing
from portal.core.outbox import Message
from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.parties.models import Person
from portal.signatures import consent, queries, services
from portal.signatures.models import Signatory, SigningInvitation
from portal.signatures.rules import content as rules_content
from portal.signatures.rules.facts import SignFacts, Trace
from portal.signatures.rules.reading import Answer
from portal.signatures.rules.states import Role
from tests.builders.cases import Town, make_case, make_town
from tests.builders.parties import make_person

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


def clause(number: int, *addressees: str) -> dict[str, Any]:
    """Return a clause as it stands in frozen content."""
    return {
        "number": number, "code": f"V{number}", "title": f"Geluid {number}", "addressees": list(addressees),
        "text": "U zet tussen 22.00 uur en 07.00 uur geen muziek zo hard dat het buiten uw woning te horen is.",
        "plain": "Na 22.00 uur maakt u geen hard geluid.", "consequence": "Dan praten we eerst samen.",
        "teach_back": {
            "question": "Wat mag niet na 22.00 uur?", "right": "a",
            "choices": [{"key": "a", "text": "Harde muziek"}, {"key": "b", "text": "Slapen"}],
        },
    }


def signatory(key: str, role: str, name: str, order: int, **more: Any) -> dict[str, Any]:
    """Return a signatory block as it stands in frozen content."""
    usual = {"key": key, "role": role, "meaning": "consent", "order": order, "name": name, "capacity": role}
    return usual | {"required": True, "mandate": ""} | more


def make_content(clauses: list[dict[str, Any]], people: list[dict[str, Any]]) -> dict[str, Any]:
    """Return frozen content with sections 6, 7 and 10."""
    titles = {6: "Geboden en verboden", 7: "Hulp", 10: "Informatie"}
    return {
        "schema": "driehoek.agreement/1", "title": "Gedragsafspraak", "case_reference": "D-2026-0001",
        "corporation": {"name": "Woningstichting Veenrade"}, "clauses": clauses, "signatories": people,
        "representatives": [], "reflection_days": 7,
        "sections": [
            {"number": number, "title": title, "plain": f"Dit gaat over {title.lower()}.",
             "blocks": [{"kind": "paragraph", "text": f"Tekst over {title.lower()}."},
                        {"kind": "facts", "rows": [["Wie", "Praktijk Veenrade"]]},
                        {"kind": "list", "lines": ["eerste", "tweede"]}]}
            for number, title in titles.items()
        ],
    }


def make_ceremony(
    uow: UnitOfWork, *, town: Town | None = None, clauses: int = 2, co_tenant: bool = False, phone: str = "0612345678",
    orders: tuple[int, int, int] = (1, 2, 3), days: int = 7, extra: tuple[dict[str, Any], ...] = (),
) -> Ceremony:
    """Make an offered version; tenant, perhaps a co-tenant, then corporation, then expert."""
    town = town or make_town(uow, f"Veenrade {uuid.uuid4().hex[:6]}")
    case = make_case(uow, town, expert=True)
    person_id = uow.session.scalars(sa.select(Participant.person_id).where(Participant.case_id == case.id)).first()
    people = [signatory("t1", "tenant", "J. van 't Zandt", orders[0], person_id=str(person_id))]
    _reachable(uow, person_id, phone)
    if co_tenant:
        other = make_person(uow, town.corporation, given_names="Çağla", surname="Öztürk", phone="0687654321")
        people.append(signatory("t2", "co_tenant", "Ç. Öztürk", orders[0], person_id=str(other.id)))
    people += extra
    people.append(
        signatory("corporation", "corporation", "Karin Poort", orders[1], user_id=str(town.landlord.id),
                  organisation_id=str(town.corporation), mandate="Mandaatbesluit 2026, art. 4"))
    people.append(signatory("expert", "expert", "Sanne de Boer", orders[2], user_id=str(town.expert.id),
                            organisation_id=str(town.practice)))
    content = make_content([clause(number) for number in range(1, clauses + 1)], people)
    version = make_version(uow, case, content, days=days)
    return Ceremony(town, case.id, version.id, version.content_digest)


def make_version(
    uow: UnitOfWork, case: Case, content: dict[str, Any], *, number: int = 1, days: int = 7
) -> AgreementVersion:
    """Freeze and offer *content* as a version of a new agreement."""
    agreement = uow.add(Agreement(case_id=case.id, number=number, template_key="voluntary"))
    file = blobs.keep(uow, PDF, name="p0.pdf", media_type="application/pdf", case_id=case.id, compartment=Compartment.SHARED)
    return uow.add(
        AgreementVersion(
            case_id=case.id, agreement_id=agreement.id, number=number, content=content,
            content_digest=digest_of_stored(content), p0_file_id=file.id, p0_sha256=file.sha256, frozen_at=uow.now,
            frozen_by=None, reflection_days=days, starts_on=uow.now.date(), ends_on=dt.date(2027, 12, 31),
            state=VersionState.OFFERED, offered_at=uow.now,
        )
    )


def _reachable(uow: UnitOfWork, person_id: uuid.UUID | None, phone: str) -> None:
    assert person_id is not None
    uow.get(Person, person_id).phone = phone
    uow.session.flush()


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
