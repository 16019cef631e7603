"""Every way a signing can end or pause: its page, its line in what happened, and what the others read then."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.signatures import queries, services
from portal.signatures.models import Signatory
from portal.signatures.rules.presence import IdKind, WitnessFacts
from portal.signatures.rules.reading import Answer
from portal.signatures.rules.states import Role
from tests.builders.signatures import (
    TRACE,
    Ceremony,
    House,
    enter,
    facts_for,
    make_ceremony,
    read_all,
    sign_by_link,
    signer,
    words,
)
from tests.conftest import Work

ClientFor = Callable[[Actor], FlaskClient]
WITNESS = WitnessFacts("Wouter Prins", "thuis", IdKind.KNOWN)


@pytest.fixture
def house(client: FlaskClient, work: Work) -> House:
    return House(client, work)


def read_and_sign(house: House) -> Ceremony:
    """Have the tenant sign on the own page."""
    made, _token, _id = house.inside(read=True)
    house.client.post("/t/tekenen", data=house.hidden("/t/tekenen", "form[data-signing]") | {"name": "J. van 't Zandt"})
    return made


def timeline(client: FlaskClient, made: Ceremony) -> str:
    return words(client.get(f"/zaken/{made.case_id}"))


@pytest.mark.parametrize(("role", "told"), [(Role.CORPORATION, "de corporatie weigert"), (Role.EXPERT, "de expert weigert")])
def test_who_signed_reads_that_nothing_holds_when_a_party_refuses(
    house: House, client_for: ClientFor, work: Work, role: Role, told: str
) -> None:
    made = read_and_sign(house)
    with work() as uow:
        if role is Role.EXPERT:
            row = signer(uow, made, Role.CORPORATION)
            services.sign_in_portal(uow, row.id, facts_for(row, made, confirmed_at=uow.now))
        signatory_id = signer(uow, made, role).id
    party = client_for(made.town.landlord if role is Role.CORPORATION else made.town.expert)
    assert party.post(f"/tekenen/{signatory_id}/weigeren").status_code == 303
    page = words(party.get(f"/tekenen/{signatory_id}"))
    assert "gekozen om niet te tekenen" in page and "nergens aan gebonden" in page
    receipt = words(house.client.get("/t/bewijs"))
    assert "Deze afspraken gelden niet." in receipt
    assert "Nog niet getekend" not in receipt and "Ik trek mijn handtekening in" not in receipt
    late = house.client.post("/t/intrekken", data={"letter": letter_of(work, made)})
    assert late.status_code == 409
    assert told in timeline(client_for(made.town.staff), made)


def letter_of(work: Work, made: Ceremony) -> str:
    with work() as uow:
        return signer(uow, made, Role.TENANT).id.hex


def test_a_co_tenant_reads_that_nothing_holds_after_a_withdrawal(house: House, work: Work) -> None:
    with work() as uow:
        made = make_ceremony(uow, co_tenant=True)
        services.invite(uow, made.version_id)
        mine, other = signer(uow, made, Role.TENANT), signer(uow, made, Role.CO_TENANT)
        sign_by_link(uow, other, made)
        secret = services.give_tablet(uow, mine.id, WITNESS, TRACE)
        read_all(uow, mine, made)
        entry = queries.live_sessions(uow.session, mine.id)[-1]
        services.sign(uow, mine.id, facts_for(mine, made, session_id=entry.id))
        services.withdraw(uow, other.id)
    house.client.set_cookie("brief", secret, path="/t")
    assert "Deze afspraken gelden niet." in words(house.client.get("/t/bewijs"))


def test_helpers_see_what_was_read_how_long_and_what_was_answered(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        made = make_ceremony(uow)
        services.invite(uow, made.version_id)
        row = signer(uow, made, Role.TENANT)
        enter(uow, row)
        for chosen in (1, 0):
            services.mark_clause(
                uow, row.id, "1", Answer.UNDERSTOOD, teach_back=chosen, shown_at=uow.now - dt.timedelta(seconds=50)
            )
        signatory_id = row.id
    path = f"/tekenen/{signatory_id}/gelezen"
    for actor in (made.town.staff, made.town.expert):
        page = words(client_for(actor).get(path))
        for told in ("Ik begrijp het", "goed Harde muziek", "eerder 1 keer fout", "1 min 40 s", "nog niet gelezen"):
            assert told in page, told
    assert path in client_for(made.town.staff).get(f"/afspraken/{made.version_id}/ondertekening").text
    assert client_for(made.town.landlord).get(path).status_code == 403
    assert client_for(made.town.staff).get(f"/tekenen/{uuid.uuid4()}/gelezen").status_code == 404


def lock(uow: UnitOfWork, row: Signatory) -> None:
    link = queries.live_invitations(uow.session, row.id)[0]
    link.sends, link.code_sent_at = 10, uow.now - dt.timedelta(days=1)
    services.send_code(uow, link.id)


def expire(uow: UnitOfWork, row: Signatory) -> None:
    link = queries.live_invitations(uow.session, row.id)[0]
    link.expires_at = uow.now - dt.timedelta(minutes=1)
    assert services.expire(uow, link.id)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda uow, row: services.refuse(uow, row.id), "Niet getekend: de huurder weigert"),
        (lambda uow, row: services.record_refusal(uow, row.id, WITNESS), "Niet getekend: de huurder weigert"),
        (lambda uow, row: services.ask(uow, row.id, text="Geldt dit op zondag?"), "Vraag gesteld over de afspraken"),
        (expire, "Link om te tekenen verlopen: huurder"),
        (lock, "Link om te tekenen op slot"),
    ],
    ids=["refused", "refused in person", "asked", "expired", "locked"],
)  # fmt: skip
def test_each_outcome_has_its_line_in_what_happened(
    client_for: ClientFor, work: Work, act: Callable[[UnitOfWork, Signatory], object], told: str
) -> None:
    with work() as uow:
        made = make_ceremony(uow)
        services.invite(uow, made.version_id)
        act(uow, signer(uow, made, Role.TENANT))
    assert told in timeline(client_for(made.town.staff), made)


def test_a_withdrawal_told_by_telephone_has_its_line(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        made = make_ceremony(uow)
        services.invite(uow, made.version_id)
        row = signer(uow, made, Role.TENANT)
        sign_by_link(uow, row, made)
        services.record_withdrawal(uow, row.id, "Ik wist het niet.")
    page = timeline(client_for(made.town.staff), made)
    assert "Handtekening ingetrokken door de huurder" in page and "Ik wist het niet" not in page
