"""Pages for signing together: a QR code, the tablet, paper, an interpreter, a refusal, permissions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.accounts.models import User
from portal.core.policy import Actor
from portal.signatures import services
from portal.signatures.models import Signatory
from portal.signatures.rules.presence import IdKind, WitnessFacts
from portal.signatures.rules.reading import Answer
from portal.signatures.rules.states import Role, State
from tests.builders.accounts import _HASH, PASSWORD
from tests.builders.cases import make_town
from tests.builders.signatures import (
    TRACE,
    Ceremony,
    enter,
    facts_for,
    fields_of,
    invitation_of,
    make_ceremony,
    signer,
    texts_of,
    words,
)
from tests.conftest import Work
from tests.web.test_signing import read_all

ClientFor = Callable[[Actor], FlaskClient]
WITNESS = {"place": "thuis bij de huurder", "name": "Wouter Prins", "id_kind": "passport", "id_end": "4F7", "read_aloud": "y"}


def invited(work: Work, **changes: object) -> tuple[Ceremony, uuid.UUID]:
    with work() as uow:
        made = make_ceremony(uow, **changes)  # type: ignore[arg-type]
        services.invite(uow, made.version_id)
        return made, signer(uow, made, Role.TENANT).id


def state_of(work: Work, signatory_id: uuid.UUID) -> State:
    with work() as uow:
        return uow.get(Signatory, signatory_id).state


def post(client: FlaskClient, path: str, **data: object) -> object:
    return client.post(path, data=fields_of(client.get(path), "form:not([action])") | data)


def test_a_qr_code_is_shown_and_opens_on_another_phone(client: FlaskClient, client_for: ClientFor, work: Work) -> None:
    made, signatory_id = invited(work, phone="")
    staff = client_for(made.town.staff)
    page = staff.post(f"/tekenen/{signatory_id}/qr", data={"place": "spreekkamer 2"})
    assert page.status_code == 200
    assert "<svg" in page.text
    code = "".join(re.findall(r">(\d{3}) (\d{3})<", page.text)[0])
    with work() as uow:
        token_hash = invitation_of(uow, uow.get(Signatory, signatory_id)).token_hash
        assert not [text for text in texts_of(uow) if code in text]
    assert token_hash not in page.text
    with work() as uow:
        shown = services.show_qr(uow, signatory_id, "spreekkamer 2")
    begun = client.post(f"/t/{shown.token}", data={})
    assert begun.headers["Location"].startswith(f"/t/{shown.token}/code")
    assert "leest de code voor" in words(client.get(f"/t/{shown.token}/code"))
    assert client.post(f"/t/{shown.token}/code", data={"code": shown.code}).headers["Location"] == "/t/"
    read_all(client)
    assert post(client, "/t/tekenen", name="J. van 't Zandt").status_code == 303  # type: ignore[attr-defined]
    assert state_of(work, signatory_id) is State.SIGNED


def test_a_second_code_for_a_qr_link_without_telephone_comes_from_staff(client: FlaskClient, work: Work) -> None:
    _made, signatory_id = invited(work, phone="")
    with work() as uow:
        shown = services.show_qr(uow, signatory_id, "balie")
    client.post(f"/t/{shown.token}/code", data={"code": shown.code})
    again = client.post(f"/t/{shown.token}", data={})
    assert again.status_code == 409
    assert "medewerker die naast u zit" in words(again)


def test_the_tablet_locks_the_staff_session_away(client: FlaskClient, work: Work) -> None:
    made, signatory_id = invited(work)
    with work() as uow:
        user = uow.get(User, made.town.staff.id or signatory_id)
        user.password = _HASH
        email = user.email
    client.post("/inloggen", data={"email": email, "password": PASSWORD})
    assert client.get(f"/tekenen/{signatory_id}/tafel").status_code == 200
    page = client.post(f"/tekenen/{signatory_id}/tablet", data=WITNESS)
    assert page.headers["Location"] == "/t/"
    assert client.get(f"/tekenen/{signatory_id}/tafel").status_code == 303, "the tenant cannot go back to the case"
    read_all(client)
    post(client, "/t/tekenen", name="J. van 't Zandt")
    assert state_of(work, signatory_id) is State.SIGNED
    receipt = client.get("/t/bewijs")
    assert "geef het apparaat terug" in words(receipt)
    over = client.post("/t/stoppen", data=fields_of(receipt, "form[action='/t/stoppen']") | {"letter": signatory_id.hex})
    assert "tablet" in over.headers["Location"]
    assert client.get("/t/bewijs").status_code == 403


@pytest.mark.parametrize("path", ["tafel", "qr", "tablet", "tolk", "weigering", "papier"])
def test_every_page_at_the_table_opens_for_staff_and_for_nobody_else(client_for: ClientFor, work: Work, path: str) -> None:
    made, signatory_id = invited(work)
    assert client_for(made.town.staff).get(f"/tekenen/{signatory_id}/{path}").status_code == 200
    assert client_for(made.town.landlord).get(f"/tekenen/{signatory_id}/{path}").status_code == 403
    with work() as uow:
        elsewhere = make_town(uow, "Elders")
    assert client_for(elsewhere.expert).get(f"/tekenen/{signatory_id}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "data"),
    [("tablet", {**WITNESS, "id_end": "?"}), ("tablet", {**WITNESS, "id_kind": "vals"}), ("qr", {"place": "\x00 "}),
     ("tolk", {"name": "N", "language": "Farsi", "mode": "live"}), ("weigering", {**WITNESS, "place": "x" * 500})],
)  # fmt: skip
def test_what_is_filled_in_wrongly_is_said_and_nothing_happens(
    client_for: ClientFor, work: Work, path: str, data: dict[str, str]
) -> None:
    made, signatory_id = invited(work)
    page = client_for(made.town.staff).post(f"/tekenen/{signatory_id}/{path}", data=data)
    assert page.status_code == 422
    assert state_of(work, signatory_id) is State.INVITED


def test_a_refusal_in_person_is_written_down(client_for: ClientFor, work: Work) -> None:
    made, signatory_id = invited(work)
    page = client_for(made.town.staff).post(f"/tekenen/{signatory_id}/weigering", data={**WITNESS, "said": "Ik teken niet."})
    assert page.status_code == 303
    assert state_of(work, signatory_id) is State.REFUSED


def test_a_reminder_is_shown_and_stopped(client_for: ClientFor, work: Work) -> None:
    made, _signatory_id = invited(work)
    staff, path = client_for(made.town.staff), f"/afspraken/{made.version_id}/ondertekening"
    page = staff.get(path)
    assert "Herinnering aan J. van 't Zandt gaat uit op" in words(page)
    found = re.search(r'action="(/tekenen/herinnering/[^"]+)"', page.text)
    assert found
    assert staff.post(found.group(1)).status_code == 303
    assert "Herinnering aan" not in words(staff.get(path))


def test_low_understanding_waits_for_a_decision_that_only_helpers_see(client_for: ClientFor, work: Work) -> None:
    made, signatory_id = invited(work)
    with work() as uow:
        row = uow.get(Signatory, signatory_id)
        session_id = enter(uow, row)
        for number in ("1", "2"):
            services.mark_clause(uow, row.id, number, Answer.UNDERSTOOD, teach_back=1)
        services.sign(uow, row.id, facts_for(row, made, session_id=session_id))
    path = f"/afspraken/{made.version_id}/ondertekening"
    assert "begreep weinig" in words(client_for(made.town.staff).get(path))
    assert "begreep weinig" not in words(client_for(made.town.landlord).get(path))
    staff, where = client_for(made.town.staff), f'href="/tekenen/{signatory_id}/begrip"'
    assert where in staff.get("/").text and where in client_for(made.town.expert).get("/").text
    assert where not in client_for(made.town.landlord).get("/").text
    assert staff.post(f"/tekenen/{signatory_id}/begrip", data={"reason": "ok"}).status_code == 422
    told = "Samen met de mentor alles nog een keer besproken."
    assert staff.post(f"/tekenen/{signatory_id}/begrip", data={"reason": told}).status_code == 303
    assert "begreep weinig" not in words(staff.get(path)) and where not in staff.get("/").text


def test_a_permission_is_given_and_stopped_on_its_own_page(client: FlaskClient, work: Work) -> None:
    _made, signatory_id = invited(work)
    with work() as uow:
        facts = WitnessFacts("Wouter Prins", "thuis", IdKind.KNOWN)
        secret = services.give_tablet(uow, signatory_id, facts, TRACE)
    client.set_cookie("brief", secret, path="/t")
    for what, told in [("give", "U vindt dit goed"), ("stop", "geen toestemming")]:
        fields = fields_of(client.get("/t/toestemming"), 0)
        assert client.post("/t/toestemming", data=fields | {"subject": "doctor", "what": what}).status_code == 303
        assert told in words(client.get("/t/toestemming"))
    assert state_of(work, signatory_id) is State.READING
    assert client.post("/t/toestemming", data=fields | {"subject": "buren", "what": "give"}).status_code == 404


def test_staff_record_permissions_and_the_corporation_does_not_see_them(client_for: ClientFor, work: Work) -> None:
    made, signatory_id = invited(work)
    with work() as uow:
        person_id = uow.get(Signatory, signatory_id).person_id
    path, staff = f"/zaken/{made.case_id}/toestemmingen", client_for(made.town.staff)
    assert staff.post(path, data={"person_id": str(person_id), "subject": "doctor"}).status_code == 303
    assert "huisarts" in words(staff.get(path))
    assert client_for(made.town.landlord).get(path).status_code == 403
    found = re.search(r'action="(/toestemmingen/[^"]+)"', staff.get(path).text)
    assert found
    staff.post(found.group(1))
    assert "ingetrokken op" in words(staff.get(path))
    assert staff.post(path, data={"person_id": str(uuid.uuid4()), "subject": "doctor"}).status_code == 422
